"""A training process that listens to nobody."""

from __future__ import annotations

import time
from multiprocessing.connection import Connection

from core.training.messages import Ready


def main(connection: Connection) -> None:
    connection.send(Ready("cpu", ""))
    while True:
        time.sleep(0.1)
