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

from balie.accounts.models import User
from balie.conditions.tree import ANYTHING, Node
from balie.tickets.asking import asked_in_sql
from balie.tickets.models import ACTIVE, Status

NOBODY = 0
NO_TEAM = 0
# So many tickets are looked through, by all ways together, for conditions that no index answers: a page takes the same
# time, however rare what is wanted.
WINDOW = 40_000
DONE = frozenset(Status.values) - frozenset(ACTIVE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows; None or empty: whatever."""

    statuses: tuple[str, ...] = ACTIVE
    teams: tuple[int, ...] | None = None  # may hold NO_TEAM
    assignee: int | None = None  # or NOBODY
    requester: int | None = None
    organisation: int | None = None
    asleep: bool | None = None  # only those that are put aside, or only the others
    rest: Node = ANYTHING
    among: tuple[int, ...] | None = None  # these tickets, as far as they belong in the list
    partly: bool = False  # there may be more such tickets than `among` says


class Cursor(NamedTuple):
    """A place in a list: what comes after it, or, with `newer`, what comes before it."""

    updated_at: datetime
    id: int
    newer: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """`each`: rows to go through one by one, each by its own place in an index that begins with `where`."""

    where: str
    each: str = ""
    # The index of what is done begins with `where` and the status: one status at a time is read from it in order.
    by_status: bool = False
    # Leads to tickets of others as well.
    needs_leave: bool = False
    # The filter that need not be asked where this way leads: for the planner it would be one more, and make it believe
    # that hardly a ticket is left.
    implied: str = ""


_FOLLOWED_IDS = "(select ticket_id from tickets_follower where user_id = %(me)s)"

EVERYTHING = _Way("true", by_status=True)
TEAMS = _Way("t.team_id = team.id", each="unnest(%(teams)s::bigint[]) team(id)", by_status=True, implied="in_teams")
TEAMLESS = _Way("t.team_id is null", by_status=True, implied="in_teams")
MINE = _Way("t.assignee_id = %(me)s")
FOLLOWED = _Way("t.id in " + _FOLLOWED_IDS)
ASSIGNED = _Way("t.assignee_id = %(assignee)s", needs_leave=True, implied="assignee")
ASKED = _Way("t.requester_id = %(requester)s", needs_leave=True, implied="requester")
OF_ORGANISATION = _Way(
    "t.requester_id = asker.id",
    each="(select id from people_contact where organisation_id = %(organisation)s) asker",
    needs_leave=True,
    implied="organisation",
)
AMONG = _Way("t.id = any(%(among)s::bigint[])", needs_leave=True, implied="among")

LEAVE = f"""
  and (t.team_id is null or t.team_id = any(%(own)s::bigint[]) or t.assignee_id = %(me)s or t.id in {_FOLLOWED_IDS})"""
_FILTERS = {
    "in_teams": "coalesce(t.team_id, 0) = any(%(in_teams)s::bigint[])",
    "assignee": "t.assignee_id = %(assignee)s",
    "requester": "t.requester_id = %(requester)s",
    "organisation": "t.requester_id in (select id from people_contact where organisation_id = %(organisation)s)",
    "among": "t.id = any(%(among)s::bigint[])",
}
_UNASSIGNED = " and t.assignee_id is null"
_ASLEEP = {None: "", True: " and t.snooze = 'asleep'", False: " and t.snooze <> 'asleep'"}
_OLDER = " and (t.updated_at, t.id) < (%(at)s::timestamptz, %(id)s::bigint)"
_NEWER = " and (t.updated_at, t.id) > (%(at)s::timestamptz, %(id)s::bigint)"


@dataclass(frozen=True, slots=True)
class Form:
    """What decides the text of the query, and with it its plan; everything else is a parameter."""

    ways: tuple[_Way, ...]
    active: tuple[str, ...]
    done: tuple[str, ...]
    filters: tuple[str, ...]
    rest: str
    # Of each place that is read from an index in its order.
    window: int
    by_leave: bool
    unassigned: bool
    asleep: bool | None
    begins: bool  # at a cursor
    newer: bool
    limit: int

    @property
    def order(self) -> str:
        return "updated_at, id" if self.newer else "updated_at desc, id desc"


def form_of(viewer: User, wanted: Wanted, cursor: Cursor | None, parameters: dict[str, Any], limit: int) -> Form:
    ways = _ways(viewer, wanted)
    active = tuple(status for status in wanted.statuses if status in ACTIVE)
    done = tuple(status for status in wanted.statuses if status in DONE)
    return Form(
        ways=ways,
        active=active,
        done=done,
        window=_window(ways, len(parameters["teams"]), bool(active), len(done)),
        filters=tuple(name for name in _FILTERS if parameters[name] is not None),
        rest=asked_in_sql(wanted.rest, viewer, parameters),
        by_leave=not viewer.sees_everything,
        unassigned=wanted.assignee == NOBODY,
        asleep=wanted.asleep,
        begins=cursor is not None,
        newer=bool(cursor and cursor.newer),
        limit=limit,
    )


def _window(ways: tuple[_Way, ...], teams: int, active: bool, done: int) -> int:  # noqa: FBT001 -- is counted
    places = sum((teams if way is TEAMS else 1) * (active + (done if way.by_status else bool(done))) for way in ways)
    return -(-WINDOW // max(1, places))


def _ways(viewer: User, wanted: Wanted) -> tuple[_Way, ...]:
    if wanted.among is not None:
        return (AMONG,)
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
    # In teams of their own they see everything; elsewhere what is theirs or followed.
    elsewhere = wanted.teams is None or len(teams) < len(wanted.teams)
    return (*ways, *((MINE, FOLLOWED) if elsewhere and not viewer.sees_everything else ()))


def _teams(viewer: User, wanted: Wanted) -> tuple[int, ...]:
    own = (*viewer.team_ids, NO_TEAM)
    if wanted.teams is None:
        return own
    return tuple(team for team in wanted.teams if viewer.sees_everything or team in own)


def parameters_of(viewer: User, wanted: Wanted, cursor: Cursor | None) -> dict[str, Any]:
    return {
        "me": viewer.pk,
        "own": list(viewer.team_ids),
        "teams": [team for team in _teams(viewer, wanted) if team != NO_TEAM],
        "in_teams": None if wanted.teams is None else list(wanted.teams),
        "assignee": wanted.assignee or None,
        "requester": wanted.requester,
        "organisation": wanted.organisation,
        "among": None if wanted.among is None else list(wanted.among),
        "at": cursor.updated_at if cursor else None,
        "id": cursor.id if cursor else None,
    }


# Of whoever is in no team, for instance, and asks for those of their teams.
_NO_TICKETS = "select now(), 0::bigint where false"


@lru_cache(maxsize=256)
def query(form: Form) -> str:
    """Finds `updated_at` and `id`: newest first; with a cursor to what is newer, oldest first."""
    parts = [_part(way, form, each_status, status) for way in form.ways for each_status, status in _statuses(way, form)]
    union = " union ".join(parts) or _NO_TICKETS
    return " ".join(
        ("select updated_at, id from (", union, f") x(updated_at, id) order by {form.order} limit {form.limit}")
    )


def _statuses(way: _Way, form: Form) -> Iterator[tuple[str, str]]:
    """Written into the query, so that PostgreSQL sees that a partial index holds all of them."""
    if form.active:
        yield "", _is_one_of(form.active)
    if form.done and way.by_status:
        yield f"unnest({literal(form.done)}) s(status) cross join", "t.status = s.status"
    elif form.done:
        yield "", _is_one_of(form.done)


def _is_one_of(statuses: tuple[str, ...]) -> str:
    """Of one status an index that begins with it is in the order of the list."""
    return f"t.status = '{statuses[0]}'" if len(statuses) == 1 else f"t.status = any({literal(statuses)})"


def literal(statuses: tuple[str, ...]) -> str:
    return f"'{{{','.join(statuses)}}}'::text[]"


def _part(way: _Way, form: Form, each_status: str, status: str) -> str:
    order = f"order by t.{form.order.replace(', ', ', t.')}"
    begun = (_NEWER if form.newer else _OLDER) if form.begins else ""
    source = "tickets_ticket t where"
    if form.rest:
        # However few of them it leaves, no more are looked through.
        within = f"{way.where} and {status}{begun} {order} limit {form.window}"
        source = " ".join(("(select t.* from tickets_ticket t where", within, ") t where"))
        kept = f"({form.rest})"
    else:
        kept = f"{way.where} and {status}{begun}"
    words = [
        "(select c.updated_at, c.id from",
        f"{way.each} cross join" if way.each else "",
        each_status,
        "lateral (select t.updated_at, t.id from",
        source,
        kept,
        LEAVE if way.needs_leave and form.by_leave else "",
        _UNASSIGNED if form.unassigned else "",
        _ASLEEP[form.asleep],
        "".join(f" and {_FILTERS[name]}" for name in form.filters if name != way.implied),
        f"{order} limit {form.limit}) c)",
    ]
    return " ".join(words)


def edges(form: Form) -> str:
    """For each way whose tickets were not all looked through: how far they were. The newest is how far all were."""
    parts = [_edge(way, form, each_status, status) for way in form.ways for each_status, status in _statuses(way, form)]
    union = " union all ".join(parts) or _NO_TICKETS
    return " ".join(("select updated_at, id from (", union, f") x(updated_at, id) order by {form.order} limit 1"))


def _edge(way: _Way, form: Form, each_status: str, status: str) -> str:
    begun = (_NEWER if form.newer else _OLDER) if form.begins else ""
    words = [
        "(select c.updated_at, c.id from",
        f"{way.each} cross join" if way.each else "",
        each_status,
        "lateral (select t.updated_at, t.id from tickets_ticket t where",
        f"{way.where} and {status}{begun}",
        f"order by t.{form.order.replace(', ', ', t.')} offset {form.window - 1} limit 1) c)",
    ]
    return " ".join(words)
