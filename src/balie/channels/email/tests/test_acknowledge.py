"""What somebody hears who has just asked."""

import pytest

from balie.channels.email.addresses import ticket_of
from balie.events import dispatch
from balie.events.actor import Actor
from balie.events.models import Event
from balie.people.identities import contact_for
from balie.people.models import Contact
from balie.tickets.content import Content
from balie.tickets.conversation import open_ticket
from balie.tickets.models import Channel, Ticket
from tests.support.outbox import Mail, Outbox
from tests.support.world import World


def ask(contact: Contact, *, channel: str = Channel.EMAIL, reason: str = "", **content: object) -> Ticket:
    ticket, _message = open_ticket(
        subject="No receipts", requester=contact, channel=channel, actor=Actor.contact(contact.pk), reason=reason,
        content=Content(text="The till is silent.", **content),  # type: ignore[arg-type] # values of a test
    )  # fmt: skip
    return ticket


def heard(outbox: Outbox) -> list[Mail]:
    while dispatch.run_batch():
        pass
    return outbox.mails()


def test_it_says_the_number_what_comes_next_and_where_to_look(world: World, outbox: Outbox) -> None:
    ticket = ask(world.emma, rfc_id="first@fietsfabriek.example")

    (mail,) = heard(outbox)

    assert mail.recipients == ["emma@fietsfabriek.example"]
    assert f"[#{ticket.pk}]" in (mail["Subject"] or "")
    assert f"#{ticket.pk}" in mail.text
    assert "/r/" in mail.text
    assert "/r/" in mail.html
    assert mail["In-Reply-To"] == "<first@fietsfabriek.example>"
    assert ticket_of((mail["Reply-To"] or "").strip("<>").rpartition("<")[2]) == ticket.pk


def test_no_machine_answers_it(world: World, outbox: Outbox) -> None:
    ask(world.emma)

    (mail,) = heard(outbox)

    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["Return-Path"] == "<>"


def test_it_is_sent_once_however_often_the_step_is_taken(world: World, outbox: Outbox) -> None:
    ask(world.emma)
    heard(outbox)
    Event.objects.filter(kind="ticket.opened").update(due_at="2026-01-01T00:00Z")

    assert len(heard(outbox)) == 1


def test_a_machine_is_not_answered(world: World, outbox: Outbox) -> None:
    ask(world.emma, automatic=True)

    assert heard(outbox) == []


def test_a_sender_who_may_be_forged_is_not_answered(world: World, outbox: Outbox) -> None:
    ask(world.emma, reason="not-authenticated")

    assert heard(outbox) == []


@pytest.mark.parametrize(
    "address", ["no-reply@shop.example", "MAILER-DAEMON@shop.example", "postmaster@a.example", "unknown@sender.invalid"]
)
def test_neither_is_an_address_that_is_nobodys(world: World, outbox: Outbox, address: str) -> None:
    ask(contact_for(email=address))

    assert heard(outbox) == []


def test_somebody_who_asks_again_and_again_hears_of_three_an_hour(world: World, outbox: Outbox) -> None:
    for _number in range(6):
        ask(world.emma)
    ask(world.farid)

    assert [mail.recipients[0] for mail in heard(outbox)].count("emma@fietsfabriek.example") == 3
    assert len(heard(outbox)) == 4


def test_what_an_agent_writes_down_after_a_call_is_not_acknowledged(world: World, outbox: Outbox) -> None:
    ask(world.emma, channel=Channel.PHONE)

    assert heard(outbox) == []


def test_what_came_by_the_portal_is(world: World, outbox: Outbox) -> None:
    ask(world.emma, channel=Channel.PORTAL)

    assert len(heard(outbox)) == 1
