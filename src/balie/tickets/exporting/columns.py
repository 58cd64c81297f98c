"""The columns of a table of tickets, and what stands in them: as programs read it, the same in every language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from balie.core.sheets.writing import Cell, moment
from balie.custom_fields.definitions import CHOSEN, Value
from balie.custom_fields.types import Type
from balie.custom_fields.wording import words_of
from balie.tickets.custom_fields.definitions import Definition
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.fields import PRIORITIES
from balie.tickets.own_statuses.known import own_name

_OWN = "field-"
_PRIORITY_NAMES = {value: name for name, value in PRIORITIES.items()}


class Row(NamedTuple):
    number: int
    subject: str
    status: str
    own_status: int | None
    priority: int
    kind: str
    channel: str
    language: str
    team: str | None
    assignee: str | None
    assignee_email: str | None
    contact: str | None
    contact_email: str | None
    organisation: str | None
    tags: list[str]
    created: datetime
    updated: datetime
    first_answered: datetime | None
    resolved: datetime | None
    closed: datetime | None
    merged_into: int | None
    fields: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Reading:
    """In whose zone; names of those, and of the files, that custom fields mean, by id."""

    zone: ZoneInfo
    users: Mapping[int, str]
    contacts: Mapping[int, str]
    files: Mapping[int, str]


class Column(NamedTuple):
    heading: str
    cell: Callable[[Row, Reading], Cell]
    field: Definition | None = None


def _text(name: str) -> Callable[[Row, Reading], Cell]:
    return lambda row, _reading: getattr(row, name) or ""


def _moment(name: str) -> Callable[[Row, Reading], Cell]:
    return lambda row, reading: moment(getattr(row, name), reading.zone)


_USUAL: dict[str, Callable[[Row, Reading], Cell]] = {
    "number": lambda row, _reading: row.number,
    "subject": _text("subject"),
    "status": _text("status"),
    "own_status": lambda row, _reading: own_name(row.status, row.own_status),
    "priority": lambda row, _reading: _PRIORITY_NAMES[row.priority],
    "kind": _text("kind"),
    "channel": _text("channel"),
    "language": _text("language"),
    "team": _text("team"),
    "assignee": _text("assignee"),
    "assignee_email": _text("assignee_email"),
    "contact": _text("contact"),
    "contact_email": _text("contact_email"),
    "organisation": _text("organisation"),
    "tags": lambda row, _reading: ", ".join(row.tags),
    "created": _moment("created"),
    "updated": _moment("updated"),
    "first_answered": _moment("first_answered"),
    "resolved": _moment("resolved"),
    "closed": _moment("closed"),
    "merged_into": _text("merged_into"),
}
_ALWAYS = ("number", "subject")
# What a list shows in one column of these stands in two here.
_TOGETHER = {"contact": ("contact", "contact_email"), "status": ("status", "own_status")}


def columns_for(keys: Iterable[str]) -> list[Column]:
    """Those of a list, by their keys there; all there are where none is named."""
    offered = {key: Column(key, cell) for key, cell in _USUAL.items()}
    offered |= {f"{_OWN}{one.id}": _own(one) for one in known_fields().live}
    wanted = list(keys)
    if not wanted:
        return list(offered.values())
    spread = [*_ALWAYS, *(one for key in wanted for one in _TOGETHER.get(key, (key,)))]
    return [offered[key] for key in dict.fromkeys(spread) if key in offered]


def _own(field: Definition) -> Column:
    def cell(row: Row, reading: Reading) -> Cell:
        return said(field, row.fields.get(str(field.id)), reading)

    return Column(field.key, cell, field)


def said(field: Definition, value: Value, reading: Reading) -> Cell:
    """Numbers and days as programs read them, choices in their words."""
    if value is None:
        return ""
    if field.type in CHOSEN | {Type.FILE}:
        return words_of(field, value, reading.files)
    if isinstance(value, bool):
        return "yes"
    if field.type == Type.CONTACT and isinstance(value, int):
        return reading.contacts.get(value, f"#{value}")
    if field.type == Type.USER and isinstance(value, int):
        return reading.users.get(value, f"#{value}")
    return str(value)


def contacts_meant(columns: Sequence[Column], rows: Iterable[Row]) -> set[int]:
    """By custom fields among the columns."""
    keys = [str(one.field.id) for one in columns if one.field and one.field.type == Type.CONTACT]
    return {value for row in rows for key in keys if isinstance(value := row.fields.get(key), int)} if keys else set()
