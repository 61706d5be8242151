"""The commands of `python -m core`: each takes parsed options, returns exit code and fields."""
