"""The bell, its panel and its page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import Actor
from balie.notifications.tests.told import worked
from balie.tickets.content import Content
from balie.tickets.conversation import receive
from balie.tickets.merging import merge
from balie.tickets.models import Channel, Ticket
from balie.tickets.participation import follow, unfollow
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Bram, of another team, follows it; Emma has answered."""
    found = world.ticket(subject="The <till>", team=world.it)
    follow(ticket_id=found.pk, user_id=world.bram.pk, actor=Actor.user(world.bram.pk))
    answered(found, world)
    return found


def answered(ticket: Ticket, world: World) -> None:
    receive(
        ticket_id=ticket.pk, content=Content(text="Yes."), author=world.emma, channel=Channel.EMAIL,
        actor=Actor.contact(world.emma.pk),
    )  # fmt: skip
    worked()


def count(client: Client, **told: object) -> str:
    return str(client.post("/desk/notifications/bell/", told).json()["count"])


def test_the_bell_counts_tickets_until_they_are_looked_at(world: World, ticket: Ticket) -> None:
    client = seated(world.bram)
    answered(ticket, world)
    assert count(client) == "1"
    assert count(client, ticket=ticket.pk) == ""
    assert count(client) == ""
    answered(ticket, world)
    assert count(client) == "1"


def test_looking_at_a_ticket_reads_what_was_merged_into_it(world: World, ticket: Ticket) -> None:
    client = seated(world.bram)
    middle, last = world.ticket(team=world.it), world.ticket(team=world.it)
    for source, target in ((ticket, middle), (middle, last)):
        merge(target_id=target.pk, source_ids={source.pk}, actor=Actor.user(world.chiara.pk))
    worked()
    assert count(client) == "1"
    assert count(client, ticket=last.pk) == ""


def test_looking_at_another_ticket_reads_nothing(world: World, ticket: Ticket) -> None:
    client = seated(world.bram)
    assert count(client, ticket=world.ticket().pk) == "1"
    assert count(client, ticket="x") == "1"


def test_the_page_says_who_did_what_and_leads_there(world: World, ticket: Ticket) -> None:
    page = text(seated(world.bram).get("/desk/notifications/"))
    first = ticket.messages.order_by("pk").last()
    assert first is not None
    assert "<b>Emma Klein</b> answered" in page
    assert "The &lt;till&gt;" in page
    assert f'href="/desk/tickets/{ticket.pk}/#message-{first.pk}"' in page
    assert "Emma Klein" not in text(seated(world.lena).get("/desk/notifications/"))


def test_what_one_may_not_see_any_more_is_gone_from_the_centre(world: World, ticket: Ticket) -> None:
    client = seated(world.bram)
    unfollow(ticket_id=ticket.pk, user_id=world.bram.pk, actor=Actor.user(world.bram.pk))
    assert "Emma Klein" not in text(client.get("/desk/notifications/"))
    assert count(client) == ""


def test_all_can_be_marked_as_read(world: World, ticket: Ticket) -> None:
    client = seated(world.bram)
    assert "Emma Klein" in text(client.get("/desk/notifications/?show=unread"))
    assert client.post("/desk/notifications/seen/").status_code == 302
    assert "Emma Klein" not in text(client.get("/desk/notifications/?show=unread"))
    assert "Emma Klein" in text(client.get("/desk/notifications/"))


def test_the_panel_has_the_latest(world: World, ticket: Ticket) -> None:
    panel = text(seated(world.bram).get("/desk/notifications/?panel=1", headers=FRAGMENT))
    assert "Emma Klein" in panel
    assert "<html" not in panel


def test_pages_go_on_where_the_last_one_ended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balie.desk.notifications.PAGE", 2)
    for number in range(3):
        it = world.ticket(subject=f"Subject {number}", team=world.it)
        follow(ticket_id=it.pk, user_id=world.bram.pk, actor=Actor.user(world.bram.pk))
        answered(it, world)
    client = seated(world.bram)
    first = text(client.get("/desk/notifications/"))
    assert ("Subject 2" in first, "Subject 1" in first, "Subject 0" in first) == (True, True, False)
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Subject 0" in text(client.get(older))
    assert "Subject 1" not in text(client.get(older))


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def test_however_many_lines_the_page_costs_the_same(world: World, ticket: Ticket) -> None:
    client = seated(world.bram)
    client.get("/desk/notifications/")
    before = queries(client, "/desk/notifications/")
    for _number in range(3):
        it = world.ticket(team=world.it, requester=world.farid)
        follow(ticket_id=it.pk, user_id=world.bram.pk, actor=Actor.user(world.bram.pk))
        answered(it, world)
    assert queries(client, "/desk/notifications/") == before <= 12


def test_the_bell_costs_few_queries(world: World, ticket: Ticket) -> None:
    client = seated(world.bram)
    client.post("/desk/notifications/bell/")
    with CaptureQueriesContext(connection) as asked:
        client.post("/desk/notifications/bell/", {"ticket": 1})
    # session, user, what was seen, who is here, teams, count
    assert len(asked) <= 6
