"""The command line of the benchmarks: choose one, run it, print its numbers beside their budget.

Exit codes: 0 it was measured, in budget or not; 1 the measurement itself failed; 2 the call could
not be followed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.report import BenchmarkFailed, judged, table


@dataclass(frozen=True)
class Row:
    """A benchmark: the module of this name, what it measures, its options."""

    name: str
    text: str
    options: tuple[tuple[str, dict[str, Any]], ...]


def _number(default: int, text: str) -> dict[str, Any]:
    return {"type": int, "default": default, "metavar": "N", "help": f"{text} ({default})"}


MODEL = ("--model", {"default": "shapes-vae-2", "help": "the model to drag through (%(default)s)"})
BENCHMARKS = (
    Row(
        "startup",
        "seconds from the start of the process to a window that answers",
        (("--runs", _number(7, "fresh processes, of which the median counts")),),
    ),
    Row(
        "drag",
        "milliseconds from a mouse move to the painted picture, beside a notebook's; with all "
        "sliders of a model with more than two dimensions; its traversal grid, too",
        (
            MODEL,
            (
                "--by",
                {
                    "choices": ("point", "slider"),
                    "default": "point",
                    "help": "drag the point in the plane, or the handle of a slider (%(default)s)",
                },
            ),
            ("--points", _number(10_000, "pictures in the plane; more than 50,000 as a density")),
            ("--moves", _number(2000, "mouse moves")),
            ("--hz", _number(120, "mouse moves a second")),
            ("--notebook-moves", _number(100, "moves of the notebook")),
            ("--no-notebook", {"action": "store_true", "help": "measure the program only"}),
        ),
    ),
    Row(
        "memory",
        "resident memory after the start, with everything open, and over many drags",
        (MODEL, ("--drags", _number(10_000, "drags")), ("--warm-up", _number(500, "drags before"))),
    ),
    Row(
        "tokens",
        "tokens a second of every model of a text, beside PyTorch eager; milliseconds from a "
        "slider to new bars; seconds to count a text",
        (
            ("--text", {"default": "shakespeare-char", "help": "whose models (%(default)s)"}),
            ("--tokens", _number(100, "tokens to write in a round")),
            ("--rounds", _number(5, "rounds, of which the median counts")),
            ("--moves", _number(1000, "values of the slider whose probabilities are computed")),
            ("--drags", _number(300, "moves of the slider with the mouse, until they are painted")),
            ("--table-bytes", _number(5_000_000, "bytes of text to count")),
        ),
    ),
    Row(
        "translate",
        "milliseconds for a sentence of ten words with beam 4, and for one step, beside PyTorch "
        "eager",
        (
            ("--model", {"default": "en-de-transformer-8", "help": "which one (%(default)s)"}),
            ("--rounds", _number(20, "translations, of which the median counts")),
        ),
    ),
    Row(
        "attention",
        "milliseconds from a click on another layer, head or kind of attention to the painted "
        "figure, and to all heads as thumbnails",
        (
            ("--layers", _number(6, "layers of the model that is made for it")),
            ("--heads", _number(8, "its heads")),
            ("--tokens", _number(40, "tokens of both sentences")),
            ("--rounds", _number(10, "times through all layers, heads and kinds")),
        ),
    ),
    Row(
        "interference",
        "what a training costs the hand that drags, and what the window costs the training",
        (
            MODEL,
            ("--seconds", _number(5, "seconds in which the training's pace is measured")),
            ("--moves", _number(600, "mouse moves of one drag")),
            ("--hz", _number(120, "mouse moves a second")),
            ("--rounds", _number(5, "rounds in which all take turns")),
            ("--starts", _number(3, "times that Start and Stop are pressed")),
            ("--no-thread", {"action": "store_true", "help": "leave out the training in a thread"}),
        ),
    ),
    Row(
        "export",
        "milliseconds from Keep to the new version in the tab: written, verified, reloaded",
        (
            (
                "--models",
                {
                    "nargs": "+",
                    "default": ["shapes-vae-2", "fashion-vae-2", "avatars-vae-32"],
                    "metavar": "MODEL",
                    "help": "the models to publish a version of (%(default)s)",
                },
            ),
            ("--runs", _number(5, "versions of each, of which the median counts")),
        ),
    ),
    Row(
        "toygan",
        "turns, pictures and frames a second of a GAN in the plane in its window, PyTorch's pace, "
        "and what the presets come to over some seeds",
        (
            ("--seconds", _number(6, "seconds of a round in the window; 0 leaves it out")),
            ("--rounds", _number(5, "rounds in the window, of which the median counts")),
            ("--seeds", _number(10, "seeds for each preset")),
            ("--presets", {"default": "all", "help": "a preset's name, all or none (%(default)s)"}),
        ),
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse, measure, print; the last line is one JSON object with --json."""
    options = _parser().parse_args(arguments)
    load = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    try:
        module = importlib.import_module(f"benchmarks.{options.name}")
        measured = module.measure(options)
    except BenchmarkFailed as failure:
        print(f"error: {options.name} could not be measured: {failure}", file=sys.stderr)
        code, result = 1, {"benchmark": options.name, "error": str(failure)}
    else:
        code, result = 0, {"benchmark": options.name, **judged(measured, module.budget(measured))}
        result |= {"cpu_count": os.cpu_count(), "load_before": load}
        print(table(result))
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure what a user waits for, offscreen, in a window of 1920 × 1080.",
        epilog="Exit codes: 0 measured, in budget or not; 1 the measurement failed; 2 wrong call.",
    )
    names = parser.add_subparsers(required=True, metavar="NAME", dest="name")
    for row in BENCHMARKS:
        part = names.add_parser(row.name, help=row.text, description=f"Measure {row.text}.")
        part.add_argument("--json", action="store_true", help="one JSON object as the last line")
        for flag, settings in row.options:
            part.add_argument(flag, **settings)
    return parser


if __name__ == "__main__":
    sys.exit(main())
