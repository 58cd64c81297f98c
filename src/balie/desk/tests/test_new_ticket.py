"""Tickets that agents open for somebody."""

from typing import Any

import pytest

from balie.desk.tests.desk import seated, text
from balie.events.actor import Actor
from balie.events.models import Event
from balie.tickets.models import Ticket
from tests.cast import EMMA, HENRY
from tests.support.world import World

PATH = "/desk/tickets/new/"


def filled_in(**changes: Any) -> dict[str, Any]:
    given = {
        "email": HENRY.email, "name": HENRY.name, "subject": "The lamp flickers", "body": "He called.",
        "channel": "phone", "team": "", "kind": "incident", "priority": "3", "tags": "lamp, kitchen",
    }  # fmt: skip
    return given | changes


def test_a_call_becomes_a_ticket(world: World) -> None:
    answer = seated(world.anna).post(PATH, filled_in(team=world.it.pk))
    ticket = Ticket.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/tickets/{ticket.pk}/")
    assert (ticket.requester.name, ticket.channel, ticket.kind, ticket.priority, ticket.team) == (
        HENRY.name, "phone", "incident", 3, world.it,
    )  # fmt: skip
    assert set(ticket.tags.values_list("name", flat=True)) == {"lamp", "kitchen"}
    assert Event.objects.get(kind="ticket.opened").actor == Actor.user(world.anna.pk)


def test_a_known_contact_is_recognised(world: World) -> None:
    seated(world.anna).post(PATH, filled_in(email=EMMA.email.upper(), name="Somebody"))
    assert Ticket.objects.get().requester == world.emma


def test_the_form_knows_whom_one_comes_from(world: World) -> None:
    page = text(seated(world.anna).get(f"{PATH}?contact={world.emma.pk}"))
    assert f'value="{EMMA.email}"' in page
    assert f'value="{EMMA.name}"' in page


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "nobody"},
        {"subject": ""},
        {"body": ""},
        {"team": "999"},
        {"priority": "9"},
        {"kind": "x"},
        {"tags": "lamp," + "x" * 61},
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(world: World, changes: dict[str, Any]) -> None:
    sent = filled_in(**changes)
    answer = seated(world.anna).post(PATH, sent)
    assert answer.status_code == 422
    assert "field-error" in text(answer)
    for key in ("name", "tags"):
        assert f'value="{sent[key]}"' in text(answer)
    assert not Ticket.objects.exists()


def test_a_ticket_for_another_team_leads_to_where_it_can_be_seen(world: World) -> None:
    answer = seated(world.anna).post(PATH, filled_in(team=world.orders.pk), follow=True)
    assert answer.redirect_chain == [("/desk/", 303)]
    assert f"Ticket #{Ticket.objects.get().pk} is opened." in text(answer)
