"""Custom fields in conditions: how they are typed, where they stand in the database, what they are of a ticket."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from balie.conditions.fields import Choice, Field, Moment, Named, Number, Text
from balie.conditions.holding import Fact, Written
from balie.conditions.sql import Binding, Source
from balie.conditions.tree import Sized, Value, Who
from balie.custom_fields.definitions import CHECKED, CHOSEN, WRITTEN
from balie.custom_fields.definitions import Value as Held
from balie.custom_fields.types import Type
from balie.tickets.custom_fields.definitions import Definition

# Finds by what is typed, and names what was found.
Lookup = tuple[Callable[[str], int | str | None], Callable[[int | str], str | None]]
# That the index of fields can be used.
HAS_SOME = "not (t.fields = '{}')"


def field_of(definition: Definition, people: Lookup, contacts: Lookup) -> Field:
    """A choice that is gone can still be asked for."""
    key, kind = definition.key, definition.type
    if kind in CHOSEN:
        return Choice(key, {**{option.id: option.id for option in definition.options}, "none": None})
    if kind in {Type.CHECKBOX, Type.FILE}:
        return Choice(key, {"yes": CHECKED, "no" if kind == Type.CHECKBOX else "none": None})
    if kind == Type.NUMBER:
        return Number(key)
    if kind == Type.DATE:
        return Moment(key, optional=True)
    if kind == Type.USER:
        return Named(key, *people, who=(Who.ME,))
    return Named(key, *contacts) if kind == Type.CONTACT else Text(key, optional=True)


@dataclass(frozen=True, slots=True)
class InFields:
    """What tickets hold in the column `fields`. A day begins at midnight in `zone`."""

    definition: Definition
    zone: ZoneInfo

    @property
    def is_indexed(self) -> bool:
        return self.definition.type not in WRITTEN | {Type.FILE}

    def among(self, values: tuple[Value, ...], bind: Binding) -> str:
        told = [value for value in values if value is not None]
        if self.definition.type == Type.FILE:
            parts = [f"{self._text} is not null"] if told else []
        elif self.definition.type in WRITTEN:
            parts = [f"{self._text} ilike {bind(_pattern(str(value)))}::text" for value in told]
        else:
            held = dict.fromkeys(one for value in told for one in self._held(value))
            parts = [f"t.fields @> {bind(one)}::text::jsonb" for one in held]
        if None in values:
            parts.append(f"{self._text} is null")
        return f"({' or '.join(parts)})" if parts else "false"

    def _held(self, value: Value) -> list[str]:
        """Each way to hold it, as JSON: in a tree what stands below it as well."""
        kind, pk = self.definition.type, str(self.definition.id)
        if kind == Type.CHECKBOX:
            return [json.dumps({pk: True})]
        if kind == Type.TREE:
            return [json.dumps({pk: one}) for one in self.definition.below(str(value))]
        return [json.dumps({pk: [value] if kind == Type.CHOICES else value})]

    def within(self, since: datetime | None, until: datetime | None, bind: Binding) -> str:
        begins = f"({self._text})::timestamp at time zone {bind(self.zone.key)}::text"
        parts = [f"{self._text} is not null"]
        parts += [f"{begins} >= {bind(since)}::timestamptz"] if since else []
        parts += [f"{begins} < {bind(until)}::timestamptz"] if until else []
        return f"({' and '.join(parts)})"

    def sized(self, asked: Sized, bind: Binding) -> str:
        number, sign = f"({self._text})::float8", "" if asked.strictly else "="
        parts = [f"{self._text} is not null"]
        parts += [f"{number} >{sign} {bind(asked.least)}::float8"] if asked.least is not None else []
        parts += [f"{number} <{sign} {bind(asked.most)}::float8"] if asked.most is not None else []
        return f"({' and '.join(parts)})"

    @property
    def _text(self) -> str:
        return f"t.fields ->> '{self.definition.id:d}'"


def sources_of(definitions: Iterable[Definition], zone: ZoneInfo) -> Mapping[str, Source]:
    return {one.key: InFields(one, zone) for one in definitions}


def facts_of(definitions: Iterable[Definition], values: Mapping[int, Held], zone: ZoneInfo) -> dict[str, Fact]:
    """What conditions can be asked of, by key."""
    return {one.key: _fact(one, values.get(one.id), zone) for one in definitions}


def _fact(definition: Definition, value: Held, zone: ZoneInfo) -> Fact:
    if value is None or isinstance(value, bool):
        return CHECKED if value else None
    if definition.type == Type.FILE:
        return CHECKED
    if definition.type == Type.DATE:
        return datetime.combine(date.fromisoformat(str(value)), time(), zone)
    if definition.type in WRITTEN:
        return Written(str(value))
    if definition.type == Type.TREE:
        return definition.above(str(value))
    return tuple(value) if isinstance(value, list) else value


def _pattern(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
