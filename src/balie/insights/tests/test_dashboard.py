"""The figures agree with what happened, team by team and day by day."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from balie.events.actor import Actor
from balie.insights.chart import chart_of
from balie.insights.dashboard import Dashboard, Day, dashboard
from balie.surveys.models import Survey
from balie.tickets.content import Content
from balie.tickets.conversation import reply
from balie.tickets.models import Status, Ticket
from tests.support.world import World

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BALIE_REMEMBER = False
    monkeypatch.setattr("balie.insights.dashboard.now", lambda: NOON)


def past(ticket: Ticket, *, created: float, answered: float | None = None, solved: float | None = None) -> None:
    """Hours before noon."""
    fields: dict[str, Any] = {"created_at": NOON - timedelta(hours=created)}
    if answered is not None:
        fields["first_answered_at"] = NOON - timedelta(hours=answered)
    if solved is not None:
        fields |= {"resolved_at": NOON - timedelta(hours=solved), "status": Status.RESOLVED, "awaits_answer": False}
    Ticket.objects.filter(pk=ticket.pk).update(**fields)


def figures(world: World, zone: str = "Europe/Amsterdam") -> Dashboard:
    with timezone.override(zone):
        return dashboard(world.chiara)


def test_an_empty_desk_has_figures_too(world: World) -> None:
    found = figures(world)
    assert (found.total.arrived.number, found.total.load.open, found.total.satisfaction.share) == (0, 0, None)
    assert [part.name for part in found.teams] == ["IT", "Orders"]
    assert len(found.days) == 14


def test_times_are_medians_and_nine_of_ten(world: World) -> None:
    for hours in (1, 2, 3, 4, 15):
        past(world.ticket(team=world.it), created=20, answered=20 - hours, solved=19 - hours)
    total = figures(world).total
    assert total.arrived.times.median == 3 * 3600
    assert total.arrived.times.p90 == pytest.approx((4 + 0.6 * 11) * 3600)
    assert total.solved.times.median == 4 * 3600


def test_today_begins_at_midnight_where_the_reader_is(world: World) -> None:
    past(world.ticket(), created=12.5)  # 23:30 UTC the day before: 0:30 in Amsterdam
    assert figures(world, "Europe/Amsterdam").total.arrived.today == 1
    assert figures(world, "UTC").total.arrived.today == 0


def test_what_is_older_than_two_weeks_counts_for_what_is_open_only(world: World) -> None:
    past(world.ticket(), created=24 * 20)
    total = figures(world).total
    assert (total.load.open, total.arrived.number) == (1, 0)


def test_teams_add_up_to_the_whole(world: World) -> None:
    for team in (world.it, world.it, world.orders, None):
        past(world.ticket(team=team), created=3)
    found = figures(world)
    assert {part.name: part.arrived.number for part in found.teams} == {"IT": 2, "Orders": 1, "": 1}
    assert found.total.arrived.number == found.total.load.open == found.total.load.unassigned == 4


def test_agents_see_their_own_teams(world: World) -> None:
    for team in (world.it, world.orders, world.orders, None):
        past(world.ticket(team=team), created=3)
    found = dashboard(world.anna)
    assert [part.name for part in found.teams] == ["IT", ""]
    assert found.total.arrived.number == 2


def test_days_tell_what_came_and_what_was_solved(world: World) -> None:
    past(world.ticket(), created=26, solved=2)
    past(world.ticket(), created=3)
    *_earlier, yesterday, today = figures(world).days
    assert (yesterday.new, yesterday.solved, today.new, today.solved) == (1, 0, 1, 1)


def test_satisfaction_is_of_the_answers_in_the_period(world: World) -> None:
    for score, hours in ((5, 2), (4, 3), (2, 4), (1, 24 * 30)):
        ticket = world.ticket(team=world.it)
        Survey.objects.create(
            ticket=ticket, contact=world.emma, team=world.it, score=score, answered_at=NOON - timedelta(hours=hours)
        )
    liked = figures(world).total.satisfaction
    assert (liked.number, liked.satisfied) == (3, 2)


def test_an_answer_stops_the_waiting(world: World) -> None:
    ticket = world.ticket()
    assert figures(world).total.load.waiting == 1
    reply(ticket_id=ticket.pk, content=Content(text="Hello"), actor=Actor.user(world.anna.pk))
    assert figures(world).total.load.waiting == 0


def test_the_page_takes_a_fixed_number_of_queries(
    client: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    for team in (world.it, world.orders) * 4:
        world.ticket(team=team)
    client.force_login(world.chiara)
    # session, user; the rail: counts, directory, teams; the figures: five measures and the teams' names
    with django_assert_max_num_queries(13):
        page = client.get("/desk/dashboard/").content.decode()
    assert 'role="img"' in page
    assert page.count("<tr>") > 14


@pytest.mark.parametrize(
    ("most", "top"), [(0, 4), (3, 4), (7, 8), (9, 10), (43, 50), (101, 150), (999, 1000), (4321, 5000)]
)
def test_the_chart_reaches_to_a_round_number(most: int, top: int) -> None:
    chart = chart_of([Day(NOON.date(), most, 0)])
    assert chart.top == top
    assert chart.pairs[0].new.height == round(most / top * 100, 1)
