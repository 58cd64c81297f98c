"""Statements that nearly every request needs: planned once by PostgreSQL on each connection, and then only run.

The ORM's go with their values written in and are planned anew every time, which costs more than running them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar, cast

from django.db import connections, models
from django.db.backends.postgresql.base import ServerBindingCursor

from balie.core import trips

M = TypeVar("M", bound=models.Model)


def columns(model: type[models.Model], table: str) -> str:
    """All of a model's, for a statement whose rows `made` reads."""
    return ", ".join(f'{table}."{name}"' for name in _fields(model))


def made(model: type[M], values: Iterator[Any]) -> M | None:
    """Takes what is the model's from the front of a row; None for the nothing of an outer join."""
    names = _fields(model)
    mine = list(islice(values, len(names)))
    if mine[0] is None:
        return None
    for place, field in _converted(model):
        mine[place] = field.from_db_value(mine[place], None, connections["default"])
    return model.from_db("default", names, mine)


@lru_cache
def _fields(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@lru_cache
def _converted(model: type[models.Model]) -> list[tuple[int, Any]]:
    """Fields whose values the driver does not make itself, as those of JSON."""
    return [
        (place, field) for place, field in enumerate(model._meta.concrete_fields) if hasattr(field, "from_db_value")
    ]


def rows(statement: str, parameters: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The statement must plan well without its values: what a plan hangs on has to stand in it."""
    database = _database()
    with database.wrap_database_errors:
        found: list[tuple[Any, ...]] = _executed(database, statement, parameters).fetchall()
    return found


def run(statement: str, parameters: Sequence[Any] | Mapping[str, Any]) -> int:
    """As `rows`, for a statement that answers nothing; how many rows it changed."""
    database = _database()
    with database.wrap_database_errors:
        return int(_executed(database, statement, parameters).rowcount)


def several(questions: Sequence[trips.Question]) -> list[list[tuple[Any, ...]]]:
    """As `rows` for each of them, in one round trip: none may hang on the answer of another."""
    database = _database()
    if database.queries_logged:
        return [rows(statement, parameters or ()) for statement, parameters in questions]
    with database.wrap_database_errors:
        return [cursor.fetchall() for cursor in trips.ask(database.connection, *questions)]


def later(statement: str, parameters: Sequence[Any] | Mapping[str, Any]) -> None:
    """As `run`, but it goes with the statement that comes next, or with the commit: within a transaction only.

    For what changes nothing that may be refused: its error would be that of another statement.
    """
    database = _database()
    if database.queries_logged or not database.in_atomic_block:
        run(statement, parameters)
    else:
        trips.put_off(database.connection, (statement, parameters))


def inserted(new: M) -> M:
    """Writes a new row, as `save` does for a model without parents, signals, and fields that fill themselves."""
    statement, fields = _insertion(type(new), new.pk is None)
    values = [_as_text(field, getattr(new, field.attname)) for field in fields]
    new.pk = rows(statement, values)[0][0]
    new._state.adding, new._state.db = False, "default"
    return new


def update(model: type[models.Model], pk: int, values: Mapping[str, Any]) -> None:
    """Writes just these columns of a row, by `later`: of one that this transaction has taken, so that it is there."""
    statement, fields = _update(model, tuple(values))
    written = [_as_text(field, value) for field, value in zip(fields, values.values(), strict=True)]
    later(statement, [*written, str(pk)])


@lru_cache
def _insertion(model: type[models.Model], makes_key: bool) -> tuple[str, list[models.Field[Any, Any]]]:  # noqa: FBT001 -- half of a cache's key
    fields = [field for field in model._meta.concrete_fields if not (makes_key and field.primary_key)]
    names = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table, key = model._meta.db_table, model._meta.pk.column
    return f'insert into "{table}" ({names}) values ({places}) returning "{key}"', fields  # noqa: S608 -- the model's own names


@lru_cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[models.Field[Any, Any]]]:
    fields = [cast("models.Field[Any, Any]", model._meta.get_field(name)) for name in names]
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    table, key = model._meta.db_table, model._meta.pk.column
    return f'update "{table}" set {changes} where "{key}" = %s', fields  # noqa: S608 -- the model's own names


def _as_text(field: models.Field[Any, Any], value: Any) -> Any:
    """Whose type PostgreSQL takes from the column: else each mixture of types, null and small numbers among them, would
    be a statement of its own to plan.
    """
    if value is None:
        return None
    if isinstance(field, models.JSONField):
        return json.dumps(value, cls=field.encoder)
    return value if isinstance(value, (list, bytes, memoryview)) else str(value)


def _database() -> Any:
    """The connection itself: `django.db.connection` looks for it anew whenever anything of it is used."""
    database: Any = connections["default"]
    if database.connection is None:
        database.ensure_connection()
    if database.needs_rollback:
        database.validate_no_broken_transaction()
    return database


def _executed(database: Any, statement: str, parameters: trips.Parameters) -> Any:
    """By the driver's own cursor: Django's wrapping of it costs as much as the statement, and is for counting them."""
    if database.queries_logged:
        trips.send(database.connection)
        logged = database.make_debug_cursor(cast("Any", ServerBindingCursor)(database.connection))
        logged.execute(statement, parameters)
        return logged
    return trips.ask(database.connection, (statement, parameters))[0]
