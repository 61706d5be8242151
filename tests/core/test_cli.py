"""The command line as it is used: words, one JSON object as the last line, exit codes."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from copied import Copied

from core.__main__ import main
from core.cards import WEIGHTS_FILE, read_card
from core.paths import shipped
from core.training.recipes import RECIPES
from core.training.text_recipes import TEXT_RECIPES
from core.training.translator_recipes import TRANSLATOR_RECIPES

Call = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run a command with --json; return its exit code and its last line."""

    def run(*arguments: str) -> tuple[int, dict[str, Any]]:
        code = main([*arguments, "--json"])
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    return run


def shipped_names() -> list[str]:
    return sorted(p.name for p in shipped("models_onnx").iterdir() if (p / "card.json").is_file())


@pytest.fixture
def own_model(copied: Copied, own_home: Path) -> Path:
    """A model of the user's own, called my-pca."""
    copied.change_card(lambda card: card.update(name="my-pca"))
    folder = own_home / "models" / "my-pca"
    shutil.copytree(copied.folder, folder)
    return folder


def test_models_lists_what_there_is(call: Call) -> None:
    code, answer = call("models")
    assert code == 0
    assert [row["name"] for row in answer["models"]] == shipped_names()
    assert all(row["shipped"] for row in answer["models"])


def test_models_lists_damaged_ones_too(call: Call, own_model: Path) -> None:
    (own_model / "card.json").write_bytes(b"\0")
    code, answer = call("models")
    assert code == 1
    rows = {row["name"]: row for row in answer["models"]}
    assert set(rows) == {*shipped_names(), "my-pca"}
    assert "unreadable" in rows["my-pca"]["error"]


def test_verify_passes_every_shipped_model(call: Call) -> None:
    code, answer = call("verify")
    assert (code, answer["ok"]) == (0, True)
    assert [row["name"] for row in answer["models"]] == shipped_names()
    assert max(row["parity"] or 0 for row in answer["models"]) <= 1e-4


def test_verify_tells_a_sound_model_from_a_damaged_one(call: Call, own_model: Path) -> None:
    assert call("verify", "my-pca")[0] == 0
    weights = own_model / WEIGHTS_FILE
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    code, answer = call("verify", "my-pca", "shapes-pca-2")
    assert (code, answer["ok"]) == (1, False)
    damaged, sound = answer["models"]
    assert (damaged["fault"], damaged["file"]) == ("checksum", WEIGHTS_FILE)
    assert sound["ok"]


@pytest.mark.parametrize("command", ["verify", "evaluate"])
def test_a_model_that_does_not_exist(call: Call, command: str) -> None:
    code, answer = call(command, "nobody")
    assert (code, answer["fault"], answer["subject"]) == (2, "missing", "nobody")


def test_evaluate_says_when_the_model_is_damaged(call: Call, own_model: Path) -> None:
    (own_model / "encoder.onnx").unlink()
    code, answer = call("evaluate", "my-pca")
    assert (code, answer["fault"], answer["file"]) == (1, "missing", "encoder.onnx")


def test_evaluate_measures_what_the_card_says(call: Call) -> None:
    code, answer = call("evaluate", "shapes-pca-2")
    metrics = read_card(shipped("models_onnx", "shapes-pca-2")).metrics.model_dump()
    assert code == 0
    assert answer["card"] == metrics
    for key, value in metrics.items():
        expected = None if value is None else pytest.approx(value, rel=1e-4)
        assert answer[key] == expected, key


def test_errors_are_sentences_on_the_error_stream(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "nobody"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "error: There is no model nobody. See: python -m core models\n"


# train


def test_train_without_a_name_lists_the_recipes(call: Call) -> None:
    assert call("train") == (0, {"recipes": [*RECIPES, *TEXT_RECIPES, *TRANSLATOR_RECIPES]})


def test_train_says_which_recipes_there_are(call: Call) -> None:
    code, answer = call("train", "nonsense")
    assert (code, answer["fault"]) == (2, "missing")
    assert "shapes-pca-2" in answer["detail"]


@pytest.mark.parametrize(
    ("recipe", "change", "fault"),
    [
        ("shapes-pca-2", "bogus=1", "refused"),
        ("shapes-pca-2", "data=digits", "refused"),
        ("shapes-pca-2", "beta=2", "refused"),
        ("shapes-ae-2", "epochs", "mismatch"),
        ("shapes-ae-2", "epochs=1.5", "mismatch"),
        ("shapes-ae-2", "epochs=0", "mismatch"),
        ("shapes-ae-2", "learning_rate=nan", "mismatch"),
        ("shapes-vae-2", "beta=-1", "mismatch"),
        ("shapes-ae-2", "batch_size=100000", "mismatch"),
    ],
)
def test_train_refuses_what_a_recipe_cannot_take(
    call: Call, tmp_path: Path, recipe: str, change: str, fault: str
) -> None:
    code, answer = call("train", recipe, "--set", change, "--into", str(tmp_path / "new"))
    assert (code, answer["fault"]) == (2, fault)
    assert answer["subject"] == change.partition("=")[0]
    assert not (tmp_path / "new").exists()


def test_train_publishes_a_model_and_prints_no_noise(tmp_path: Path) -> None:
    done = python("-m", "core", "train", "shapes-pca-2", "--into", str(tmp_path), "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer["name"] == "shapes-pca-2"
    assert answer["parity"] <= 1e-4
    card = read_card(tmp_path / "shapes-pca-2")
    again = read_card(shipped("models_onnx", "shapes-pca-2"))
    assert card.metrics.mse == pytest.approx(again.metrics.mse, rel=1e-4)
    assert (card.data, card.graphs, card.command) == (again.data, again.graphs, again.command)
    lines = done.stderr.replace("\r", "\n").splitlines()
    assert [line for line in lines if line and not line.startswith("shapes-pca-2:")] == []


def test_train_remembers_what_was_changed(call: Call, own_home: Path) -> None:
    code, answer = call("train", "shapes-vae-2", "--set", "epochs=1", "--set", "beta=2")
    assert (code, answer["name"]) == (0, "shapes-vae-2-beta2")
    card = read_card(own_home / "models" / "shapes-vae-2-beta2")
    assert card.beta == 2
    assert card.command == "python -m core train shapes-vae-2 --set beta=2 --set epochs=1"


# data


def test_data_list_names_sets_and_places(call: Call) -> None:
    code, answer = call("data", "list")
    rows = {row["name"]: row for row in answer["data"]}
    assert code == 0
    assert rows["shapes"]["generated"]
    assert rows["digits"]["licence"] == "CC-BY-SA-3.0"
    assert (rows["fashion"]["folder"] is None) == (rows["fashion"]["bytes_to_fetch"] > 0)


def test_data_fetch_without_a_network(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound, but nobody listens
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        code, answer = call("data", "fetch", "digits", "--base-url", url)
    assert (code, answer["fault"], answer["subject"]) == (2, "offline", "digits")


def test_data_fetch_of_nothing_known(call: Call) -> None:
    code, answer = call("data", "fetch", "digits", "nonsense")
    assert (code, answer["fault"], answer["subject"]) == (2, "missing", "nonsense")


# the whole program


@pytest.mark.parametrize(
    "command", [[], ["models"], ["train"], ["evaluate"], ["verify"], ["data"], ["data", "fetch"]]
)
def test_help_is_there(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*command, "--help"])
    assert left.value.code == 0
    assert "usage: python -m core" in capsys.readouterr().out


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=shipped(),
        check=False,
    )


WITHOUT_TORCH = """
import sys
sys.modules["torch"] = None
from core.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("command", [["train", "shapes-pca-2"], ["verify"]])
def test_without_torch_training_says_what_is_missing(command: list[str]) -> None:
    done = python("-c", WITHOUT_TORCH, *command, "--json")
    answer = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 2
    assert (answer["fault"], answer["subject"]) == ("not-installed", "torch")
    assert "torch is not installed" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [["models"], ["evaluate", "shapes-pca-2"], ["train"]])
def test_without_torch_all_else_works(command: list[str]) -> None:
    done = python("-c", WITHOUT_TORCH, *command, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])
