"""What a team looks at in the morning: today, and the last two weeks."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from balie.accounts.models import Team, User
from balie.core.clock import now
from balie.core.remembering import Remembered
from balie.insights.measures import TOTAL, Answers, Flow, Load, Scope, arrived, by_day, load, satisfaction, solved
from balie.insights.period import Period


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one team, or of all. `name` is empty for what belongs to no team."""

    name: str
    arrived: Flow
    solved: Flow
    load: Load
    satisfaction: Answers


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    new: int
    solved: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    total: Part
    teams: list[Part]
    days: list[Day]


_remembered = Remembered[tuple[Scope, Period], Dashboard](seconds=30)


def dashboard(viewer: User) -> Dashboard:
    """Of all teams for those who see everything, otherwise of one's own and of what has no team; half a minute old."""
    scope: Scope = None if viewer.sees_everything else viewer.team_ids
    period = Period.until(now(), timezone.get_current_timezone_name())
    return _remembered.get((scope, period), lambda: _measured(period, scope))


def _measured(period: Period, scope: Scope) -> Dashboard:
    came, went, stands = arrived(period, scope), solved(period, scope), load(period, scope)
    liked, counts = satisfaction(period, scope), by_day(period, scope)

    def part(key: int | None, name: str) -> Part:
        return Part(
            name=name,
            arrived=came.get(key, Flow()),
            solved=went.get(key, Flow()),
            load=stands.get(key, Load()),
            satisfaction=liked.get(key, Answers()),
        )

    teams = Team.objects.all() if scope is None else Team.objects.filter(pk__in=scope)
    parts = [part(team.pk, team.name) for team in teams]
    if None in {*came, *went, *stands, *liked}:
        parts.append(part(None, ""))
    days = [Day(day, counts.get(("new", day), 0), counts.get(("solved", day), 0)) for day in period.days]
    return Dashboard(total=part(TOTAL, ""), teams=parts, days=days)
