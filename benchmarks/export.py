"""How long it takes from Keep to the new version in the tab, through the real training process.

The train panel's own way: the process writes the weights, compares torch with ONNX Runtime,
measures all held-out data and publishes; the window opens the version, charts its data and paints
it. The training waits after one step at a learning rate so small that the stored weights stay what
they were: a version that is worse would only be offered.

The first version of a model takes longer, as the model before is measured too: `first_ms`.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from PySide6.QtCore import QObject, Slot
from safetensors import safe_open

from benchmarks.report import BenchmarkFailed, Budget, ms
from benchmarks.trainee import Trainee
from benchmarks.window import choose, open_window, until_painted
from core.cards import WEIGHTS_FILE
from core.data.find import state
from core.training.messages import Exported
from gui.tour_guide import Guide

BUDGET: Budget = {"publish_ms": 2000.0, "torch_imported": False}
PATIENCE = 120.0  # seconds for one version
SMALL = 5_000_000  # weights; larger models are measured, too, and keep no budget
STILL = 1e-8  # a learning rate


@dataclass(frozen=True)
class Published:
    """Seconds from the press on Keep to the message, and from there to the paint."""

    export: float
    reload: float
    parity: float


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Publish `runs` versions of each model; the numbers are the slowest small model's."""
    models: dict[str, dict[str, object]] = {}
    with open_window() as guide:
        trainee = Trainee(guide)
        for model in options.models:
            models[model] = _publish_often(guide, trainee, model, options.runs)
        device = guide.window.context.latent.device
        imported = "torch" in sys.modules
    small = {name: told for name, told in models.items() if told["weights"] < SMALL}
    if not small:
        raise BenchmarkFailed(f"none of the models has less than {SMALL} weights")
    slowest = max(small, key=lambda name: small[name]["publish_ms"])
    shown = {key: models[slowest][key] for key in ("publish_ms", "export_ms", "reload_ms")}
    told = {f"{name} {key}": value for name, each in models.items() for key, value in each.items()}
    return {
        **shown,
        "slowest": slowest,
        **told,
        "models": models,
        "device": device.got if device else "",
        "torch_imported": imported,
    }


def budget(_measured: Mapping[str, object]) -> Budget:
    """Return what is held against these numbers."""
    return BUDGET


def _publish_often(guide: Guide, trainee: Trainee, model: str, runs: int) -> dict[str, object]:
    choose(guide, model)
    card = guide.latent.view.stage.shown[0].model.card
    data = card.known_data
    if data is None or state(data).missing:
        raise BenchmarkFailed(f"the data of {model} are not here: python -m core data {data}")
    trainee.prepare(learning_rate=STILL)
    trainee.step()
    done = []
    for _ in range(runs + 1):
        trainee.show(True)
        done.append(_publish(guide, trainee))
        guide.settle()
    started, library = trainee.run.started, guide.window.context.latent.library
    assert started is not None
    trainee.stop()
    first, *rest = done
    totals = [each.export + each.reload for each in rest]
    return {
        "publish_ms": ms(median(totals)),
        "export_ms": ms(median(each.export for each in rest)),
        "reload_ms": ms(median(each.reload for each in rest)),
        "longest_ms": ms(max(totals)),
        "first_ms": ms(first.export + first.reload),
        "weights": _count_weights(library.find(model).folder),
        "held_out": started.held_out_count,
        "parity": max(each.parity for each in done),
        "training_device": started.device,
    }


def _count_weights(folder: Path) -> int:
    with safe_open(folder / WEIGHTS_FILE, framework="np") as stored:
        return sum(math.prod(stored.get_slice(key).get_shape()) for key in stored.keys())


def _publish(guide: Guide, trainee: Trainee) -> Published:
    """Press Keep; raises BenchmarkFailed when the new version is not painted."""
    stage, presenter = guide.latent.view.stage, guide.latent.presenter
    ear, before = Ear(trainee), stage.shown[0].model

    def is_open() -> bool:
        if ear.exported is None or stage.shown[0].model is before:
            return False
        name, _, version = ear.exported.name.partition("@")
        return presenter.choices.current[name] == int(version)

    begin = time.perf_counter()
    pad, press = stage.planes[0].viewport(), trainee.panel.keep.click
    total = until_painted(guide, pad, press, met=is_open, patience=PATIENCE)
    assert ear.exported is not None
    export = ear.at - begin
    return Published(export, total - export, ear.exported.parity)


class Ear(QObject):
    """Hears when a version was published."""

    def __init__(self, trainee: Trainee) -> None:
        super().__init__()
        self.exported: Exported | None = None
        self.at = 0.0
        trainee.run.exported.connect(self._on_exported)

    @Slot(object)
    def _on_exported(self, exported: Exported) -> None:
        self.at = time.perf_counter()
        self.exported = exported
