"""What is measured, each in one pass over an index range of the period: it costs the same however old the desk is.

Rows come per team; the row without a team's id but with `is_total` sums them all up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from balie.insights.period import Period

# None: all teams. Otherwise these, and what belongs to no team.
Scope = tuple[int, ...] | None
# Key of what is summed up over all teams; None is "no team".
TOTAL = 0


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds; None where nothing was measured."""

    median: float | None = None
    p90: float | None = None


_ARRIVED = """
select case when grouping(team_id) = 1 then 0 else team_id end, count(*),
    count(*) filter (where created_at >= %(today)s),
    percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from first_answered_at - created_at))
from tickets_ticket where created_at >= %(begin)s and (%(all)s or team_id = any(%(teams)s) or team_id is null)
group by grouping sets ((team_id), ())
"""
_SOLVED = """
select case when grouping(team_id) = 1 then 0 else team_id end, count(*),
    count(*) filter (where resolved_at >= %(today)s),
    percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from resolved_at - created_at))
from tickets_ticket where resolved_at >= %(begin)s and (%(all)s or team_id = any(%(teams)s) or team_id is null)
group by grouping sets ((team_id), ())
"""
_OPEN = """
select case when grouping(team_id) = 1 then 0 else team_id end, count(*), count(*) filter (where awaits_answer),
    count(*) filter (where assignee_id is null)
from tickets_ticket where status in ('new', 'open', 'pending', 'on_hold')
    and (%(all)s or team_id = any(%(teams)s) or team_id is null)
group by grouping sets ((team_id), ())
"""
_SATISFIED = """
select case when grouping(team_id) = 1 then 0 else team_id end, count(*), count(*) filter (where score >= 4)
from surveys_survey where answered_at >= %(begin)s and (%(all)s or team_id = any(%(teams)s) or team_id is null)
group by grouping sets ((team_id), ())
"""
_DAYS = """
select 'new', (created_at at time zone %(zone)s)::date, count(*) from tickets_ticket
where created_at >= %(begin)s and (%(all)s or team_id = any(%(teams)s) or team_id is null) group by 2
union all
select 'solved', (resolved_at at time zone %(zone)s)::date, count(*) from tickets_ticket
where resolved_at >= %(begin)s and (%(all)s or team_id = any(%(teams)s) or team_id is null) group by 2
"""


@dataclass(frozen=True, slots=True)
class Flow:
    """Tickets of the period and of today, and how long something took them."""

    number: int = 0
    today: int = 0
    times: Times = Times()


@dataclass(frozen=True, slots=True)
class Load:
    """How things stand now."""

    open: int = 0
    waiting: int = 0
    unassigned: int = 0


@dataclass(frozen=True, slots=True)
class Answers:
    """Of surveys."""

    number: int = 0
    satisfied: int = 0

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None while nobody has answered."""
        return self.satisfied / self.number if self.number else None


def arrived(period: Period, scope: Scope) -> dict[int | None, Flow]:
    """With the time to the first answer."""
    return {
        team: Flow(number, today, Times(*(times or ())))
        for team, number, today, times in _rows(_ARRIVED, period, scope)
    }


def solved(period: Period, scope: Scope) -> dict[int | None, Flow]:
    """With the time to the solution."""
    return {
        team: Flow(number, today, Times(*(times or ()))) for team, number, today, times in _rows(_SOLVED, period, scope)
    }


def load(period: Period, scope: Scope) -> dict[int | None, Load]:
    return {team: Load(*counts) for team, *counts in _rows(_OPEN, period, scope)}


def satisfaction(period: Period, scope: Scope) -> dict[int | None, Answers]:
    return {team: Answers(*counts) for team, *counts in _rows(_SATISFIED, period, scope)}


def by_day(period: Period, scope: Scope) -> dict[tuple[str, date], int]:
    """Keys are ("new", day) and ("solved", day); days without any are missing."""
    return {(what, day): number for what, day, number in _rows(_DAYS, period, scope)}


def _rows(statement: str, period: Period, scope: Scope) -> Iterator[Any]:
    values: dict[str, Any] = {
        "begin": period.begin,
        "today": period.today_begins,
        "zone": period.zone,
        "all": scope is None,
        "teams": list(scope or ()),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        yield from cursor.fetchall()
