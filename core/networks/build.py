"""Builds the network that a kind, and its sizes call for."""

from __future__ import annotations

from core.cards import Kind
from core.networks.autoencoder import Autoencoder, AutoencoderConfig
from core.networks.convolutional import ConvolutionalAutoencoder
from core.networks.pca import PCA


def build_network(
    kind: Kind,
    layer_sizes: tuple[int, ...],
    image_shape: tuple[int, ...],
    channels: tuple[int, ...],
) -> Autoencoder | PCA:
    """Make the network with fresh weights; arguments as in `LatentCard`."""
    if kind is Kind.PCA:
        return PCA(layer_sizes[0], layer_sizes[-1])
    config = AutoencoderConfig(layer_sizes, kind is Kind.VAE, image_shape, channels)
    return ConvolutionalAutoencoder(config) if channels else Autoencoder(config)
