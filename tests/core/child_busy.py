"""A training process that is busy with something long, and hears of nothing."""

from __future__ import annotations

import time
from multiprocessing.connection import Connection

from core.training.messages import Ready
from core.training.pipes import Inbox, Outbox


def main(connection: Connection) -> None:
    Inbox(connection)
    Outbox(connection).put(Ready("cpu", ""))
    while True:
        time.sleep(0.01)
