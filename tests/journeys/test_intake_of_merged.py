"""Mail that still knows a ticket by the number it had before it was merged."""

import pytest

from balie.channels.email.addresses import message_id, reply_address
from balie.channels.email.models import Mailbox, Outcome
from balie.events.actor import Actor
from balie.tickets.content import Content
from balie.tickets.conversation import reply
from balie.tickets.lifecycle import change_status
from balie.tickets.merging import merge
from balie.tickets.models import Message, Status, Ticket
from balie.tickets.splitting import split
from balie.tickets.unmerging import unmerge
from tests.journeys.test_intake import EMMA, Desk, beside, desk
from tests.support.smtp import listener, mail

__all__ = ["desk", "listener"]
pytestmark = pytest.mark.journey
FARID = "Farid Haddad <farid@lampenhaus.example>"


@pytest.fixture
def merged(desk: Desk) -> tuple[Ticket, Message]:
    """Emma's ticket, and the first mail of Farid's, which was merged into it."""
    stays = desk.opened(Message_ID="<1@fietsfabriek.example>").ticket
    gone = desk.message(desk.take(mail("No paper.", sender=FARID, Message_ID="<2@lampenhaus.example>")))
    merge(target_id=stays.pk, source_ids=[gone.ticket_id], actor=Actor.user(desk.world.anna.pk))
    return stays, gone


@pytest.mark.parametrize("way", ["signed address", "its own id", "an id of ours", "number"])
def test_every_way_to_a_merged_ticket_leads_on(desk: Desk, merged: tuple[Ticket, Message], way: str) -> None:
    stays, gone = merged
    number = gone.ticket_id
    words, to = {
        "signed address": ({}, reply_address("support@localhost", number)),
        "its own id": ({"In_Reply_To": "<2@lampenhaus.example>"}, "support@localhost"),
        "an id of ours": ({"In_Reply_To": f"<{message_id(0, number, 'localhost')}>"}, "support@localhost"),
        "number": ({"subject": f"Still none [#{number}]"}, "support@localhost"),
    }[way]
    said = mail("Still none.", sender=FARID, Message_ID="<3@lampenhaus.example>", **words)  # type: ignore[arg-type]
    delivery = desk.take(said, to=to)
    message = desk.message(delivery)
    assert (delivery.outcome, message.ticket_id, message.unverified) == (Outcome.APPENDED, stays.pk, False)
    unmerge(ticket_id=number, actor=Actor.user(desk.world.anna.pk))
    message.refresh_from_db()
    assert message.ticket_id == number


def test_an_answer_reaches_those_of_both_and_their_answers_stay(desk: Desk, merged: tuple[Ticket, Message]) -> None:
    stays, gone = merged
    sent = reply(ticket_id=stays.pk, content=Content(text="Mended."), actor=Actor.user(desk.world.anna.pk))
    sent.refresh_from_db()
    assert {to["email"] for to in (*sent.to, *sent.cc)} == {"emma@fietsfabriek.example", "farid@lampenhaus.example"}
    answer = mail("Thank you.", sender=FARID, Message_ID="<4@lampenhaus.example>", In_Reply_To=f"<{sent.rfc_id}>")
    assert desk.message(desk.take(answer)).ticket_id == stays.pk
    unmerge(ticket_id=gone.ticket_id, actor=Actor.user(desk.world.anna.pk))
    assert list(Message.objects.filter(ticket=gone.ticket_id)) == [gone]


def test_the_same_mail_at_a_second_mailbox_is_not_said_twice(desk: Desk, merged: tuple[Ticket, Message]) -> None:
    stays, _gone = merged
    Mailbox.objects.create(address="orders@localhost", name="Orders")
    said = mail("Both of you.", sender=FARID, Message_ID="<5@lampenhaus.example>", In_Reply_To="<2@lampenhaus.example>")
    desk.take(said)
    assert desk.take(said, to="orders@localhost").outcome == Outcome.DUPLICATE
    assert Message.objects.filter(ticket=stays).count() == 3


def test_once_the_one_that_stayed_is_closed_a_new_ticket_stands_beside_it(
    desk: Desk, merged: tuple[Ticket, Message]
) -> None:
    stays, gone = merged
    change_status(ticket_id=stays.pk, status=Status.CLOSED, actor=Actor.user(desk.world.anna.pk))
    late = desk.message(desk.take(mail("Again.", sender=FARID, In_Reply_To="<2@lampenhaus.example>")))
    assert late.ticket_id not in {stays.pk, gone.ticket_id}
    assert beside(late.ticket_id) == [stays.pk]


def test_an_answer_to_a_mail_that_was_split_off_finds_its_new_ticket(desk: Desk) -> None:
    first = desk.opened(Message_ID="<1@fietsfabriek.example>")
    words = {"Message_ID": "<2@fietsfabriek.example>", "In_Reply_To": "<1@fietsfabriek.example>"}
    other = desk.message(desk.take(mail("And the lamp.", sender=EMMA, **words)))
    new = split(message_id=other.pk, subject="The lamp", actor=Actor.user(desk.world.anna.pk))
    later = mail("Still dark.", sender=EMMA, In_Reply_To="<2@fietsfabriek.example>")
    assert desk.message(desk.take(later)).ticket_id == new.pk
    assert Message.objects.get(pk=first.pk).ticket_id == first.ticket_id
