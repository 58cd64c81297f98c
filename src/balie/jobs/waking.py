"""Wakes the worker when the transaction commits."""

from balie.core.prepared import run

CHANNEL = "balie_work"


def wake(queue: str) -> None:
    """`queue` is the name of a work table; the worker hears of it at commit, once however often it was said."""
    run("select pg_notify(%s, %s)", (CHANNEL, queue))
