"""What the Latent Explorer computes: codes, pictures, metrics, and what lies around a point."""
