"""Data sets: generated, found on disk, bundled or downloaded; `table` is the way in."""
