"""Fill a folder with a model's weights and graphs, and its card with what it then does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from core.cards import LatentCard
from core.data.table import DATA, DataSet, sample
from core.errors import Fault, ModelError
from core.export.folders import hashes
from core.export.graphs import copy_graphs, store_weights, stored_dtypes, write_graph
from core.export.parity import check_parity, max_difference
from core.latent.evaluate import evaluate, sample_mean_squared_error
from core.latent.model import LatentModel
from core.networks.autoencoder import Autoencoder
from core.networks.functions import Decoder, Encoder
from core.networks.pca import PCA
from core.runtime.library import open_graphs
from core.runtime.providers import best_device


def fill(
    network: Autoencoder | PCA,
    draft: LatentCard,
    held_out: DataSet,
    work: Path,
    dtype: torch.dtype = torch.float16,
    like: Path | None = None,
) -> LatentCard:
    """Write `network` to `work` as `draft` describes it; return the card with all measured.

    Parameters
    ----------
    dtype : how weights are stored; the network goes on with the rounded ones.
    like : a model of the same structure. Its weights' types count instead, and its graphs are
        copied where they hold for these weights, which takes no tracing.

    Raises
    ------
    ModelError
        MISMATCH when ONNX Runtime and torch differ by more than 1e-4, or a weight or a metric is no
        number.
    """
    store_weights(draft.name, network, work, dtype, stored_dtypes(like) if like else None)
    if like and copy_graphs(draft.graphs.values(), like, work):
        try:
            return _measured(network, draft, held_out, work)
        except ModelError:  # the graphs are not this network's after all
            pass
    _write_graphs(network, draft, work)
    return _measured(network, draft, held_out, work)


def _write_graphs(network: Autoencoder | PCA, card: LatentCard, work: Path) -> None:
    """Export the two functions of `network` as its card's graphs say."""
    image, point = torch.rand(2, *card.image_shape), torch.randn(2, card.latent_size)
    write_graph(Encoder(network), image, card.graphs["encoder"], work)
    write_graph(Decoder(network, card), point, card.graphs["decoder"], work)


def _measured(
    network: Autoencoder | PCA, draft: LatentCard, held_out: DataSet, work: Path
) -> LatentCard:
    """Open what is in `work`, compare it with `network`, and measure it on `held_out`.

    The card's `sample_mse` is that of the bundled sample where the data are known to the program,
    else of the first held-out pictures.
    """
    assert draft.data is not None
    model = LatentModel(draft, open_graphs(draft, work, best_device("cpu")))
    images = held_out.floats()
    difference = max_difference(model, network, images[:256])
    check_parity(draft.name, difference)
    metrics = evaluate(model, images)
    numbers = [value for value in metrics.model_dump().values() if value is not None]
    if not np.isfinite(numbers).all():
        raise ModelError(draft.name, Fault.MISMATCH, "a metric is no number")
    known = draft.data.name in DATA
    few = sample(draft.data.name).floats() if known else images
    return draft.model_copy(
        update={
            "metrics": metrics,
            "sample_mse": sample_mean_squared_error(model, few),
            "parity": difference,
            "files": hashes(work),
        }
    )
