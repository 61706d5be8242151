"""A training process that raises in its fifth step what nobody foresaw."""

from __future__ import annotations

from multiprocessing.connection import Connection

from core.training import child, loops

step = loops.Run.__next__


def fail(run: loops.Run) -> loops.Step:
    if run.step == 4:
        raise MemoryError("nothing left")
    return step(run)


def main(connection: Connection) -> None:
    loops.Run.__next__ = fail  # type: ignore[method-assign]
    child.main(connection)
