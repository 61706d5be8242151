"""The command line: python -m core models | train | evaluate | verify | versions | … | data.

Exit codes: 0 all is well; 1 what was looked at is not (a check failed, a model is damaged); 2 the
call could not be followed (unknown name, missing data or package, no network, nowhere to write).
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from typing import Any

from core.commands.words import Answer, exit_code, say, sentence
from core.errors import CoreError

INTERRUPTED = 130  # what a shell gives for Ctrl-C


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse, run, print; the last line is one JSON object with --json."""
    options = _parser().parse_args(arguments)
    try:
        code, answer = _run(options)
    except CoreError as error:
        say(f"error: {sentence(error)}", sys.stderr)
        code, answer = exit_code(error), _fields(error)
    except KeyboardInterrupt:
        say("stopped", sys.stderr)
        code, answer = INTERRUPTED, {"error": "stopped", "fault": "stopped", "subject": ""}
    if options.json:
        say(json.dumps(answer, ensure_ascii=False))
    return code


def _run(options: argparse.Namespace) -> Answer:
    """Import only the command asked for: `data list` needs no ONNX Runtime."""
    module, _, function = options.run.partition(":")
    answer: Answer = getattr(importlib.import_module(f"core.commands.{module}"), function)(options)
    return answer


def _fields(error: CoreError) -> dict[str, Any]:
    fields = {"error": str(error), "fault": error.fault, "subject": error.subject}
    return {**fields, "detail": error.detail, "file": getattr(error, "file", "")}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m core",
        description="Train, measure and check the models of Generatorium, and fetch their data.",
        epilog=(
            "Exit codes: 0 all is well; 1 what was looked at is not (a check failed, a model is "
            "damaged); 2 the call could not be followed (unknown name, missing data or package)."
        ),
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "models", "models:list_models", "list the models there are, damaged ones too")
    _add_train(commands)
    evaluate = _add(
        commands,
        "evaluate",
        "models:evaluate_model",
        "measure a model on the full test set of its data, a forger against its density",
    )
    evaluate.add_argument("model", metavar="MODEL", help="its name, as `models` lists it")
    evaluate.add_argument(
        "--orders", action="store_true", help="of a Markov chain: orders 1 to 5, from the full text"
    )
    evaluate.add_argument(
        "--smoothing",
        choices=("kneser-ney", "back-off"),
        default="kneser-ney",
        help="how a Markov chain fills what it never saw",
    )
    evaluate.add_argument(
        "--probes",
        action="store_true",
        help="whether it still knows, d tokens later, that a quotation or bracket is open",
    )
    verify = _add(
        commands,
        "verify",
        "models:verify_models",
        "check models: checksums, card against graph, ONNX Runtime against torch, the metric",
    )
    verify.add_argument(
        "models", nargs="*", metavar="MODEL", help="its name (all shipped ones without a name)"
    )
    _add_versions(commands)
    _add_data(commands)
    return parser


def _add(commands: Any, name: str, run: str, text: str) -> argparse.ArgumentParser:
    """Add one command; `run` is "module:function" below core.commands."""
    description = text[0].upper() + text[1:] + "."
    command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=description)
    command.add_argument("--json", action="store_true", help="one JSON object as the last line")
    command.set_defaults(run=run)
    return command


def _add_train(commands: Any) -> None:
    train = _add(
        commands, "train", "training:train_model", "train a model by its recipe and publish it"
    )
    train.add_argument(
        "recipe", nargs="?", metavar="RECIPE", help="its name (without one they are listed)"
    )
    train.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="K=V",
        help="change a number of the recipe, as in epochs=5; may be given several times",
    )
    train.add_argument(
        "--into", metavar="DIR", help="the folder to publish in (the user's own models without it)"
    )
    train.add_argument(
        "--resume",
        action="store_true",
        help="go on with a training of a text model or translator that was interrupted",
    )
    train.add_argument(
        "--replay",
        metavar="MODEL",
        help="instead: repeat the run that made this model (or this snapshot, a file), with all "
        "that was changed while it ran, and compare the weights; published only with --into",
    )


def _add_versions(commands: Any) -> None:
    """Add what is done with the versions of a model, and with one as a file."""
    of_model = "its name, as `models` lists it"
    versions = _add(commands, "versions", "versions:list_versions", "list the versions of a model")
    versions.add_argument("model", metavar="NAME", help=of_model)
    use = _add(commands, "use", "versions:use_version", "make a version of a model the current one")
    use.add_argument("model", metavar="NAME", help=of_model)
    use.add_argument("version", type=int, metavar="VERSION", help="its number")
    delete = _add(
        commands, "delete", "versions:delete_versions", "delete a version of a model of your own"
    )
    delete.add_argument("model", metavar="NAME", help=of_model)
    delete.add_argument(
        "version", nargs="?", type=int, metavar="VERSION", help="its number (all of them without)"
    )
    rename = _add(
        commands, "rename", "versions:rename_model", "give your own versions of a model a new name"
    )
    rename.add_argument("model", metavar="NAME", help=of_model)
    rename.add_argument("new", metavar="NEW", help="a to z, figures, dots and hyphens")
    pack = _add(commands, "pack", "versions:pack_model", "write a model to one file, to give away")
    pack.add_argument("model", metavar="NAME", help=f"{of_model}; NAME@2 for its version 2")
    pack.add_argument("file", metavar="FILE", help="a zip file, which is replaced")
    unpack = _add(commands, "unpack", "versions:unpack_model", "add the model in such a file")
    unpack.add_argument("file", metavar="FILE", help="what `pack` wrote")


def _add_data(commands: Any) -> None:
    data = commands.add_parser("data", help="list data sets, fetch the full ones")
    kinds = data.add_subparsers(required=True, metavar="list|fetch")
    _add(kinds, "list", "data:list_data", "list the data sets and where they are")
    fetch = _add(
        kinds, "fetch", "data:fetch_data", "download full data sets, checked by their checksums"
    )
    fetch.add_argument(
        "names", nargs="*", metavar="NAME", help="as `data list` names it (all without a name)"
    )
    fetch.add_argument("--base-url", metavar="URL", help="a mirror with files of the same names")


if __name__ == "__main__":
    sys.exit(main())
