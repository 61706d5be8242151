"""The Attention Viewer: a Transformer translates, and every number on the way can be looked at."""
