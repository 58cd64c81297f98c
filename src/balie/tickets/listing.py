"""Pages of tickets, newest change first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from balie.accounts.models import User
from balie.core.prepared import rows
from balie.people.models import CALLED
from balie.tickets.finding import LEAVE, Cursor, Form, Wanted, edges, form_of, parameters_of, query

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
    requester_name: str | None
    organisation: str | None
    team_id: int | None
    team: str | None
    assignee_id: int | None
    assignee: str | None
    tags: list[str]
    draft: bool  # the viewer has begun to write there
    snooze: str
    vip: bool
    own_status_id: int | None


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Row]
    older: Cursor | None
    newer: Cursor | None
    # Not all could be looked through: there may be more where `older` leads.
    broken_off: bool = False


def page(viewer: User, wanted: Wanted, cursor: Cursor | None = None, size: int = PAGE) -> Page:
    """At most `size` rows, and where the pages before and after begin."""
    if not (viewer.is_active and viewer.is_staff):
        return Page((), None, None)
    newer = cursor is not None and cursor.newer
    found, edge = _rows(viewer, wanted, cursor, size)
    more, found = len(found) > size, found[:size]
    if newer:
        found.reverse()
    if not found:
        return Page((), None if newer else edge, edge if newer else None, broken_off=edge is not None)
    first, last = (Cursor(row.updated_at, row.id) for row in (found[0], found[-1]))
    return Page(
        found,
        older=last if more or newer else edge,
        newer=(edge or first._replace(newer=True)) if (more or edge if newer else cursor is not None) else None,
        broken_off=edge is not None,
    )


_ROWS = """
select t.id, t.subject, t.preview, t.status, t.priority, t.kind, t.channel, t.awaits_answer, t.updated_at,
    t.requester_id, {called}, organisation.name, t.team_id, team.name, t.assignee_id, assignee.name,
    array(select g.name from tickets_ticket_tags x join tickets_tag g on g.id = x.tag_id
          where x.ticket_id = t.id order by g.name),
    exists(select from tickets_draft d where d.ticket_id = t.id and d.user_id = %(me)s and not d.aside), t.snooze,
    contact.vip or coalesce(organisation.vip, false), t.own_status_id{more}
from ({found}) found
join tickets_ticket t on t.id = found.id {leave}
join people_contact contact on contact.id = t.requester_id
left join people_organisation organisation on organisation.id = t.organisation_id
left join accounts_team team on team.id = t.team_id
left join accounts_user assignee on assignee.id = t.assignee_id
order by {order}
"""


def _rows(viewer: User, wanted: Wanted, cursor: Cursor | None, size: int) -> tuple[list[Row], Cursor | None]:
    """One row more than asked for when there is one; where too many had to be looked through, how far that went.

    One question; that the viewer may see each is asked at the end once more, whatever was found.
    """
    parameters = parameters_of(viewer, wanted, cursor)
    form = form_of(viewer, wanted, cursor, parameters, size + 1)
    found = [Row._make(values) for values in rows(_statement(form), parameters)]
    reached = rows(edges(form), parameters) if form.rest and len(found) <= size else []
    if not reached:
        return found, None
    updated_at, pk = reached[0]
    edge = Cursor(updated_at, pk, newer=form.newer)
    # By other ways more may have been reached; that comes again where this page leads.
    return [row for row in found if _is_before(row, edge)], edge


def _is_before(row: Row, edge: Cursor) -> bool:
    place, end = (row.updated_at, row.id), (edge.updated_at, edge.id)
    return place <= end if edge.newer else place >= end


@lru_cache(maxsize=256)
def _statement(form: Form) -> str:
    order = f"found.{form.order.replace(', ', ', found.')}"
    return statement(form, query(form), order)


def statement(form: Form, found: str, order: str, more: str = "") -> str:
    """All columns of a row, and `more`, of tickets whose `id` some other statement finds."""
    leave = LEAVE if form.by_leave else ""
    return _ROWS.format(called=CALLED, found=found, leave=leave, order=order, more=more)
