"""The tour's part that trains translators: two small ones for Norm, one on own sentence pairs."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

from core.training.norm_messages import WITH, WITHOUT
from gui.numbers import number
from gui.tabs.attention.tab import AttentionTab
from gui.tour_guide import Guide, Step, StepSkipped
from gui.workers.run import Phase, Run

PATIENT = 400.0  # seconds until a training process has done what is asked, on a slow machine
LAYERS, STEPS = 4, 10  # of the two runs
PAIRS, EPOCHS, RATE = 40, 2, 1e-3
WORD, SENTENCE = "Wauwau", "The dog has 7 bones."


def _tab(guide: Guide) -> AttentionTab:
    tab = guide.window.tabs["attention"]
    assert isinstance(tab, AttentionTab)
    return tab


def _run(guide: Guide) -> Run:
    return guide.window.context.translating.run


def with_and_without_norm(guide: Guide) -> None:
    """Train two small translators: the same steps, losses drawn as told, the one with Norm learns.

    From the same weights and sentences the gradients differ from the first step on.
    """
    tab, norms = _tab(guide), guide.window.context.norms
    guide.show("attention")
    tab.presenter.turn("norm")
    page = tab.view.norm
    page.layers.setCurrentIndex(page.layers.findData(LAYERS))
    page.start.click()
    guide.until(lambda: norms.curves.step >= STEPS, "the two runs make no steps", PATIENT)
    page.pause.click()
    guide.until(lambda: norms.phase is Phase.PAUSED, "the runs do not pause", PATIENT)
    losses, gradients = norms.curves.losses, norms.curves.gradients
    guide.check(len(losses[WITH]) == len(losses[WITHOUT]), "one run is ahead of the other")
    guide.check(all(map(math.isfinite, losses[WITH])), "the run with Norm has no loss")
    guide.check(losses[WITH][-1] < losses[WITH][0], "the run with Norm does not learn")
    guide.check(gradients[WITH][0] != gradients[WITHOUT][0], "Norm makes no difference")
    guide.until(
        lambda: all(number(losses[run][-1]) in told for run, told in enumerate(page.legend())),
        "the legend tells another loss",
    )
    page.stop.click()


def learn_from_pairs(guide: Guide) -> None:
    """Let a translator learn on from a file of pairs, in which a dog is a “Wauwau”."""
    tab, run = _tab(guide), _run(guide)
    if tab.presenter.scene is None:
        raise StepSkipped("no translator is installed")
    panel = tab.view.panel.train
    panel.unfold()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "my_pairs.tsv"
        lines = [f"The dog has {n} bones.\tDer {WORD} hat {n} Knochen." for n in range(PAIRS)]
        path.write_text("\n".join(lines), encoding="utf-8")
        tab.training.form.learn_from(str(path))
        panel.amount.setValue(EPOCHS)
        panel.learning_rate.setValue(RATE)
        panel.start.click()
        guide.until(lambda: run.phase is Phase.FINISHED, "the training does not end", PATIENT)
    started = run.started
    guide.check(started is not None, "nothing was read")
    assert started is not None
    guide.check(started.train_count + started.held_out_count == PAIRS, "pairs are lost")
    guide.check(started.held_out_count > 0, "no sentence is held out")
    guide.check(len(run.curve.losses) > 0, "there is no curve")
    guide.check(tab.view.figure() is tab.training.stage, "the training is not shown")
    tab.view.panel.ensureWidgetVisible(panel.keep)
    guide.rest(0.5)


def keep_the_version(guide: Guide) -> None:
    """Keep it: measured before and after, exported, and used; it says what it has learnt."""
    tab, presenter = _tab(guide), _tab(guide).presenter
    if presenter.scene is None:
        raise StepSkipped("no translator is installed")
    panel, before = tab.view.panel.train, _version(guide)
    panel.keep.click()
    guide.until(lambda: "chrF" in panel.told.text(), "nothing is published", PATIENT)
    guide.until(lambda: _version(guide) > before, "the new version is not used", PATIENT)
    guide.check(WORD in _translated(guide), "it does not say what it has learnt")
    tab.view.panel.ensureWidgetVisible(panel.told)
    guide.rest(0.3)


def back_to_the_version_before(guide: Guide) -> None:
    """Undo it: the version before is in use, and knows nothing of it."""
    if _tab(guide).presenter.scene is None:
        raise StepSkipped("no translator is installed")
    now = _version(guide)
    _tab(guide).view.panel.train.undo.click()
    guide.until(lambda: _version(guide) == now - 1, "the version before is not back", PATIENT)
    guide.check(WORD not in _translated(guide), "it still says what it had learnt")


def _translated(guide: Guide) -> str:
    """Translate a sentence with the version in use."""
    presenter = _tab(guide).presenter
    guide.until(presenter.is_settled, "the version does not open", PATIENT)
    presenter.turn("translate")
    presenter.read(SENTENCE)
    presenter.to_end()
    guide.until(presenter.is_settled, "the version does not translate", PATIENT)
    guide.rest(0.3)
    return presenter.scene.text if presenter.scene is not None else ""


def _version(guide: Guide) -> int:
    studio, name = _tab(guide).presenter.studio, _tab(guide).presenter.state.model
    return studio.entries[name].version if studio is not None and name in studio.entries else 0


PAIR_STEPS = (
    Step("attention-with-and-without-norm", with_and_without_norm),
    Step("attention-own-pairs", learn_from_pairs),
    Step("attention-own-version", keep_the_version),
    Step("attention-version-before", back_to_the_version_before),
)
