"""Pictures as a graph lays them out, and as the program shows them; which tensor is which."""

from __future__ import annotations

import numpy as np

from core.cards import Graph, Tensor

ROLES = ("z", "image", "mean", "log_variance", "logits")
UNUSED = "not used"


def role(tensor: Tensor) -> str:
    """Say what a tensor is: by its `meaning` in somebody else's graph, by its name in ours."""
    return tensor.meaning if tensor.meaning in (*ROLES, UNUSED) else tensor.name


def to_shown(array: np.ndarray, image_shape: tuple[int, ...], layout: str) -> np.ndarray:
    """Return pictures (N, …) out of a graph, flat or not, as (N, H, W) or (N, H, W, 3)."""
    if layout == "nchw" and len(image_shape) == 3:
        height, width, colors = image_shape
        return array.reshape(len(array), colors, height, width).transpose(0, 2, 3, 1)
    return array.reshape(len(array), *image_shape)


def to_graph(images: np.ndarray, tensor: Tensor, layout: str) -> np.ndarray:
    """Return pictures (N, H, W[, 3]) in the shape that a graph's input `tensor` wants."""
    rank, (height, width) = len(tensor.shape), images.shape[1:3]
    if images.ndim == 4 and layout == "nchw":
        images = images.transpose(0, 3, 1, 2)
    if rank == 2:
        return images.reshape(len(images), height * width * (3 if images.ndim == 4 else 1))
    if rank == 4 and images.ndim == 3:
        first = tensor.shape[1] == 1 or (tensor.shape[3] != 1 and layout != "nhwc")
        shape = (1, height, width) if first else (height, width, 1)
        return images.reshape(len(images), *shape)
    return images


def takes_one(graph: Graph) -> bool:
    """Say whether a graph takes a single item at a time."""
    return any(tensor.shape[:1] == (1,) for tensor in (*graph.inputs, *graph.outputs))
