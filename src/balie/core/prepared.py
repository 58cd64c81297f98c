"""Statements that nearly every request needs: planned once by PostgreSQL on each connection, and then only run.

The ORM's go with their values written in and are planned anew every time, which costs more than running them.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar, cast

from django.db import connection, models
from django.db.backends.postgresql.base import ServerBindingCursor

M = TypeVar("M", bound=models.Model)


def columns(model: type[models.Model], table: str) -> str:
    """All of a model's, for a statement whose rows `made` reads."""
    return ", ".join(f'{table}."{name}"' for name in _fields(model))


def made(model: type[M], values: Iterator[Any]) -> M | None:
    """Takes what is the model's from the front of a row; None for the nothing of an outer join."""
    names = _fields(model)
    mine = list(islice(values, len(names)))
    return None if mine[0] is None else model.from_db("default", names, mine)


@lru_cache
def _fields(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def rows(statement: str, parameters: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The statement must plan well without its values: what a plan hangs on has to stand in it."""
    connection.ensure_connection()
    # Both have psycopg's own types, which the stubs do not know.
    cursor: Any = cast("Any", ServerBindingCursor)(connection.connection)
    wrapped = connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)
    with wrapped:
        wrapped.execute(statement, parameters)
        found: list[tuple[Any, ...]] = wrapped.fetchall()
    return found
