"""Lists in another order, in groups, and as a board."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balie.core.clock import now
from balie.desk.tests.desk import seated, text
from balie.desk.tests.test_filters import shown
from balie.events.actor import SYSTEM
from balie.tickets import arranging
from balie.tickets.assignment import assign
from balie.tickets.models import Ticket
from balie.tickets.views import View
from tests.support.world import World


@pytest.fixture
def several(world: World) -> dict[str, Ticket]:
    """Changed in this order, the last one first."""
    made = {
        "urgent": world.ticket(priority=4, team=world.it),
        "plain": world.ticket(),
        "high": world.ticket(priority=3, kind="incident"),
        "low": world.ticket(priority=1, team=world.it, kind="problem"),
    }
    for age, ticket in enumerate(reversed(made.values())):
        Ticket.objects.filter(pk=ticket.pk).update(
            updated_at=now() - timedelta(minutes=age), created_at=now() - timedelta(hours=10 - age)
        )
    return made


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("updated", "low high plain urgent"),
        ("waiting", "urgent plain high low"),
        ("newest", "urgent plain high low"),
        ("oldest", "low high plain urgent"),
        ("priority", "urgent high plain low"),
        ("nonsense", "low high plain urgent"),
    ],
)
def test_a_list_is_put_in_order(world: World, several: dict[str, Ticket], order: str, expected: str) -> None:
    numbers = shown(seated(world.anna).get(f"/desk/?sort={order}"))
    assert numbers == [several[name].pk for name in expected.split()]


@pytest.mark.parametrize(
    ("grouping", "expected"),
    [
        ("priority", "Urgent 1: urgent | High 1: high | Normal 1: plain | Low 1: low"),
        ("team", "IT 2: low urgent | No team 2: high plain"),
        ("kind", "Question 2: plain urgent | Incident 1: high | Problem 1: low"),
        ("assignee", "Anna de Vries 1: plain | Nobody 3: low high urgent"),
    ],
)
def test_a_list_stands_in_groups(world: World, several: dict[str, Ticket], grouping: str, expected: str) -> None:
    moment = Ticket.objects.get(pk=several["plain"].pk).updated_at
    assign(ticket_id=several["plain"].pk, assignee_id=world.anna.pk, actor=SYSTEM)
    Ticket.objects.filter(pk=several["plain"].pk).update(updated_at=moment)
    page = text(seated(world.anna).get(f"/desk/?group={grouping}"))
    names = {str(ticket.pk): name for name, ticket in several.items()}
    pieces = re.findall(r'class="row-group">([^<]+)<span class="count">(\d+)|id="ticket-(\d+)"', page)
    told = " ".join(f"| {label.strip()} {count}:" if label else names[number] for label, count, number in pieces)
    assert told.removeprefix("| ") == expected


def test_pages_of_an_ordered_list_follow_one_another(world: World) -> None:
    tickets = [world.ticket(priority=1 + turn % 4).pk for turn in range(120)]
    anna, seen, path = seated(world.anna), list[int](), "/desk/?sort=priority"
    while path:
        answer = anna.get(path)
        seen += shown(answer)
        following = re.search(r'rel="next" href="([^"]+)"', text(answer))
        path = following[1].replace("&amp;", "&") if following else ""
    assert sorted(seen) == tickets
    priorities = dict(Ticket.objects.values_list("pk", "priority"))
    assert [priorities[pk] for pk in seen] == sorted(priorities.values(), reverse=True)


def test_it_says_when_not_all_could_be_put_in_order(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arranging, "MOST", 3)
    for _ in range(5):
        world.ticket()
    page = seated(world.anna).get("/desk/?sort=oldest")
    assert len(shown(page)) == 3
    assert "There are more than" in text(page)


def columns(page: str) -> dict[str, list[int]]:
    found = re.split(r'<section class="board-column" data-column="([^"]*)"', page)[1:]
    cards = [[int(number) for number in re.findall(r'data-ticket-card="(\d+)"', part)] for part in found[1::2]]
    return dict(zip(found[::2], cards, strict=True))


def test_a_board_has_a_column_for_each_status(world: World, several: dict[str, Ticket]) -> None:
    Ticket.objects.filter(pk=several["low"].pk).update(status="pending")
    page = text(seated(world.anna).get("/desk/?q=status:active&layout=board"))
    assert columns(page) == {
        "new": [several[name].pk for name in ("high", "plain", "urgent")], "open": [], "pending": [several["low"].pk],
        "on_hold": [],
    }  # fmt: skip


def test_a_long_column_says_how_many_more_there_are(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(35):
        world.ticket()
    page = text(seated(world.anna).get("/desk/?layout=board"))
    assert len(columns(page)["new"]) == arranging.COLUMN
    assert "5 more" in page


def test_a_view_keeps_how_it_is_shown(world: World, several: dict[str, Ticket]) -> None:
    anna = seated(world.anna)
    anna.post("/desk/views/", {"name": "A", "q": "", "audience": "owner", "layout": "board", "group": "team"})
    view = View.objects.get()
    assert set(columns(text(anna.get(f"/desk/?view={view.pk}")))) == {str(world.it.pk), ""}
    as_list = anna.get(f"/desk/?view={view.pk}&layout=list&group=&sort=priority")
    assert shown(as_list)[0] == several["urgent"].pk
    assert "Save changes" in text(as_list)


def test_others_tickets_stay_out_of_groups(world: World) -> None:
    hidden = world.ticket(team=world.orders)
    for path in ("sort=priority", "group=team", "layout=board", "sort=waiting&q=team:orders"):
        assert f"ticket-{hidden.pk}" not in text(seated(world.anna).get(f"/desk/?{path}"))


# As a plain list.
QUERIES = 7


@pytest.mark.parametrize("number", [1, 60])
@pytest.mark.parametrize("path", ["sort=priority&group=team", "layout=board"])
def test_groups_take_no_query_more(world: World, path: str, number: int) -> None:
    for _ in range(number):
        world.ticket(team=world.it, tags=["till"])
    anna = seated(world.anna)
    with CaptureQueriesContext(connection) as queries:
        anna.get(f"/desk/?{path}")
    assert len(queries) == QUERIES
