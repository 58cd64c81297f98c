"""What the editor offers while one writes."""

import pytest
from django.test import Client

from balie.desk.tests.desk import seated, text
from balie.knowledge.models import Article, Collection
from balie.tickets.canned import CannedAnswer
from balie.tickets.models import Ticket
from tests.support.world import World


@pytest.fixture
def ticket(world: World) -> Ticket:
    return world.ticket(team=world.it)


@pytest.fixture
def anna(world: World) -> Client:
    return seated(world.anna)


def offered(client: Client, ticket: Ticket, words: str, sign: str = "/") -> list[dict[str, str]]:
    found: list[dict[str, str]] = client.get(f"/desk/tickets/{ticket.pk}/inserts/", {"q": words, "sign": sign}).json()[
        "items"
    ]
    return found


def test_canned_answers_come_filled_those_in_the_contacts_language_first(
    world: World, ticket: Ticket, anna: Client
) -> None:
    for name, language in (("Hello in English", "en"), ("Hello to all", ""), ("Hello in Dutch", "nl")):
        CannedAnswer.objects.create(name=name, language=language, html="<p>{contact}</p>", owner=world.anna)
    found = offered(anna, ticket, "hello")
    assert [one["name"] for one in found] == ["Hello in Dutch", "Hello to all", "Hello in English"]
    assert found[0]["html"] == "<p>Emma</p>"
    assert offered(seated(world.chiara), ticket, "hello") == []


def test_articles_that_the_contact_may_read_are_offered(world: World, ticket: Ticket, anna: Client) -> None:
    shelf = Collection.objects.create(title="Tills", slug="tills")
    shared = {"collection": shelf, "author": world.anna, "html": "<p>Restart it.</p>", "language": "en"}
    Article.objects.create(title="A till", slug="a-till", state="published", audience="public", **shared)
    Article.objects.create(title="A till inside", slug="inside", state="published", audience="staff", **shared)
    link, whole = offered(anna, ticket, "till")
    assert link["html"].endswith('/articles/a-till/">A till</a>')
    assert whole["html"] == "<p>Restart it.</p>"


def test_colleagues_and_teams_are_offered_by_any_part_of_their_name(world: World, ticket: Ticket, anna: Client) -> None:
    assert [one["id"] for one in offered(anna, ticket, "jans", "@")] == [f"user:{world.bram.pk}"]
    assert [one["id"] for one in offered(anna, ticket, "ord", "@")] == [f"team:{world.orders.pk}"]


def test_a_note_tells_whom_it_speaks_to(world: World, ticket: Ticket, anna: Client) -> None:
    html = f'<p><span data-mention="user:{world.bram.pk}" class="mention">@Bram Jansen</span> look</p>'
    note = {"visibility": "note", "body": html, "body_format": "html"}
    anna.post(f"/desk/tickets/{ticket.pk}/messages/", note)
    message = ticket.messages.get(visibility="note")
    assert message.html == "<p><strong>@Bram Jansen</strong> look</p>"
    assert ticket.followers.get().user == world.bram
    assert "spoke to" in text(anna.get(f"/desk/tickets/{ticket.pk}/"))


def test_an_answer_speaks_to_nobody_inside(world: World, ticket: Ticket, anna: Client) -> None:
    html = f'<p><span data-mention="user:{world.bram.pk}">@Bram Jansen</span> look</p>'
    anna.post(f"/desk/tickets/{ticket.pk}/messages/", {"body": html, "body_format": "html"})
    assert not ticket.followers.exists()


def test_canned_answers_are_written_changed_and_removed(world: World, anna: Client) -> None:
    given = {
        "name": "Hello",
        "readers": "team",
        "team": "",
        "language": "",
        "body": "Hello\nyou",
        "body_format": "text",
    }
    assert anna.post("/desk/settings/canned/new/", given).status_code == 422
    assert anna.post("/desk/settings/canned/new/", given | {"team": world.orders.pk}).status_code == 422
    anna.post("/desk/settings/canned/new/", given | {"team": world.it.pk})
    made = CannedAnswer.objects.get()
    assert (made.html, made.team, made.owner) == ("<p>Hello<br>you</p>", world.it, world.anna)
    anna.post(f"/desk/settings/canned/{made.pk}/", given | {"readers": "all", "name": "Hi"})
    made.refresh_from_db()
    assert (made.name, made.readers, made.team) == ("Hi", "all", None)
    bram = seated(world.bram)
    assert "Hi" in text(bram.get("/desk/settings/canned/"))
    assert bram.get(f"/desk/settings/canned/{made.pk}/").status_code == 404
    anna.post(f"/desk/settings/canned/{made.pk}/removal/")
    assert not CannedAnswer.objects.exists()
