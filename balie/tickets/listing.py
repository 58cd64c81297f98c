"""Pages of tickets, newest change first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from balie.accounts.models import User
from balie.tickets.finding import Cursor, Found, Wanted, find
from balie.tickets.models import Tag, Ticket

PAGE = 50


class Row(NamedTuple):
    id: int
    subject: str
    preview: str
    status: str
    priority: int
    kind: str
    channel: str
    awaits_answer: bool
    updated_at: datetime
    requester_id: int
    requester_name: str
    organisation: str | None
    team: str | None
    assignee: str | None
    tags: list[str]


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Row]
    older: Cursor | None
    newer: Cursor | None


def page(viewer: User, wanted: Wanted, cursor: Cursor | None = None, size: int = PAGE) -> Page:
    """At most `size` rows, and where the pages before and after begin."""
    newer = cursor is not None and cursor.newer
    found = find(viewer, wanted, cursor, size + 1)
    more, found = len(found) > size, found[:size]
    if newer:
        found.reverse()
    rows = _rows(viewer, found)
    if not rows:
        return Page((), None, None)
    first, last = Cursor(*found[0], newer=True), Cursor(*found[-1])
    return Page(
        rows,
        older=last if more or newer else None,
        newer=first if (more if newer else cursor is not None) else None,
    )


_COLUMNS = (
    "id", "subject", "preview", "status", "priority", "kind", "channel", "awaits_answer", "updated_at", "requester_id",
    "requester__name", "organisation__name", "team__name", "assignee__name",
)  # fmt: skip


def _rows(viewer: User, found: list[Found]) -> list[Row]:
    """In the order of `found`; through the one door, whatever was found."""
    ids = [pk for _at, pk in found]
    tags = _tags(ids)
    rows = Ticket.objects.visible_to(viewer).filter(pk__in=ids).values_list(*_COLUMNS)
    by_id = {values[0]: Row._make((*values, tags.get(values[0], []))) for values in rows}
    return [by_id[pk] for pk in ids if pk in by_id]


def _tags(ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    pairs = Tag.objects.filter(tickets__in=ids).values_list("tickets", "name")
    for ticket_id, name in pairs:
        found.setdefault(ticket_id, []).append(name)
    return found
