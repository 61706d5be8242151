"""Latent Explorer: drag a point through a latent space, and the picture follows."""
