"""Wakes the worker when the transaction commits."""

from balie.core.prepared import later

CHANNEL = "balie_work"


def wake(queue: str) -> None:
    """`queue` is the name of a work table; the worker hears of it at commit, once however often it was said."""
    later("select pg_notify(%s, %s)", (CHANNEL, queue))
