"""The window: shows what core computes and asks it for more."""
