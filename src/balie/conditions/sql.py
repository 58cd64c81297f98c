"""Conditions as SQL. What decides the plan stands in the text; every value is a parameter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from balie.conditions.looking import Looking, meant
from balie.conditions.moments import instant
from balie.conditions.tree import All, Asked, Either, Is, Node, Not, Says, Sized, Value, Within


@dataclass(slots=True)
class Binding:
    """Gives each value a name in the text, `%(v0)s` and so on."""

    parameters: dict[str, Any] = field(default_factory=dict)

    def __call__(self, value: object) -> str:
        name = f"v{len(self.parameters)}"
        self.parameters[name] = value
        return f"%({name})s"


class Source(Protocol):
    """How a field is asked for."""

    def among(self, values: tuple[Value, ...], bind: Binding) -> str: ...


@runtime_checkable
class Moment(Source, Protocol):
    """How a field of moments is asked for."""

    def within(self, since: datetime | None, until: datetime | None, bind: Binding) -> str: ...


@runtime_checkable
class Measure(Source, Protocol):
    """How a field of numbers is asked for."""

    def sized(self, asked: Sized, bind: Binding) -> str: ...


@dataclass(frozen=True, slots=True)
class Column:
    """A column of type `kind` ("bigint", "text", "smallint", "timestamptz")."""

    name: str
    kind: str

    def among(self, values: tuple[Value, ...], bind: Binding) -> str:
        told = [value for value in values if value is not None]
        parts = []
        if len(told) == 1:
            parts.append(f"{self.name} = {bind(told[0])}::{self.kind}")
        elif told:
            parts.append(f"{self.name} = any({bind(told)}::{self.kind}[])")
        if None in values:
            parts.append(f"{self.name} is null")
        return _either(parts)

    def within(self, since: datetime | None, until: datetime | None, bind: Binding) -> str:
        parts = [f"{self.name} is not null"]
        if since:
            parts.append(f"{self.name} >= {bind(since)}::{self.kind}")
        if until:
            parts.append(f"{self.name} < {bind(until)}::{self.kind}")
        return f"({' and '.join(parts)})"


@dataclass(frozen=True, slots=True)
class Rows:
    """Of any number: `table` holds them, `owner` says whose (a comparison), `column` what (bigint)."""

    table: str
    owner: str
    column: str

    def among(self, values: tuple[Value, ...], bind: Binding) -> str:
        told = [value for value in values if value is not None]
        parts = []
        if told:
            wanted = f"{self.column} = any({bind(told)}::bigint[])"
            parts.append(f"exists (select from {self.table} where {self.owner} and {wanted})")
        if None in values:
            parts.append(f"not exists (select from {self.table} where {self.owner})")
        return _either(parts)


class Words(Protocol):
    def __call__(self, text: str, *, phrase: bool, bind: Binding) -> str: ...


def to_sql(node: Node, sources: Mapping[str, Source], words: Words, looking: Looking, bind: Binding) -> str:
    """Never null: what is not known does not hold, and its opposite does."""
    match node:
        case Not(part):
            return f"not coalesce({to_sql(part, sources, words, looking, bind)}, false)"
        case All(parts):
            return _joined(" and ", [to_sql(part, sources, words, looking, bind) for part in parts], "true")
        case Either(parts):
            return _joined(" or ", [to_sql(part, sources, words, looking, bind) for part in parts], "false")
        case Says(text, phrase):
            return words(text, phrase=phrase, bind=bind)
        case _:
            return _asked(node, sources[node.field], looking, bind)


def _asked(asked: Asked, source: Source, looking: Looking, bind: Binding) -> str:
    match asked:
        case Is():
            return source.among(meant(asked.values, looking), bind)
        case Within():
            points = (asked.since, asked.until)
            first, after = (instant(point, looking.now, looking.zone) if point else None for point in points)
            return _moment(source, asked.field).within(first, after, bind)
        case Sized():
            if not isinstance(source, Measure):
                raise TypeError(f"{asked.field} is no number")
            return source.sized(asked, bind)


def _moment(source: Source, name: str) -> Moment:
    if not isinstance(source, Moment):
        raise TypeError(f"{name} is no moment")
    return source


def _either(parts: list[str]) -> str:
    return _joined(" or ", parts, "false")


def _joined(word: str, parts: list[str], none: str) -> str:
    if not parts:
        return none
    return parts[0] if len(parts) == 1 else f"({word.join(parts)})"
