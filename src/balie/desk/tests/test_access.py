"""Who may look at the desk, and who may change what."""

import re

import pytest
from django.test import Client

from balie.accounts.models import Role
from balie.accounts.users import add_user
from balie.desk.tests.desk import seated, text
from balie.events.models import Event
from balie.tickets.models import Message, Ticket
from tests.cast import EMMA
from tests.support.world import World

PAGES = ("/desk/", "/desk/search/?q=till", "/desk/tickets/new/")
CHANGES = {
    "messages/": {"body": "Hello"},
    "status/": {"status": "pending"},
    "resolution/": {},
    "assignment/": {"assignee": ""},
    "team/": {"team": ""},
    "priority/": {"priority": "high"},
    "kind/": {"kind": "incident"},
    "subject/": {"subject": "Other"},
    "tags/": {"tags": "a, b"},
    "followers/": {"follow": "1"},
}
PARTS = ("", "conversation/", "panel/")


@pytest.mark.parametrize("path", PAGES)
def test_who_is_not_signed_in_is_asked_to(world: World, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=%2Fdesk%2F")


@pytest.mark.parametrize("path", PAGES)
def test_contacts_have_no_place_at_the_desk(world: World, path: str) -> None:
    customer = add_user(email=EMMA.email, role=Role.CUSTOMER)
    assert seated(customer).get(path).status_code == 403


@pytest.mark.parametrize("part", PARTS)
def test_a_ticket_of_another_team_is_not_there(world: World, part: str) -> None:
    ticket = world.ticket(team=world.it)
    path = f"/desk/tickets/{ticket.pk}/{part}"
    assert seated(world.bram).get(path).status_code == 404
    assert seated(world.anna).get(path).status_code == 200
    assert seated(world.chiara).get(path).status_code == 200


@pytest.mark.parametrize("change", CHANGES)
def test_a_ticket_of_another_team_is_not_changed(world: World, change: str) -> None:
    ticket = world.ticket(team=world.it)
    before = Event.objects.count()
    assert seated(world.bram).post(f"/desk/tickets/{ticket.pk}/{change}", CHANGES[change]).status_code == 404
    assert Event.objects.count() == before


@pytest.mark.parametrize("change", [name for name in CHANGES if name != "followers/"])
def test_light_agents_change_nothing(world: World, change: str) -> None:
    ticket = world.ticket(team=world.orders)
    before = Event.objects.count()
    assert seated(world.lena).post(f"/desk/tickets/{ticket.pk}/{change}", CHANGES[change]).status_code == 403
    assert Event.objects.count() == before


def test_light_agents_read_and_write_notes(world: World) -> None:
    ticket, lena = world.ticket(team=world.orders), seated(world.lena)
    page = text(lena.get(f"/desk/tickets/{ticket.pk}/"))
    assert 'value="note"' in page
    assert 'value="public"' not in page
    assert f"/desk/tickets/{ticket.pk}/status/" not in page
    lena.post(f"/desk/tickets/{ticket.pk}/messages/", {"visibility": "note", "body": "Ask the shop."})
    assert Message.objects.filter(visibility="note").get().author_user == world.lena


def test_light_agents_open_no_tickets(world: World) -> None:
    assert seated(world.lena).get("/desk/tickets/new/").status_code == 403


@pytest.mark.parametrize(
    "path", ["/desk/messages/{}/", "/desk/messages/{}/original/", "/desk/messages/{}/original.eml"]
)
def test_the_original_of_a_hidden_message_is_not_there(world: World, path: str) -> None:
    message = world.ticket(team=world.it).messages.get()
    assert seated(world.bram).get(path.format(message.pk)).status_code == 404


def test_a_change_needs_a_post_and_a_token(world: World) -> None:
    ticket = world.ticket(team=world.it)
    path = f"/desk/tickets/{ticket.pk}/resolution/"
    assert seated(world.anna).get(path)["Location"] == f"/desk/tickets/{ticket.pk}/"
    assert seated(world.anna).put(path).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.anna)
    assert strict.post(path).status_code == 403
    assert Ticket.objects.get(pk=ticket.pk).status == "new"


def test_who_moves_a_ticket_out_of_sight_is_led_to_the_list(world: World) -> None:
    ticket, anna = world.ticket(team=world.it), seated(world.anna)
    answer = anna.post(f"/desk/tickets/{ticket.pk}/team/", {"team": world.orders.pk})
    assert (answer.status_code, answer["Location"]) == (303, "/desk/")
    assert anna.get(f"/desk/tickets/{ticket.pk}/").status_code == 404


def test_everybody_gets_a_token_of_their_own(world: World) -> None:
    """Parts of pages are kept from one visitor to the next; their tokens are not."""
    ticket = world.ticket(team=world.it)
    path = f"/desk/tickets/{ticket.pk}/"
    for colleague in (world.anna, world.chiara):
        seated(colleague).get(path)  # in the same language
    chiara = Client(enforce_csrf_checks=True)
    chiara.force_login(world.chiara)
    tokens = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', text(chiara.get(path))))
    assert tokens
    for token in tokens:
        sent = {"csrfmiddlewaretoken": token, "visibility": "note", "body": "Hello"}
        assert chiara.post(path + "messages/", sent).status_code == 303


@pytest.mark.parametrize("path", ["/desk/tickets/999/", "/nowhere/"])
def test_where_nothing_is_agents_are_led_to_the_desk(world: World, path: str) -> None:
    assert _ways_on(seated(world.anna), path) == ["/desk/", "/"]


def test_where_nothing_is_others_are_led_to_the_help_centre(world: World) -> None:
    contact = Client()
    contact.force_login(add_user(email=EMMA.email, role=Role.CUSTOMER))
    assert _ways_on(contact, "/nowhere/") == ["/", "/requests/"]
    assert _ways_on(Client(), "/nowhere/") == ["/", "/requests/", "/desk/"]


def _ways_on(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 404
    return re.findall(r'href="([^"]*)"', text(answer).partition("<h1>")[2])
