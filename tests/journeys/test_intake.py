"""A mail becomes a ticket, or part of one: from the SMTP listener to what an agent will see."""

from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from email.utils import make_msgid
from functools import partial

import pytest
from django.db import connection
from django.db.models import Count
from django.utils import translation

from balie.channels.email.addresses import instance_id, message_id, reply_address
from balie.channels.email.intake import run_batch
from balie.channels.email.mailboxes import default_mailbox
from balie.channels.email.models import Delivery, Mailbox, Outcome, State
from balie.events.actor import SYSTEM, Actor
from balie.files.storage import read_blob
from balie.people.editing.blocking import block_address, block_contact
from balie.tickets.content import Content
from balie.tickets.conversation import reply
from balie.tickets.lifecycle import change_status
from balie.tickets.linking import Way, ends_of
from balie.tickets.models import Attachment, Message, Status, Ticket
from tests import cast
from tests.support.smtp import Listener, listener, mail
from tests.support.world import World, make_world

__all__ = ["listener"]
pytestmark = pytest.mark.journey

EMMA = "Emma Klein <emma@fietsfabriek.example>"
OSCAR = "Oscar <oscar@elsewhere.example>"


@pytest.fixture
def desk(listener: Listener) -> "Desk":
    return Desk(listener)


def beside(ticket_id: int) -> list[int]:
    """Tickets that it is linked with."""
    return sorted(end.other for end in ends_of(ticket_id) if end.way == Way.RELATED)


class Desk:
    """The listener and the worker's queue, with the world's people."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.world: World = make_world(password=None)

    def take(self, raw: bytes, *, to: str = "support@localhost", sender: str = "emma@fietsfabriek.example") -> Delivery:
        self.listener.send(raw, to=to, sender=sender)
        while run_batch():
            pass
        return Delivery.objects.latest("id")

    def opened(self, **words: str) -> Message:
        """A ticket of Emma's."""
        return self.message(self.take(_mail(**{"sender": EMMA, **words})))

    def message(self, delivery: Delivery) -> Message:
        assert delivery.message_id, (delivery.outcome, delivery.reason, delivery.error)
        return Message.objects.select_related("ticket").get(pk=delivery.message_id)


def _mail(text: str = "Since this morning the till is silent.", **words: str) -> bytes:
    return mail(text, **{"sender": EMMA, "Message_ID": make_msgid(domain="fietsfabriek.example"), **words})


def test_a_question_by_mail_is_a_ticket_with_all_that_came_along(desk: Desk) -> None:
    written = EmailMessage()
    written["From"], written["To"], written["Cc"] = EMMA, "support@localhost", "Farid <farid@lampenhaus.example>"
    written["Subject"], written["Message-ID"] = "The till prints no receipts", "<1@fietsfabriek.example>"
    written.set_content("Look at this.")
    written.add_alternative('<p>Look at <b>this</b>: <img src="cid:shot@x"></p>', subtype="html")
    html = written.get_payload()[1]  # type: ignore[index]
    html.add_related(b"\x89PNG picture", "image", "png", cid="<shot@x>", filename="shot.png")  # type: ignore[union-attr]
    written.add_attachment(b"%PDF invoice", maintype="application", subtype="pdf", filename="invoice.pdf")
    Mailbox.objects.update(team=desk.world.it)
    message = desk.message(desk.take(written.as_bytes()))
    ticket = message.ticket
    assert (ticket.subject, ticket.requester, ticket.team) == (
        "The till prints no receipts", desk.world.emma, desk.world.it,
    )  # fmt: skip
    assert (message.text.strip(), message.rfc_id, message.author_contact) == (
        "Look at this.", "1@fietsfabriek.example", desk.world.emma,
    )  # fmt: skip
    assert 'src="cid:shot@x"' in message.html
    files = Attachment.objects.filter(message=message)
    assert {(file.filename, file.inline, file.content_id) for file in files} == {
        ("invoice.pdf", False, ""), ("shot.png", True, "shot@x"),
    }  # fmt: skip
    assert read_blob(files.get(filename="invoice.pdf").blob_id) == b"%PDF invoice"
    assert [participant.contact for participant in ticket.participants.all()] == [desk.world.farid]
    assert message.original_id == Delivery.objects.get().blob_id


def test_an_answer_finds_its_ticket_by_the_signed_address_alone(desk: Desk) -> None:
    ticket = desk.opened().ticket
    address = reply_address("support@localhost", ticket.pk).upper()
    delivery = desk.take(_mail("It prints again."), to=address)
    assert (delivery.outcome, delivery.ticket_id) == (Outcome.APPENDED, ticket.pk)
    assert not desk.message(delivery).unverified


def test_an_answer_finds_its_ticket_by_the_ids_it_names(desk: Desk) -> None:
    first = desk.opened()
    answer = reply(ticket_id=first.ticket_id, content=Content(text="Try again."), actor=Actor.user(desk.world.anna.pk))
    sent = Message.objects.get(pk=answer.pk).rfc_id or message_id(answer.pk, first.ticket_id, "localhost")
    references = f"<{first.rfc_id}> <{sent}>"
    for named in ({"In_Reply_To": f"<{sent}>"}, {"References": references}, {"In_Reply_To": f"<{first.rfc_id}>"}):
        assert desk.take(_mail("Works.", **named)).ticket_id == first.ticket_id
    assert first.ticket.messages.count() == 5


def test_ids_of_mail_we_never_saw_lead_to_the_same_ticket_too(desk: Desk) -> None:
    """Two people answer each other with us in copy, and we missed how it began."""
    first = desk.take(_mail("See below.", References="<never-seen@x.example>"))
    second = desk.take(_mail("And I too.", In_Reply_To="<never-seen@x.example>"))
    assert (second.outcome, second.ticket_id) == (Outcome.APPENDED, first.ticket_id)


def test_a_question_that_its_answer_has_overtaken_joins_it(desk: Desk) -> None:
    answer = desk.take(_mail("PS: it is urgent.", In_Reply_To="<late@fietsfabriek.example>"))
    question = desk.take(_mail("The till is silent.", Message_ID="<late@fietsfabriek.example>"))
    assert (question.outcome, question.ticket_id) == (Outcome.APPENDED, answer.ticket_id)


def test_a_stranger_with_the_signed_address_is_heard_but_gets_nothing(desk: Desk) -> None:
    ticket = desk.opened().ticket
    delivery = desk.take(_mail("Me too.", sender=OSCAR), to=reply_address("support@localhost", ticket.pk))
    assert (delivery.outcome, delivery.ticket_id) == (Outcome.APPENDED, ticket.pk)
    assert desk.message(delivery).unverified
    assert not Ticket.objects.get(pk=ticket.pk).participants.filter(accepted=True).exists()


def test_a_stranger_who_names_our_ids_or_numbers_opens_a_ticket_of_their_own(desk: Desk) -> None:
    first = desk.opened()
    by_id = desk.take(_mail("Hand it over.", sender=OSCAR, In_Reply_To=f"<{first.rfc_id}>"))
    by_number = desk.take(_mail("Hand it over.", sender=OSCAR, subject=f"Re: [#{first.ticket_id}] till"))
    for delivery in (by_id, by_number):
        assert delivery.outcome == Outcome.OPENED
        assert beside(desk.message(delivery).ticket_id) == [first.ticket_id]


def test_the_number_in_the_subject_is_enough_for_those_who_take_part(desk: Desk) -> None:
    ticket = desk.opened().ticket
    assert desk.take(_mail("Any news?", subject=f"RE: [#{ticket.pk}] The till")).ticket_id == ticket.pk
    assert desk.take(_mail("Any news?", subject="RE: [#999999] The till")).outcome == Outcome.OPENED


def test_a_mail_whose_sender_is_not_genuine_is_never_appended_as_theirs(desk: Desk) -> None:
    first = desk.opened()
    forged = {"Authentication_Results": "mx.example; spf=fail; dmarc=fail (p=reject) header.from=fietsfabriek.example"}
    by_id = desk.take(_mail("Pay here.", In_Reply_To=f"<{first.rfc_id}>", **forged))
    assert by_id.outcome == Outcome.OPENED
    signed = desk.take(_mail("Pay here.", **forged), to=reply_address("support@localhost", first.ticket_id))
    assert desk.message(signed).unverified
    assert Ticket.objects.get(pk=first.ticket_id).messages.filter(unverified=False).count() == 1


def test_only_the_findings_of_our_own_mail_server_count_where_it_is_known(desk: Desk) -> None:
    Mailbox.objects.update(authserv_id="mx.ours.example")
    first = desk.opened()
    theirs = {"Authentication_Results": "mx.theirs.example; dmarc=fail"}
    assert desk.take(_mail("Works.", In_Reply_To=f"<{first.rfc_id}>", **theirs)).outcome == Outcome.APPENDED
    ours = {"Authentication_Results": "mx.ours.example; dmarc=fail"}
    assert desk.take(_mail("Works?", In_Reply_To=f"<{first.rfc_id}>", **ours)).outcome == Outcome.OPENED


def test_an_answer_reopens_a_resolved_ticket_and_opens_a_new_one_for_a_closed_one(desk: Desk) -> None:
    first = desk.opened()
    anna = Actor.user(desk.world.anna.pk)
    change_status(ticket_id=first.ticket_id, status=Status.RESOLVED, actor=anna)
    desk.take(_mail("Still silent.", In_Reply_To=f"<{first.rfc_id}>"))
    assert Ticket.objects.get(pk=first.ticket_id).status == Status.OPEN
    change_status(ticket_id=first.ticket_id, status=Status.CLOSED, actor=anna)
    late = desk.message(desk.take(_mail("It is silent again.", In_Reply_To=f"<{first.rfc_id}>")))
    assert beside(late.ticket_id) == [first.ticket_id]
    later = desk.take(_mail("Hello?", In_Reply_To=f"<{late.rfc_id}>", References=f"<{first.rfc_id}> <{late.rfc_id}>"))
    assert later.ticket_id == late.ticket_id


def test_an_automatic_reply_is_kept_silently_with_its_ticket_and_nowhere_else(desk: Desk) -> None:
    first = desk.opened()
    change_status(ticket_id=first.ticket_id, status=Status.RESOLVED, actor=Actor.user(desk.world.anna.pk))
    away = {"Auto_Submitted": "auto-replied", "subject": "Out of office"}
    kept = desk.take(_mail("I am away.", In_Reply_To=f"<{first.rfc_id}>", **away))
    assert (kept.outcome, Ticket.objects.get(pk=first.ticket_id).status) == (Outcome.APPENDED, Status.RESOLVED)
    nowhere = desk.take(_mail("I am away.", **away))
    assert (nowhere.outcome, bool(nowhere.reason)) == (Outcome.IGNORED, True)


def test_what_this_desk_has_sent_itself_does_not_come_in_again(desk: Desk) -> None:
    loop = desk.take(_mail("We have your request", sender="support@localhost", X_Balie_Id=instance_id()))
    assert (loop.outcome, Ticket.objects.count()) == (Outcome.IGNORED, 0)


def test_an_alarm_opens_a_ticket_and_nobody_answers_the_machine(desk: Desk) -> None:
    alarm = desk.take(_mail("Disk full", sender="monitor@shop.example", Auto_Submitted="auto-generated"))
    assert (alarm.outcome, desk.message(alarm).automatic) == (Outcome.OPENED, True)


def test_two_alarms_that_read_the_same_are_two_tickets(desk: Desk) -> None:
    raw = mail("Disk full", sender="monitor@shop.example")
    tickets = {desk.take(raw).ticket_id, desk.take(raw).ticket_id}
    assert len(tickets) == 2


def test_the_same_mail_again_is_a_duplicate_but_one_with_its_id_and_other_words_is_not(desk: Desk) -> None:
    first = desk.take(_mail("Parcel 1 is on its way.", Message_ID="<parcels@carrier.example>"))
    again = desk.take(_mail("Parcel 1 is on its way.", Message_ID="<parcels@carrier.example>"))
    other = desk.take(_mail("Parcel 2 is on its way.", Message_ID="<parcels@carrier.example>"))
    assert (again.outcome, again.ticket_id) == (Outcome.DUPLICATE, first.ticket_id)
    assert (other.outcome, Message.objects.count()) == (Outcome.OPENED, 2)


def test_a_mail_to_two_mailboxes_reaches_both_once(desk: Desk) -> None:
    Mailbox.objects.create(address="orders@localhost", team=desk.world.orders)
    raw = _mail("For both of you.", to="support@localhost, orders@localhost")
    for _time in range(2):
        for address in ("support@localhost", "orders@localhost"):
            desk.take(raw, to=address)
    first, second = Ticket.objects.order_by("id")
    assert (first.team, second.team, beside(second.pk)) == (None, desk.world.orders, [first.pk])
    assert Ticket.objects.get(pk=first.pk).participants.count() == 0


def test_a_copy_for_a_second_mailbox_is_not_said_twice_on_the_same_ticket(desk: Desk) -> None:
    Mailbox.objects.create(address="orders@localhost")
    first = desk.opened()
    raw = _mail("To all.", In_Reply_To=f"<{first.rfc_id}>")
    desk.take(raw)
    assert desk.take(raw, to="orders@localhost").outcome == Outcome.DUPLICATE
    assert first.ticket.messages.count() == 2


@pytest.mark.parametrize("sender", ["no-reply@shop.example", "Support <support@localhost>"])
def test_a_web_form_that_writes_for_somebody_opens_their_ticket(desk: Desk, sender: str) -> None:
    delivery = desk.take(_mail("I would like a quote.", sender=sender, Reply_To="Henry <henry@inbox.example>"))
    assert desk.message(delivery).ticket.requester.name == "Henry"


def test_an_agent_who_writes_is_a_contact_like_others(desk: Desk) -> None:
    """From can be forged: nobody acts as an agent by it. What they see of the ticket decides whether it is appended."""
    first = desk.opened()
    answer = desk.take(
        _mail("I'll look.", sender=f"Anna <{cast.ANNA.email}>", In_Reply_To=f"<{first.rfc_id}>"), sender=cast.ANNA.email
    )
    message = desk.message(answer)
    assert message.ticket_id == first.ticket_id
    assert (message.author_user, message.direction) == (None, "in")


def test_a_mail_without_any_sender_is_a_ticket_all_the_same(desk: Desk) -> None:
    delivery = desk.take(b"Subject: hello\r\n\r\nWho am I?\r\n", sender="")
    assert delivery.outcome == Outcome.OPENED
    message = desk.message(delivery)
    requester = message.ticket.requester
    assert (requester.name, message.automatic) == ("", True), "nobody can be answered"
    with translation.override("nl"):
        assert str(requester) == "Onbekende afzender"


def test_mails_of_one_thread_that_several_workers_take_at_once_are_one_ticket(desk: Desk) -> None:
    for thread in range(3):
        root = f"<{thread}.root@x.example>"
        desk.listener.send(_mail("How it began.", Message_ID=root))
        for number in range(4):
            desk.listener.send(_mail(f"And {number}.", References=root, Message_ID=f"<{thread}.{number}@x.example>"))

    def work() -> None:
        try:
            while run_batch():
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        for done in [workers.submit(work) for _worker in range(4)]:
            done.result()
    assert Delivery.objects.filter(state=State.RECEIVED).count() == 0
    assert sorted(Ticket.objects.annotate(said=Count("messages")).values_list("said", flat=True)) == [5, 5, 5]


def test_a_mail_that_cannot_be_understood_is_tried_again_and_then_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(raw: bytes) -> None:
        raise ValueError(f"{len(raw)} bytes of nonsense")

    raw = _mail(subject="Riddle")
    monkeypatch.setattr("balie.channels.email.arrival.parse", fail)
    delivery = desk.take(raw)
    assert (delivery.state, delivery.attempts) == (State.RECEIVED, 1)
    assert "nonsense" in delivery.error
    for _time in range(3):
        Delivery.objects.filter(state=State.RECEIVED).update(due_at=delivery.received_at)
        run_batch()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.outcome, delivery.reason) == (State.KEPT, Outcome.KEPT, "not-understood")
    message = desk.message(delivery)
    assert (message.ticket.subject, message.ticket.requester) == ("Riddle", desk.world.emma)
    assert message.text == "", "what is said of it is said in the reader's language"
    assert read_blob(Attachment.objects.get(message=message).blob_id) == raw
    monkeypatch.undo()
    assert desk.take(_mail("And the next one.")).outcome == Outcome.OPENED


def test_a_mail_that_ends_the_process_each_time_is_kept_unread(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.listener.send(_mail(subject="Deadly"))
    # As processes leave it that did not live to finish.
    Delivery.objects.update(attempts=5)
    monkeypatch.setattr("balie.channels.email.arrival.parse", lambda _raw: pytest.fail("it was read again"))
    assert run_batch() == 1
    assert Delivery.objects.get().outcome == Outcome.KEPT


def test_the_first_mailbox_is_there_from_the_start(transactional_db: None) -> None:
    assert default_mailbox().address == "support@localhost"
    assert default_mailbox() == default_mailbox()


def test_mail_of_who_was_blocked_is_kept_and_nobody_is_told(desk: Desk) -> None:
    first = desk.opened()
    emma = desk.world.emma
    address = emma.identities.get()
    whole = partial(block_contact, contact_id=emma.pk, actor=SYSTEM)
    only = partial(block_address, contact_id=emma.pk, identity_id=address.pk, actor=SYSTEM)
    for block in (whole, only):
        block(blocked=True)
        delivery = desk.take(_mail("Once more", In_Reply_To=f"<{first.rfc_id}>"))
        kept = desk.message(delivery)
        assert (delivery.reason, delivery.unanswered) == ("blocked", "blocked")
        assert (kept.ticket.status, kept.automatic, kept.ticket.awaits_answer) == ("closed", True, False)
        assert kept.ticket_id != first.ticket_id
        block(blocked=False)
    assert desk.message(desk.take(_mail("And now", In_Reply_To=f"<{first.rfc_id}>"))).ticket_id == first.ticket_id
