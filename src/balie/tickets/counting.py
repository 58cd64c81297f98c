"""How many tickets each view of the desk holds: one query, each count capped, so that no volume makes it slow."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from balie.accounts.models import User

CAP = 1_000


@dataclass(frozen=True, slots=True)
class Counts:
    """A count above CAP means "more than that"."""

    mine: int
    unassigned: int
    in_my_teams: int
    open: int
    waiting: int
    by_team: dict[int, int]


_CAPPED = """(select count(*) from (select from tickets_ticket t where {where} limit %(limit)s) x)"""
_OPEN, _WAITING = "t.status in ('new', 'open')", "t.status in ('pending', 'on_hold')"
_COLUMNS = ", ".join(
    _CAPPED.replace("{where}", f"{{scope}} and {which}")
    for which in (_OPEN, f"{_OPEN} and t.assignee_id is null", _WAITING)
)
_OUTSIDE = "t.team_id is not null and t.team_id <> all(%(teams)s::bigint[])"
_FOLLOWED = (
    "t.id in (select ticket_id from tickets_follower where user_id = %(me)s) and t.assignee_id is distinct from %(me)s"
)


def _row(place: str, scope: str, source: str = "") -> str:
    return " ".join(("select", place, ",", _COLUMNS.replace("{scope}", scope), source))


_MINE = " ".join(
    (
        "select 'mine'::text,",
        _CAPPED.replace("{where}", "t.assignee_id = %(me)s and t.status in ('new', 'open', 'pending', 'on_hold')"),
        ", 0, 0",
    )
)
_TEAMS = _row("team.id::text", "t.team_id = team.id", "from unnest(%(teams)s::bigint[]) team(id)")
_FOR_ALL = " union all ".join((_MINE, _TEAMS, _row("'all'::text", "true")))
_FOR_SOME = " union all ".join(
    (
        _MINE,
        _TEAMS,
        _row("'none'::text", "t.team_id is null"),
        _row("'other'::text", f"t.assignee_id = %(me)s and {_OUTSIDE}"),
        _row("'followed'::text", f"{_FOLLOWED} and {_OUTSIDE}"),
    )
)


def count_views(viewer: User, others: Iterable[int] = ()) -> Counts:
    """`others`: teams that are counted as well, by themselves; only of whoever sees everything."""
    own = viewer.team_ids
    with connection.cursor() as database:
        teams = [*own, *(team for team in others if viewer.sees_everything and team not in own)]
        parameters: dict[str, Any] = {"me": viewer.pk, "teams": teams, "limit": CAP + 1}
        database.execute(_FOR_ALL if viewer.sees_everything else _FOR_SOME, parameters)
        rows = {place: (opened, loose, waiting) for place, opened, loose, waiting in database.fetchall()}
    mine = rows.pop("mine")[0]
    by_team = {int(place): counts for place, counts in rows.items() if place.isdecimal()}
    reach = [rows["all"]] if viewer.sees_everything else list(rows.values())
    return Counts(
        mine=mine,
        unassigned=sum(loose for _opened, loose, _waiting in reach),
        in_my_teams=sum(by_team[team][0] for team in own),
        open=sum(opened for opened, _loose, _waiting in reach),
        waiting=sum(waiting for _opened, _loose, waiting in reach),
        by_team={team: opened for team, (opened, _loose, _waiting) in by_team.items()},
    )
