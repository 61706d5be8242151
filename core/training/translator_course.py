"""One training of a translator by hand, with all that surrounds it; as `course` for pictures."""

from __future__ import annotations

from dataclasses import replace

import torch

from core.attention.evaluate import evaluate
from core.attention.examples import EXAMPLES
from core.attention.opening import open_translator
from core.attention.pieces import encode
from core.cards import OWN_DATA, TranslatorCard, TranslatorMetrics, TranslatorTraining
from core.export.parity import read_weights
from core.export.translator_versions import pairs_fingerprint, publish_translator_version
from core.export.versions import lineage
from core.networks.translator import Translator
from core.runtime.providers import best_device
from core.text.network import read_vocabulary
from core.training.logbook import Logbook, continued
from core.training.loops import Kept, open_fabric
from core.training.messages import Exported, Sample, Start, Started, TextPreview
from core.training.plan import library_of
from core.training.translator_loop import sizes_of
from core.training.translator_material import read_translator_material
from core.training.translator_plan import plan_translator, translator_settings
from core.training.translator_samples import translate_greedily
from core.training.translator_tuning import TranslatorTuning

USUAL = EXAMPLES[2]  # a sentence of the program's, to see what is forgotten


class TranslatorCourse(Logbook):
    """A run made from a `Start` whose base translates; see `core.training.course.Course`.

    Raises
    ------
    CoreError
        What cannot be followed: see `plan_translator` and `read_translator_material`.
    """

    part = "nats"
    keep_seconds = 3.0  # with each snapshot goes a translation, which takes a tenth of a second

    def __init__(self, start: Start) -> None:
        """Read base and pairs, build the network, go to the snapshot where one is given."""
        start, kept = continued(start)
        self.library = library_of(start.into, TranslatorCard)
        self.plan = plan_translator(start, self.library)
        base = self.plan.base
        assert base.card is not None
        self.vocabulary = read_vocabulary(base)
        self.material = read_translator_material(self.plan.data, self.vocabulary, base.card.context)
        numbers = self.plan.numbers
        self.run = TranslatorTuning(
            numbers, self.material.train_tokens, len(self.vocabulary), read_weights(base),
            open_fabric(numbers.recipe, start.device),
        )  # fmt: skip
        super().__init__(self.run, replace(start, base=base.address), kept)
        self._before: TranslatorMetrics | None = None
        first = self.material.held_out[0]
        self._shown = ((first.source, first.references[0]), USUAL)

    @property
    def started(self) -> Started:
        """Say what is being trained, in pairs."""
        own = self.material.own
        return Started(
            self.plan.name,
            str(self.run.device),
            self.run.steps,
            len(self.material.train),
            len(self.material.held_out),
            False,
            self.run.numbers.recipe.batch_tokens,
            own.beyond if own else 0,
            bare=own.bare if own else 0,
            long=own.long if own else 0,
        )

    @property
    def fingerprint(self) -> str:
        """Tell the pairs that are learnt from others."""
        return pairs_fingerprint(self.material.train)

    def held_out_loss(self) -> float:
        """Return the mean −ln p a piece of the held-out sentences."""
        return self.run.held_out_loss(self.material.held_out_tokens)

    def preview(self) -> TextPreview:
        """Translate a held-out sentence of these pairs and one of the program's."""
        sources = [encode(self.vocabulary, source) for source, _ in self._shown]
        said = translate_greedily(self.run.network, self.vocabulary, sources)
        return TextPreview(
            self.run.step,
            tuple(
                Sample(f"{source}\n{target}\n", text)
                for (source, target), text in zip(self._shown, said, strict=True)
            ),
        )

    def export(self, number: int | None = None, name: str = "") -> Exported[TranslatorMetrics]:
        """Publish the network as it is or as it was in a snapshot.

        Raises
        ------
        ModelError, StorageError
            As `publish_translator_version`; DataError without the snapshot.
        """
        kept = self.state(number)
        name = name or self.plan.name
        training = self._training(kept)
        with torch.random.fork_rng():  # exporting draws examples
            entry = publish_translator_version(
                self._network(kept), self.plan.base, training, self.material.train,
                self.material.held_out, self.library, name,
                f"python -m core train --replay {name}",
            )  # fmt: skip
        done = entry.card
        assert done is not None
        assert done.parity is not None
        return Exported(entry.address, entry.folder, done.parity, training.before, done.metrics)

    def _network(self, kept: Kept) -> Translator:
        with torch.random.fork_rng():  # its fresh weights are drawn, and not used
            network = Translator(sizes_of(self.run.recipe, len(self.vocabulary)))
        network.load_state_dict({key: kept.tensors[key] for key in network.state_dict()})
        return network.eval()

    def _training(self, kept: Kept) -> TranslatorTraining:
        """Tell the card how it came about."""
        numbers = self.run.as_kept(kept)
        return TranslatorTraining(
            base=lineage(self.plan.base),
            data=OWN_DATA if self.plan.data.own else self.plan.data.named,
            steps=int(kept.rest["step"]),
            settings=translator_settings(self.start, self.plan, numbers),
            before=self._measure(),
            history=self.history(kept.rest["effective"]),
        )

    def _measure(self) -> TranslatorMetrics:
        """Measure the base on the same sentences."""
        if self._before is None:
            model = open_translator(self.plan.base, best_device("cpu"))
            self._before = evaluate(model, self.material.held_out)
        return self._before
