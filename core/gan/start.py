"""The networks that the GAN Playground opens on; `python -m core.gan.start` trains them again."""

from __future__ import annotations

import sys

import numpy as np

from core.gan.data import data_of
from core.gan.game import Game
from core.gan.presets import PRESETS
from core.paths import shipped

PRESET = "ring"
FILE = shipped("resources", "gan", f"{PRESET}.safetensors")


def load_start() -> dict[str, np.ndarray]:
    """Return the weights of "forger" and "police" of the preset's game after all its turns."""
    from safetensors.numpy import load_file  # not needed before the tab is seen

    return load_file(FILE)


def trained(turns: int = PRESETS[PRESET].turns) -> dict[str, np.ndarray]:
    """Play the preset from its own seed and return both players' weights."""
    preset = PRESETS[PRESET]
    game = Game(preset.games[0], data_of(preset.data))
    for _ in range(turns):
        game.turn()
    return {"forger": game.forger.flat, "police": game.police.flat}


def main() -> None:
    """Train and write the file."""
    from safetensors.numpy import save_file

    said = {"command": "python -m core.gan.start", "preset": PRESET}
    save_file(trained(), FILE, said)
    sys.stdout.write(f"{FILE}\n")


if __name__ == "__main__":
    main()
