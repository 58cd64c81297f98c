"""A message goes on to somebody who takes no part, and their answer comes back to the desk alone."""

import re
from html import unescape

import pytest
from django.test import Client

from balie.channels.email.deliveries import take_in
from balie.channels.email.intake import run_batch
from balie.channels.email.mailboxes import default_mailbox
from balie.desk.tests.desk import seated, text
from balie.events.actor import Actor
from balie.files.storage import store
from balie.people.access import user_for
from balie.tickets.content import Content, File
from balie.tickets.conversation import receive
from balie.tickets.models import Attachment, Channel, DeliveryState, Direction, Message, Status, Visibility
from balie.tickets.participants import Participant
from tests import cast
from tests.support.outbox import Outbox
from tests.support.world import World

SUPPLIER = "helpdesk@tills.example"


@pytest.fixture
def message(world: World, outbox: Outbox) -> Message:
    ticket = world.ticket(team=world.it, text="A secret from before")
    log, picture = store(b"log"), store(b"picture")
    content = Content(
        text="It smokes.", html='<p>It <b>smokes</b>. <img src="cid:smoke" alt="smoke"></p>',
        files=(
            File(log.pk, "log.txt", "text/plain", 3),
            File(picture.pk, "smoke.png", "image/png", 7, inline=True, content_id="smoke"),
        ),
    )  # fmt: skip
    return receive(
        ticket_id=ticket.pk, content=content, author=world.emma, channel=Channel.EMAIL,
        actor=Actor.contact(world.emma.pk),
    )  # fmt: skip


@pytest.fixture
def anna(world: World) -> Client:
    return seated(world.anna)


def send(anna: Client, message: Message, **fields: object) -> Message:
    page = f"/desk/messages/{message.pk}/forwarding/"
    shown = re.search(r'<textarea class="composer-text".*?>(.*?)</textarea>', text(anna.get(page)), re.DOTALL)
    assert shown is not None
    values = {"to": SUPPLIER, "body": unescape(shown[1]), "body_format": "html", **fields}
    answer = anna.post(page, values)
    assert answer.status_code == 303, text(answer)
    return Message.objects.latest("pk")


def arrives(raw: bytes) -> Message:
    take_in(
        raw, mailbox_id=default_mailbox().pk, source="test", envelope_from=SUPPLIER, envelope_to=["support@localhost"]
    )
    while run_batch():
        pass
    return Message.objects.latest("pk")


def shown_to_emma(said: Message) -> bool:
    emma = user_for(cast.EMMA.email)
    assert emma is not None
    return Message.objects.visible_to(emma).filter(pk=said.pk).exists()


def test_it_goes_out_with_the_message_and_the_files_that_were_chosen(
    message: Message, anna: Client, outbox: Outbox, world: World
) -> None:
    log = message.attachments.get(filename="log.txt")
    said = send(anna, message, file=[log.pk])
    (mail,) = outbox.mails()
    assert mail["To"] == SUPPLIER
    assert mail["Subject"] == f"Fwd: The till prints no receipts [#{message.ticket_id}]"
    assert "<b>smokes</b>" in mail.html
    assert "emma@fietsfabriek.example" in mail.html
    assert "A secret from before" not in mail.html + mail.text
    assert "/requests/" not in mail.html + mail.text, "no way into the ticket"
    assert sorted(said.attachments.values_list("filename", "inline")) == [("log.txt", False), ("smoke.png", True)]
    assert "cid:forwarded-" in mail.html
    said.refresh_from_db()
    assert (said.visibility, said.direction, said.delivery) == (Visibility.NOTE, Direction.OUT, DeliveryState.SENT)


def test_a_file_that_was_not_chosen_stays_here(message: Message, anna: Client, outbox: Outbox) -> None:
    said = send(anna, message, body="Look at this", body_format="text")
    assert not said.attachments.exists()


def test_the_contact_does_not_see_it_and_nothing_else_changes(message: Message, anna: Client, world: World) -> None:
    before = message.ticket
    before.refresh_from_db()
    said = send(anna, message)
    ticket = type(before).objects.get(pk=before.pk)
    assert (ticket.awaits_answer, ticket.preview, ticket.first_answered_at) == (True, before.preview, None)
    assert not shown_to_emma(said)
    assert not Participant.objects.filter(ticket=ticket).exists()
    assert "Forwarded, the contact does not see it" in text(anna.get(f"/desk/tickets/{ticket.pk}/"))


def test_the_answer_comes_back_among_the_notes_and_makes_nobody_take_part(
    message: Message, anna: Client, outbox: Outbox
) -> None:
    send(anna, message)
    (mail,) = outbox.mails()
    said = arrives(
        f"From: Till people <{SUPPLIER.upper()}>\r\nTo: {mail['Reply-To']}\r\nCc: boss@tills.example\r\n"
        f"In-Reply-To: {mail['Message-ID']}\r\nMessage-ID: <1@tills.example>\r\nSubject: Re: {mail['Subject']}\r\n"
        "\r\nPull the plug.\r\n".encode()
    )
    assert (said.ticket_id, said.visibility, said.direction) == (message.ticket_id, Visibility.NOTE, Direction.IN)
    assert (said.reason, said.unverified) == ("forwarded", False)
    assert not Participant.objects.filter(ticket=message.ticket_id).exists()
    assert said.ticket.awaits_answer
    assert said.ticket.status == Status.NEW
    assert not shown_to_emma(said)


def test_somebody_else_with_the_same_reply_address_stays_a_stranger(
    message: Message, anna: Client, outbox: Outbox
) -> None:
    send(anna, message)
    (mail,) = outbox.mails()
    said = arrives(
        f"From: other@tills.example\r\nTo: {mail['Reply-To']}\r\nMessage-ID: <2@tills.example>\r\n"
        "Subject: Re: till\r\n\r\nI read along.\r\n".encode()
    )
    assert (said.ticket_id, said.reason, said.unverified) == (message.ticket_id, "signed-address-by-stranger", True)


@pytest.mark.parametrize("fields", [{"to": ""}, {"to": "nobody"}, {"body": "", "file": []}])
def test_what_cannot_go_comes_back_with_its_words(message: Message, anna: Client, fields: dict[str, object]) -> None:
    before = Message.objects.count()
    values = {"to": SUPPLIER, "body": "My words", "body_format": "text", "cc": "a@b.example", **fields}
    answer = anna.post(f"/desk/messages/{message.pk}/forwarding/", values)
    assert answer.status_code == 422
    assert "a@b.example" in text(answer)
    assert Message.objects.count() == before


def test_a_forward_that_would_leave_the_desk_to_nobody_is_refused(message: Message, anna: Client) -> None:
    before = Message.objects.count()
    values = {"to": default_mailbox().address, "body": "Please look"}
    answer = anna.post(f"/desk/messages/{message.pk}/forwarding/", values)
    assert answer.status_code == 422
    assert "nothing would leave it" in text(answer)
    assert "Please look" in text(answer)
    assert Message.objects.count() == before


def test_pictures_of_other_messages_do_not_go_along(message: Message, anna: Client, world: World) -> None:
    other = world.ticket(team=world.orders).messages.get()
    secret = Attachment.objects.create(
        message=other, blob_id=store(b"secret").pk, filename="secret.png", content_type="image/png", size=6
    )
    body = f'<p>Look</p><img alt="" src="/files/attachments/{secret.pk}/secret.png">'
    said = send(anna, message, body=body, body_format="html", file=[secret.pk])
    assert not said.attachments.exists()
    assert "<img" not in said.html
