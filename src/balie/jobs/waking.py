"""Wakes the worker when the transaction commits."""

from django.db import connection

CHANNEL = "balie_work"


def wake(queue: str) -> None:
    """`queue` is the name of a work table; the worker hears of it at commit, once however often it was said."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, queue])
