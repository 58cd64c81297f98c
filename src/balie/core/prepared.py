"""Statements that nearly every request needs: planned once by PostgreSQL on each connection, and then only run.

The ORM's go with their values written in and are planned anew every time, which costs more than running them.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import psycopg
from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor


def rows(statement: str, parameters: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The statement must plan well without its values: what a plan hangs on has to stand in it."""
    connection.ensure_connection()
    link = cast("psycopg.Connection[Any]", connection.connection)
    cursor = ServerBindingCursor(link)
    wrapped = connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)
    with wrapped:
        wrapped.execute(statement, parameters)
        return wrapped.fetchall()
