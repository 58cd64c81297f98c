"""Which tickets a list holds, in the same time whatever the number of tickets.

Each way by which a ticket may concern the viewer (a team of theirs, no team, assigned to them, followed by them) is
read from an index of its own, up to the size of a page; the newest of all of them are the page. One condition over all
ways would read every ticket of the desk when few of them are the viewer's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from balie.accounts.models import User
from balie.tickets.models import ACTIVE

NOBODY = 0
NO_TEAM = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows; None or empty: whatever."""

    statuses: tuple[str, ...] = ACTIVE
    teams: tuple[int, ...] | None = None  # may hold NO_TEAM
    assignee: int | None = None  # or NOBODY
    priority: int | None = None
    kind: str | None = None
    channel: str | None = None
    tag: str | None = None
    requester: int | None = None
    organisation: int | None = None
    words: str = ""
    among: tuple[int, ...] | None = None  # these tickets, as far as they belong in the list


class Cursor(NamedTuple):
    """A place in a list: what comes after it, or, with `newer`, what comes before it."""

    updated_at: datetime
    id: int
    newer: bool = False


class Found(NamedTuple):
    updated_at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class _Way:
    """`each`: rows to go through one by one, each by its own place in an index that begins with `where`."""

    where: str
    each: str = ""
    # The index of what is done begins with `where` and the status: one status at a time is read from it in order.
    by_status: bool = False
    # Leads to tickets of others as well.
    needs_leave: bool = False


_FOLLOWED_IDS = "(select ticket_id from tickets_follower where user_id = %(me)s)"

EVERYTHING = _Way("true", by_status=True)
TEAMS = _Way("t.team_id = team.id", each="unnest(%(teams)s::bigint[]) team(id)", by_status=True)
TEAMLESS = _Way("t.team_id is null", by_status=True)
MINE = _Way("t.assignee_id = %(me)s")
FOLLOWED = _Way("t.id in " + _FOLLOWED_IDS)
ASSIGNED = _Way("t.assignee_id = %(assignee)s", needs_leave=True)
ASKED = _Way("t.requester_id = %(requester)s", needs_leave=True)
OF_ORGANISATION = _Way(
    "t.requester_id = asker.id",
    each="(select id from people_contact where organisation_id = %(organisation)s) asker",
    needs_leave=True,
)

_LEAVE = f"""
  and (t.team_id is null or t.team_id = any(%(own)s::bigint[]) or t.assignee_id = %(me)s or t.id in {_FOLLOWED_IDS})"""
_FILTERS = """
  and (%(in_teams)s::bigint[] is null or coalesce(t.team_id, 0) = any(%(in_teams)s::bigint[]))
  and (%(assignee)s::bigint is null or t.assignee_id = %(assignee)s)
  and (%(priority)s::int is null or t.priority = %(priority)s)
  and (%(kind)s::text is null or t.kind = %(kind)s)
  and (%(channel)s::text is null or t.channel = %(channel)s)
  and (%(requester)s::bigint is null or t.requester_id = %(requester)s)
  and (%(tag)s::text is null or exists (
       select from tickets_ticket_tags x join tickets_tag g on g.id = x.tag_id
       where x.ticket_id = t.id and g.name = %(tag)s))
  and (%(words)s::text is null or t.subject ilike %(words)s)
  and (%(among)s::bigint[] is null or t.id = any(%(among)s::bigint[]))"""
_UNASSIGNED = """
  and t.assignee_id is null"""
_OLDER = """
  and (%(at)s::timestamptz is null or (t.updated_at, t.id) < (%(at)s::timestamptz, %(id)s::bigint))
order by t.updated_at desc, t.id desc limit %(limit)s"""
_NEWER = """
  and (t.updated_at, t.id) > (%(at)s::timestamptz, %(id)s::bigint)
order by t.updated_at, t.id limit %(limit)s"""


@dataclass(frozen=True, slots=True)
class _Form:
    """What decides the text of the query; everything else is a parameter."""

    ways: tuple[_Way, ...]
    active: bool
    done: bool
    by_leave: bool
    unassigned: bool
    newer: bool


def find(viewer: User, wanted: Wanted, cursor: Cursor | None, limit: int) -> list[Found]:
    """Newest first; with a cursor to what is newer, oldest first."""
    active = [status for status in wanted.statuses if status in ACTIVE]
    done = [status for status in wanted.statuses if status not in ACTIVE]
    form = _Form(
        ways=_ways(viewer, wanted),
        active=bool(active),
        done=bool(done),
        by_leave=not viewer.sees_everything,
        unassigned=wanted.assignee == NOBODY,
        newer=bool(cursor and cursor.newer),
    )
    with connection.cursor() as database:
        parameters = _parameters(viewer, wanted, cursor) | {"active": active, "done": done, "limit": limit}
        database.execute(_query(form), parameters)
        return [Found(*row) for row in database.fetchall()]


def _ways(viewer: User, wanted: Wanted) -> tuple[_Way, ...]:
    if wanted.requester:
        return (ASKED,)
    if wanted.organisation:
        return (OF_ORGANISATION,)
    if wanted.assignee:
        return (ASSIGNED,)
    if viewer.sees_everything and wanted.teams is None:
        return (EVERYTHING,)
    teams = _teams(viewer, wanted)
    ways = [TEAMS] if any(teams) else []
    if NO_TEAM in teams:
        ways.append(TEAMLESS)
    return (*ways, *(() if viewer.sees_everything else (MINE, FOLLOWED)))


def _teams(viewer: User, wanted: Wanted) -> tuple[int, ...]:
    own = (*viewer.team_ids, NO_TEAM)
    if wanted.teams is None:
        return own
    return tuple(team for team in wanted.teams if viewer.sees_everything or team in own)


def _parameters(viewer: User, wanted: Wanted, cursor: Cursor | None) -> dict[str, Any]:
    words = wanted.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {
        "me": viewer.pk,
        "own": list(viewer.team_ids),
        "teams": [team for team in _teams(viewer, wanted) if team != NO_TEAM],
        "in_teams": None if wanted.teams is None else list(wanted.teams),
        "assignee": wanted.assignee or None,
        "priority": wanted.priority,
        "kind": wanted.kind,
        "channel": wanted.channel,
        "requester": wanted.requester,
        "organisation": wanted.organisation,
        "tag": wanted.tag,
        "words": f"%{words}%" if words else None,
        "among": None if wanted.among is None else list(wanted.among),
        "at": cursor.updated_at if cursor else None,
        "id": cursor.id if cursor else None,
    }


@lru_cache(maxsize=256)
def _query(form: _Form) -> str:
    parts = [_part(way, form, each_status, status) for way in form.ways for each_status, status in _statuses(way, form)]
    order = "updated_at, id" if form.newer else "updated_at desc, id desc"
    union = " union ".join(parts) or "select now(), 0::bigint where false"
    return " ".join(("select updated_at, id from (", union, ") x(updated_at, id) order by", order, "limit %(limit)s"))


def _statuses(way: _Way, form: _Form) -> Iterator[tuple[str, str]]:
    """With literal statuses PostgreSQL sees that a partial index holds all of them."""
    if form.active:
        yield "", "t.status = any(%(active)s::text[])"
    if form.done and way.by_status:
        yield "unnest(%(done)s::text[]) s(status) cross join", "t.status = s.status"
    elif form.done:
        yield "", "t.status = any(%(done)s::text[])"


def _part(way: _Way, form: _Form, each_status: str, status: str) -> str:
    words = [
        "(select c.updated_at, c.id from",
        f"{way.each} cross join" if way.each else "",
        each_status,
        "lateral (select t.updated_at, t.id from tickets_ticket t where",
        f"{way.where} and {status}",
        _LEAVE if way.needs_leave and form.by_leave else "",
        _UNASSIGNED if form.unassigned else "",
        _FILTERS,
        _NEWER if form.newer else _OLDER,
        ") c)",
    ]
    return " ".join(words)
