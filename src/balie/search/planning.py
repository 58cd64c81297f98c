"""How PostgreSQL goes about a search, and for how long; within a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled


class TookTooLong(Exception):
    """The statement was given up; the transaction goes on."""


@contextmanager
def by_index() -> Iterator[None]:
    """The index is right for every search; the planner's estimates of how frequent a word is are not always."""
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off; set local enable_indexscan = off")
        yield
        cursor.execute("reset enable_seqscan; reset enable_indexscan")


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TookTooLong; what was changed within is undone then."""
    milliseconds = int(seconds * 1000)
    if milliseconds < 1:
        raise TookTooLong
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select set_config('statement_timeout', %s, true)", [str(milliseconds)])
            yield
            cursor.execute("reset statement_timeout")
    except OperationalError as problem:
        if isinstance(problem.__cause__, QueryCanceled):
            raise TookTooLong from problem
        raise
