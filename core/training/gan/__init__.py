"""The training process of the GAN Playground; torch only where a player is exported."""
