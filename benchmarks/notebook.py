"""The same drag as a notebook does it: PyTorch eager, then a matplotlib canvas drawn anew.

It is kept short of what a real notebook also does (encode the canvas as PNG, send it to a browser),
and each move begins as soon as the one before is drawn.
"""

from __future__ import annotations

import json
import math
import sys
import time

import matplotlib

from core.export.parity import rebuild
from core.latent.chart import items
from core.networks.functions import Decoder, Encoder
from core.runtime.library import Library

WARM_UP = 5


def main(name: str, points: int, moves: int) -> None:
    """Print the seconds of each move as a JSON list."""
    import torch
    from matplotlib import pyplot as plt

    matplotlib.use("Agg")
    entry = Library().find(name)
    assert entry.card is not None
    assert entry.card.data is not None
    network = rebuild(entry)
    encoder, decoder = Encoder(network), Decoder(network, entry.card)
    data = items(entry.card.data.name, points)
    with torch.no_grad():
        encoded = encoder(torch.from_numpy(data.floats()))
    codes = (encoded[0] if isinstance(encoded, tuple) else encoded).numpy()

    figure, (plane, picture) = plt.subplots(1, 2, figsize=(10, 5))
    plane.scatter(codes[:, 0], codes[:, 1], c=data.labels, s=9, cmap="tab10")
    (point,) = plane.plot([0], [0], "o", color="magenta", markersize=10)
    shown = picture.imshow(data.images[0] / 255, cmap="gray_r", vmin=0, vmax=1)
    centre, spread = codes.mean(axis=0), codes.std(axis=0)

    seconds = []
    for i in range(moves + WARM_UP):
        turn = 2 * math.pi * i / moves
        z = centre.copy()  # with more than two dimensions, the others stay at their mean
        z[0] += 1.5 * spread[0] * math.sin(turn)
        z[1] += 1.5 * spread[1] * math.cos(turn)
        begin = time.perf_counter()
        with torch.no_grad():
            drawn = decoder(torch.from_numpy(z[None]))
        image = drawn[0] if isinstance(drawn, tuple) else drawn
        shown.set_data(image[0].numpy())
        point.set_data(z[:1], z[1:2])
        figure.canvas.draw()
        seconds.append(time.perf_counter() - begin)
    print(json.dumps(seconds[WARM_UP:]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
