"""The PyTorch source models, one file each."""
