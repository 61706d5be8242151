"""One training of a text network by hand, with all that surrounds it; as `course` for pictures."""

from __future__ import annotations

import math
import time
from collections.abc import Generator
from dataclasses import replace

import torch

from core.cards import OWN_DATA, TextCard, TextMetrics, TextTraining, Unit
from core.data.texts import excerpt
from core.export.parity import read_weights
from core.export.text import text_fingerprint
from core.export.text_versions import publish_text_version
from core.export.versions import lineage
from core.networks.text import TextNetwork, build_text_network
from core.runtime.providers import best_device
from core.text.evaluate import evaluate_steps
from core.text.network import open_network, read_vocabulary
from core.training.logbook import Logbook, continued
from core.training.loops import Kept, open_fabric
from core.training.messages import Exported, Start, Started, TextPreview
from core.training.plan import library_of
from core.training.text_material import read_text_material
from core.training.text_plan import plan_text, text_settings
from core.training.text_samples import READ, WRITTEN, beginning, write_samples
from core.training.text_tuning import TextTuning

JUDGED = 10_000  # held-out characters that a version is measured on, at most
JUDGING_SECONDS = 0.1  # beside each sample, until the base is measured


class TextCourse(Logbook):
    """A run made from a `Start` whose base continues text; see `core.training.course.Course`.

    Raises
    ------
    CoreError
        What cannot be followed: see `plan_text` and `read_text_material`.
    """

    part = "nats"
    keep_seconds = 3.0  # with each snapshot goes a sample, which takes a tenth of a second

    def __init__(self, start: Start) -> None:
        """Read base and text, build the network, go to the snapshot where one is given."""
        start, kept = continued(start)
        self.library = library_of(start.into, TextCard)
        self.plan = plan_text(start, self.library)
        base = self.plan.base
        self.vocabulary = read_vocabulary(base)
        self.material = read_text_material(self.plan.data, self.vocabulary)
        numbers = self.plan.numbers
        self.run = TextTuning(
            numbers, self.material.train_tokens, len(self.vocabulary), read_weights(base),
            open_fabric(numbers.recipe, start.device),
        )  # fmt: skip
        super().__init__(self.run, replace(start, base=base.address), kept)
        self._judge = self.material.held_out[:JUDGED]
        self._before: TextMetrics | None = None
        self._judging: Generator[None, None, TextMetrics] | None = None
        assert base.card is not None
        unit = Unit(base.card.unit)
        length, self._written = READ[unit], WRITTEN[unit]
        self._beginnings = [
            beginning(self.vocabulary, text, length)
            for text in (self.material.held_out, excerpt(self.plan.corpus))
        ]

    @property
    def started(self) -> Started:
        """Say what is being trained, in windows."""
        held_out = len(self.material.held_out_tokens)
        return Started(
            self.plan.name,
            str(self.run.device),
            self.run.steps,
            self.run.windows,
            max(1, held_out // self.run.numbers.recipe.context),
            False,
            self.run.numbers.recipe.batch_size,
            self.material.beyond,
            self.material.unknown,
        )

    @property
    def fingerprint(self) -> str:
        """Tell the text that is learnt from others."""
        return text_fingerprint(self.material.train)

    def held_out_loss(self) -> float:
        """Return the mean −ln p a token of windows all over the held-out tail."""
        return self.run.held_out_loss(self.material.held_out_tokens)

    def preview(self) -> TextPreview:
        """Write the samples; measure the base a little further, so that Keep need not wait."""
        if self.run.step:  # the first step comes first
            self._judge_base(JUDGING_SECONDS)
        samples = write_samples(self.run.network, self.vocabulary, self._beginnings, self._written)
        return TextPreview(self.run.step, samples)

    def export(self, number: int | None = None, name: str = "") -> Exported[TextMetrics]:
        """Publish the network as it is or as it was in a snapshot.

        Raises
        ------
        ModelError, StorageError
            As `publish_text_version`; DataError without the snapshot.
        """
        kept = self.state(number)
        name = name or self.plan.name
        training = self._training(kept)
        with torch.random.fork_rng():  # exporting draws examples
            entry = publish_text_version(
                self._network(kept), self.plan.base, training, self.material.train, self._judge,
                self.library, name, f"python -m core train --replay {name}",
            )  # fmt: skip
        done = entry.card
        assert done is not None
        assert done.parity is not None
        return Exported(entry.address, entry.folder, done.parity, training.before, done.metrics)

    def _network(self, kept: Kept) -> TextNetwork:
        card = self.plan.base.card
        assert card is not None
        with torch.random.fork_rng():  # its fresh weights are drawn, and not used
            network = build_text_network(
                card.kind, card.vocabulary, card.width or 0, card.layers or 0, card.heads or 0,
                card.context or 0,
            )  # fmt: skip
        network.load_state_dict({key: kept.tensors[key] for key in network.state_dict()})
        return network.eval()

    def _training(self, kept: Kept) -> TextTraining:
        """Tell the card how it came about."""
        return TextTraining(
            base=lineage(self.plan.base),
            data=OWN_DATA if self.plan.data.own else self.plan.data.named,
            steps=int(kept.rest["step"]),
            settings=text_settings(self.start, self.plan, self.run.as_kept(kept)),
            before=self._measure(),
            history=self.history(kept.rest["effective"]),
        )

    def _measure(self) -> TextMetrics:
        """Return what the base does on the same text."""
        while self._before is None:
            self._judge_base(math.inf)
        return self._before

    def _judge_base(self, seconds: float) -> None:
        """Measure the base further, but no longer than that."""
        end = time.perf_counter() + seconds
        if self._before is None and self._judging is None:
            model = open_network(self.plan.base, best_device("cpu"))
            self._judging = evaluate_steps(model, self._judge)
        while self._judging is not None and time.perf_counter() < end:
            try:
                next(self._judging)
            except StopIteration as done:
                self._before, self._judging = done.value, None
