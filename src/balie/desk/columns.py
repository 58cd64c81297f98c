"""The columns of a list: what can be chosen, and what a row says in them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from balie.accounts.directory import Directory
from balie.custom_fields.definitions import Value
from balie.custom_fields.known import values_of
from balie.custom_fields.types import Type
from balie.custom_fields.wording import words_of
from balie.desk.marks import telling_when
from balie.desk.status_choices import own_names
from balie.people.models import Contact
from balie.people.naming import called
from balie.tickets.custom_fields.definitions import Definition
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.custom_fields.showing_files import names_held
from balie.tickets.listing import Row
from balie.tickets.models import Channel, Kind, Priority, Status, Ticket
from balie.tickets.views import MOST_COLUMNS

Cells = tuple[tuple[str, str], ...]
_OWN = "field-"
_CREATED = "created"


class Column(NamedTuple):
    key: str
    label: str
    field: Definition | None = None


class _More(NamedTuple):
    """Of a ticket, what only some columns need."""

    created_at: datetime
    fields: Mapping[str, Value]


_USUAL: dict[str, Promise] = {
    "number": _("Number"),
    "contact": _("Contact"),
    "organisation": _("Organisation"),
    "status": _("Status"),
    "priority": _("Priority"),
    "kind": _("Kind"),
    "team": _("Team"),
    "assignee": _("Assignee"),
    "tags": _("Tags"),
    "channel": _("Channel"),
    _CREATED: pgettext_lazy("filter", "Created"),
    "updated": pgettext_lazy("filter", "Last changed"),
}
_SAID: dict[str, Callable[[Row], str]] = {
    "number": lambda row: f"#{row.id}",
    "contact": lambda row: called(row.requester_name),
    "organisation": lambda row: row.organisation or "",
    "status": lambda row: str(Status(row.status).label),
    "priority": lambda row: str(Priority(row.priority).label),
    "kind": lambda row: str(Kind(row.kind).label),
    "team": lambda row: row.team or "",
    "assignee": lambda row: row.assignee or "",
    "tags": lambda row: ", ".join(row.tags),
    "channel": lambda row: str(Channel(row.channel).label),
}


def on_offer() -> dict[str, Column]:
    language = get_language() or ""
    usual = [Column(key, str(label)) for key, label in _USUAL.items()]
    own = [Column(f"{_OWN}{one.id}", one.called(language), one) for one in known_fields().live]
    return {column.key: column for column in (*usual, *own)}


def columns_of(keys: Iterable[object]) -> list[Column]:
    """Each once; what is there no more is passed over."""
    wanted = dict.fromkeys(map(str, keys))
    offered = on_offer() if wanted else {}
    return [offered[key] for key in wanted if key in offered][:MOST_COLUMNS]


def cells_of(rows: Sequence[Row], columns: Sequence[Column], known: Directory) -> dict[int, Cells]:
    """By ticket. One query at most for all rows, or two where a field names contacts."""
    if not columns or not rows:
        return {}
    fields = {column.field.id: column.field for column in columns if column.field}
    more = _more(rows) if fields or any(column.key == _CREATED for column in columns) else {}
    said, when = _said(more, fields, known), telling_when()
    own = own_names(rows)

    def cell(row: Row, column: Column) -> str:
        if column.key == "status" and own.get(row.id):
            return own[row.id]
        if column.key in _SAID:
            return _SAID[column.key](row)
        if column.key == "updated":
            return when(row.updated_at)
        if column.key == _CREATED:
            return when(more[row.id].created_at) if row.id in more else Markup("")
        return said.get((row.id, column.key), "")

    return {row.id: tuple((column.label, cell(row, column)) for column in columns) for row in rows}


def _more(rows: Sequence[Row]) -> dict[int, _More]:
    found = Ticket.objects.filter(pk__in=[row.id for row in rows]).values_list("pk", "created_at", "fields")
    return {pk: _More(created_at, fields) for pk, created_at, fields in found}


def _said(more: Mapping[int, _More], fields: Mapping[int, Definition], known: Directory) -> dict[tuple[int, str], str]:
    """By ticket and column, what custom fields say."""
    held = [
        (pk, fields[field], value)
        for pk, it in more.items()
        for field, value in values_of(it.fields).items()
        if field in fields
    ]
    named = {value for _pk, field, value in held if field.type == Type.CONTACT and isinstance(value, int)}
    names = Contact.objects.filter(pk__in=named).values_list("pk", "name") if named else ()
    contacts = {pk: called(name) for pk, name in names}
    files = names_held(value for _pk, field, value in held if field.type == Type.FILE)
    people = {Type.CONTACT: contacts, Type.FILE: files}
    return {
        (pk, f"{_OWN}{field.id}"): words_of(field, value, people.get(Type(field.type), known.users))
        for pk, field, value in held
    }
