"""The Attention Viewer's models: translate step by step, and look at every number on the way."""
