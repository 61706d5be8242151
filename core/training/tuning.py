"""A network that learns on: passes through its data, numbers that may change on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Generic, TypeVar

from torch import device, nn

from core.errors import Fault
from core.training.loops import ExplodedError, Kept, Step
from core.training.messages import Value
from core.training.text_changes import EPOCHS, Numbers
from core.training.text_recipes import TextRecipe
from core.training.token_run import TokenRun
from core.training.translator_recipes import TranslatorRecipe

EXPLODED = 10.0  # times the first loss

R = TypeVar("R", TextRecipe, TranslatorRecipe)
N = TypeVar("N", bound=nn.Module)


class Tuning(Generic[R, N]):
    """A token run counted in passes through its data, as `core.training.loops.Run` counts epochs.

    A subclass makes the run, and says what a number is changed to and how many steps a pass has.
    """

    live: ClassVar[tuple[str, ...]]  # the numbers that may be changed while it runs

    def __init__(self, numbers: Numbers[R], where: device, run: TokenRun[R, N]) -> None:
        self.numbers: Numbers[R] = numbers
        self._device = where
        self._run: TokenRun[R, N] = run
        self._first: float | None = None

    def _changed(self, key: str, value: Value) -> Numbers[R]:
        """Return the numbers with one changed; raises InputError."""
        raise NotImplementedError

    def _pass(self, numbers: Numbers[R]) -> int:
        """Return the steps of a pass through the data."""
        raise NotImplementedError

    def _fitted(self, numbers: Numbers[R]) -> Numbers[R]:
        """Return the steps that the passes make."""
        steps = numbers.epochs * self._pass(numbers)
        return replace(numbers, recipe=replace(numbers.recipe, steps=steps))

    @property
    def recipe(self) -> R:
        """Return the recipe with the numbers as they are now."""
        return self.numbers.recipe

    @property
    def network(self) -> N:
        """Return what learns."""
        return self._run.network

    @property
    def device(self) -> device:
        """Return where it computes."""
        return self._device

    @property
    def step(self) -> int:
        """Return the steps made."""
        return self._run.step

    @property
    def steps(self) -> int:
        """Return the steps in all."""
        return self.numbers.recipe.steps

    def __iter__(self) -> Iterator[Step]:
        """Yield after each step, until all are made."""
        return self

    def __next__(self) -> Step:
        made = next(self._run)
        self._first = self._first or made.loss
        if made.loss > EXPLODED * self._first:
            name = self.numbers.recipe.name
            raise ExplodedError(name, Fault.MISMATCH, f"loss {made.loss:g} in step {made.step}")
        epoch, rest = divmod(made.step - 1, self._pass(self.numbers))
        ends = rest + 1 == self._pass(self.numbers)
        rate = made.learning_rate
        return Step(made.step, epoch + 1, made.loss, made.loss, None, rate, None, ends)

    def set(self, key: str, value: Value) -> None:
        """Change a number from the next step on; raises InputError."""
        self._use(self._changed(key, value))

    def keep(self) -> Kept:
        """Return the whole state."""
        kept = self._run.keep()
        recipe = self.numbers.recipe
        kept.rest["recipe"] = {key: getattr(recipe, key) for key in self.live if key != EPOCHS}
        kept.rest.update(epochs=self.numbers.epochs, first=self._first)
        return kept

    def restore(self, kept: Kept) -> None:
        """Go back to a state that `keep` gave."""
        self._use(self.as_kept(kept))
        self._first = kept.rest["first"]
        self._run.restore(kept)

    def as_kept(self, kept: Kept) -> Numbers[R]:
        """Return the numbers that a kept state was reached with."""
        recipe = replace(self.numbers.recipe, **kept.rest["recipe"])
        return Numbers(recipe, int(kept.rest["epochs"]))

    def _use(self, numbers: Numbers[R]) -> None:
        self.numbers = self._fitted(numbers)
        self._run.change(self.numbers.recipe)
