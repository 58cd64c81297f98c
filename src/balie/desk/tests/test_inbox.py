"""The lists of tickets."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balie.core.clock import now
from balie.desk.tests.desk import FRAGMENT, Answer, seated, text
from balie.events.actor import SYSTEM, Actor
from balie.people.identities import contact_for
from balie.tickets.assignment import assign
from balie.tickets.content import Content
from balie.tickets.conversation import reply
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Ticket
from balie.tickets.participation import follow
from tests.support.world import World


def shown(answer: Answer) -> list[int]:
    assert answer.status_code == 200
    return [int(number) for number in re.findall(r'id="ticket-(\d+)"', text(answer))]


def test_agents_find_their_teams_and_what_has_no_team(world: World) -> None:
    theirs, loose, _other = world.ticket(team=world.it), world.ticket(), world.ticket(team=world.orders)
    assert shown(seated(world.anna).get("/desk/")) == [loose.pk, theirs.pk]


def test_a_row_shows_two_tags_and_how_many_more(world: World) -> None:
    world.ticket(tags=["a", "b", "c", "d"])
    page = text(seated(world.anna).get("/desk/"))
    assert 'title="c, d">+2</span>' in page


def test_what_is_assigned_or_followed_is_found_as_well(world: World) -> None:
    mine, followed, _other = (world.ticket(team=world.orders) for _ in range(3))
    assign(ticket_id=mine.pk, assignee_id=world.anna.pk, actor=SYSTEM)
    follow(ticket_id=followed.pk, user_id=world.anna.pk, actor=SYSTEM)
    assert sorted(shown(seated(world.anna).get("/desk/"))) == [mine.pk, followed.pk]


def test_supervisors_find_all(world: World) -> None:
    tickets = [world.ticket(team=team).pk for team in (world.it, world.orders, None)]
    assert sorted(shown(seated(world.chiara).get("/desk/"))) == tickets


@pytest.fixture
def busy(world: World) -> dict[str, Ticket]:
    tickets = {name: world.ticket(team=world.it) for name in ("new", "mine", "hers", "pending", "resolved")}
    assign(ticket_id=tickets["mine"].pk, assignee_id=world.anna.pk, actor=SYSTEM)
    assign(ticket_id=tickets["hers"].pk, assignee_id=world.chiara.pk, actor=SYSTEM)
    for name in ("pending", "resolved"):
        change_status(ticket_id=tickets[name].pk, status=name, actor=SYSTEM)
    return tickets


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"new", "mine", "hers"}),
        ("view=mine", {"mine"}),
        ("view=unassigned", {"new"}),
        ("view=teams", {"new", "mine", "hers"}),
        ("view=waiting", {"pending"}),
        ("view=done", {"resolved"}),
        ("team=it", {"new", "mine", "hers"}),
        ("team=it&status=active", {"new", "mine", "hers", "pending"}),
        ("team=orders", set()),
        ("team=none", set()),
        ("status=all", {"new", "mine", "hers", "pending", "resolved"}),
        ("status=pending,resolved", {"pending", "resolved"}),
        ("assignee=me", {"mine"}),
        ("assignee=nobody&status=active", {"new", "pending"}),
        ("view=nonsense&status=nonsense&priority=9&requester=x&older=x", {"new", "mine", "hers", "pending"}),
    ],
)
def test_views_and_filters_narrow(world: World, busy: dict[str, Ticket], query: str, expected: set[str]) -> None:
    found = shown(seated(world.anna).get(f"/desk/?{query}"))
    assert {name for name, ticket in busy.items() if ticket.pk in found} == expected
    assert len(found) == len(expected)


def test_filters_by_what_a_ticket_is(world: World) -> None:
    plain = world.ticket()
    special = world.ticket(subject="100% broken", requester=world.farid, kind="incident", priority=4, tags=["Till 12"])
    anna = seated(world.anna)
    for query in ("kind=incident", "priority=urgent", "tag=till+12", f"requester={world.farid.pk}", "words=0%25+b"):
        assert shown(anna.get(f"/desk/?{query}")) == [special.pk], query
    assert shown(anna.get("/desk/?words=100%25")) == [special.pk]
    assert shown(anna.get("/desk/?words=_")) == []
    assert shown(anna.get(f"/desk/?organisation={world.fietsfabriek.pk}")) == [plain.pk]


def test_the_filter_by_requester_shows_nothing_of_other_teams(world: World) -> None:
    world.ticket(team=world.orders)
    assert shown(seated(world.anna).get(f"/desk/?requester={world.emma.pk}&status=all")) == []


def test_pages_hold_fifty_and_lead_back_and_forth(world: World) -> None:
    start = now()
    tickets = [world.ticket() for _ in range(120)]
    for age, ticket in enumerate(tickets):
        # Three each of the same moment: the number decides.
        Ticket.objects.filter(pk=ticket.pk).update(updated_at=start - timedelta(minutes=age // 3))
    expected = list(Ticket.objects.order_by("-updated_at", "-pk").values_list("pk", flat=True))
    anna, seen, path, pages = seated(world.anna), list[int](), "/desk/", list[str]()
    while path:
        pages.append(path)
        answer = anna.get(path)
        seen += shown(answer)
        path = link(answer, "next")
    assert seen == expected
    assert len(pages) == 3
    middle = anna.get(pages[1])
    assert shown(anna.get(link(middle, "prev"))) == expected[:50]
    assert not link(anna.get(link(middle, "prev")), "prev")


def link(answer: Answer, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', text(answer))
    return found[1].replace("&amp;", "&") if found else ""


def test_who_gave_no_name_is_called_by_their_address(world: World) -> None:
    ticket = world.ticket(requester=contact_for(email="nameless@example.org"))
    assert "nameless@example.org" in text(seated(world.anna).get("/desk/"))
    page = text(seated(world.anna).get(f"/desk/tickets/{ticket.pk}/"))
    assert f"#{ticket.requester_id}<" not in page
    assert "Unknown sender" not in page


def test_a_rows_words_are_only_words(world: World) -> None:
    world.ticket(subject="<script>alert(1)</script>", text="<b>bold</b> & more", tags=["<i>"])
    page = text(seated(world.anna).get("/desk/"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<i>" not in page


def test_who_waits_for_us_stands_out(world: World) -> None:
    waits, answered = world.ticket(), world.ticket()
    reply(ticket_id=answered.pk, content=Content(text="Hello"), actor=Actor.user(world.anna.pk))
    page = text(seated(world.anna).get("/desk/"))
    assert re.search(rf'id="ticket-{waits.pk}" data-list-item data-unread', page)
    assert not re.search(rf'id="ticket-{answered.pk}" data-list-item data-unread', page)


def test_rows_that_changed_are_answered_by_themselves(world: World, busy: dict[str, Ticket]) -> None:
    hidden = world.ticket(team=world.orders)
    numbers = ",".join(str(ticket.pk) for ticket in (*busy.values(), hidden))
    answer = seated(world.anna).get(f"/desk/?view=mine&rows={numbers},x", headers=FRAGMENT)
    assert shown(answer) == [busy["mine"].pk]
    assert "<html" not in text(answer)


def test_the_list_comes_without_its_frame_for_a_fragment(world: World) -> None:
    answer = seated(world.anna).get("/desk/", headers=FRAGMENT)
    assert 'id="inbox"' in text(answer)
    assert "<html" not in text(answer)


def test_an_empty_list_says_so(world: World) -> None:
    anna = seated(world.anna)
    assert "No open tickets" in text(anna.get("/desk/"))
    assert "No ticket matches these filters" in text(anna.get("/desk/?tag=nothing"))


# Session, user with their teams, names of colleagues and teams, the custom fields, the colours of tags, the
# tickets, the views that were made.
QUERIES = 7


@pytest.mark.parametrize("number", [1, 60])
def test_a_page_takes_the_same_queries_whatever_its_rows(world: World, number: int) -> None:
    for _ in range(number):
        world.ticket(team=world.it, tags=["till"])
    anna = seated(world.anna)
    with CaptureQueriesContext(connection) as queries:
        assert len(shown(anna.get("/desk/"))) == min(number, 50)
    assert len(queries) == QUERIES
