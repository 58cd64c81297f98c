"""How far a redaction goes: all of its ticket, what is still to go out, and nothing beside it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balie.channels.email.models import Delivery, Mailbox, Outcome
from balie.core.clock import now
from balie.custom_fields.types import Type
from balie.events.actor import Actor
from balie.events.models import Event
from balie.files.models import Upload
from balie.files.storage import read_blob, store
from balie.files.uploads import Received
from balie.mail.address import Address
from balie.mail.models import Enclosure, OutgoingMail, State
from balie.mail.queueing import queue
from balie.notifications.models import Notification
from balie.search.models import Document
from balie.tickets.conflicts import NotAllowed
from balie.tickets.content import Content, File
from balie.tickets.conversation import receive, reply
from balie.tickets.custom_fields.changing_files import change_files
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.deliveries import reference_of, send_again
from balie.tickets.drafts import Draft
from balie.tickets.field_file_records import FieldFile
from balie.tickets.forwarding.forwarding import forward
from balie.tickets.merging import merge
from balie.tickets.models import Attachment, Channel, Message, Ticket
from balie.tickets.planned import PlannedReply
from balie.tickets.redacting.blacking import BLACK
from balie.tickets.redacting.redacting import REDACTED, Redaction, redact
from balie.tickets.unmerging import unmerge
from tests.support.world import World

WORDS = Redaction(words=("4111-1111",))
SECRET = "4111"


def _files(message: Message) -> frozenset[int]:
    return frozenset(message.attachments.values_list("pk", flat=True))


def _says(mail: OutgoingMail) -> bool:
    mail.refresh_from_db()
    return SECRET in f"{mail.text} {mail.html} {mail.headers} {list(mail.enclosures.values_list('filename'))}"


def test_content_stays_gone_when_words_go_too(card: Message, chiara: Actor) -> None:
    redact(message_id=card.pk, actor=chiara, redaction=Redaction(words=("4111-1111",), content=True))
    card.refresh_from_db()
    assert (card.text, card.html) == (BLACK, "")


def test_mails_of_other_tickets_stay_as_they_are(world: World, chiara: Actor) -> None:
    ticket, other = world.ticket(text="Ok"), world.ticket(subject="Your book")
    reply(ticket_id=other.pk, content=Content(text="The booking is ok, 4111-1111"), actor=Actor.user(world.bram.pk))
    OutgoingMail.objects.update(state=State.FAILED)
    before = list(OutgoingMail.objects.order_by("pk").values("text", "html", "headers"))
    redact(message_id=ticket.messages.get().pk, actor=chiara, redaction=Redaction(content=True))
    again = world.ticket(text="4111-1111")
    redact(message_id=again.messages.get().pk, actor=chiara, redaction=WORDS)
    assert list(OutgoingMail.objects.order_by("pk").values("text", "html", "headers")) == before


def test_what_waits_to_be_sent_goes_out_without_the_words(
    card: Message,
    chiara: Actor,
    world: World,
) -> None:
    reply(ticket_id=card.ticket_id, content=Content(text="Thanks"), actor=Actor.user(world.anna.pk))
    OutgoingMail.objects.update(state=State.QUEUED)
    assert any(map(_says, OutgoingMail.objects.all()))
    redact(message_id=card.pk, actor=chiara, redaction=WORDS)
    mails = list(OutgoingMail.objects.all())
    assert mails
    assert not any(map(_says, mails))
    assert all(mail.state == State.QUEUED and mail.html.strip().endswith("</html>") for mail in mails)


def test_a_mail_that_is_just_being_sent_makes_it_wait(card: Message, chiara: Actor) -> None:
    OutgoingMail.objects.update(state=State.SENDING)
    with pytest.raises(NotAllowed, match="on its way"):
        redact(message_id=card.pk, actor=chiara, redaction=WORDS)
    assert Message.objects.filter(pk=card.pk, text__contains=SECRET).exists()


def test_content_waits_for_an_answer_that_quotes_it(
    card: Message,
    chiara: Actor,
    world: World,
) -> None:
    reply(ticket_id=card.ticket_id, content=Content(text="My card is 4111-1111. Yes?"), actor=Actor.user(world.anna.pk))
    OutgoingMail.objects.filter(state=State.QUEUED).update(next_attempt_at=now() + timedelta(days=1))
    with pytest.raises(NotAllowed, match="on its way"):
        redact(message_id=card.pk, actor=chiara, redaction=Redaction(content=True))


@pytest.mark.parametrize("redaction", [WORDS, Redaction(content=True)])
def test_colleagues_are_not_told_the_words_by_a_mail_that_waits(
    card: Message,
    chiara: Actor,
    world: World,
    redaction: Redaction,
) -> None:
    Notification.objects.create(
        user=world.anna, ticket_id=card.ticket_id, kind="answer", event_id=1, actor_kind="system"
    )
    link = f"http://desk.example/desk/tickets/{card.ticket_id}/#message-{card.pk}"
    mail, other = (
        queue(
            purpose="notification", reference=f"notification:{user.pk}", sender=Address("desk@desk.example"),
            to=[Address("a@x.example")], subject="News", text=f"> My card is 4111-1111.\n\n{link}\n\nThe 2nd",
            html=f"<!DOCTYPE html>\n<html><style>p {{ margin: 0 }}</style><p>My card is 4111-1111.</p>{link}</html>",
        )
        for user in (world.anna, world.bram)
    )  # fmt: skip
    redact(message_id=card.pk, actor=chiara, redaction=redaction)
    assert not _says(mail)
    assert "The 2nd" in mail.text
    assert mail.html.startswith("<!DOCTYPE html>\n<html><style>p { margin: 0 }</style><p>")
    assert _says(other), "it was written to somebody who was told nothing of this ticket"


def test_answers_that_go_out_later_and_drafts_lose_the_words(
    card: Message,
    chiara: Actor,
    world: World,
) -> None:
    planned = PlannedReply.objects.create(
        ticket_id=card.ticket_id, user=world.anna, body="<p>your <b>4111</b>-1111</p>", html=True,
        due_at=now() + timedelta(hours=1),
    )  # fmt: skip
    draft = Draft.objects.create(
        ticket_id=card.ticket_id, user=world.anna, values=[["visibility", "note"], ["body", "your 4111-1111 is"]]
    )
    redact(message_id=card.pk, actor=chiara, redaction=WORDS)
    planned.refresh_from_db()
    draft.refresh_from_db()
    assert planned.body == f"<p>your <b>{BLACK}</b></p>"
    assert (draft.value("body"), draft.version) == (f"your {BLACK} is", 2)


def test_a_file_goes_wherever_the_ticket_has_it(card: Message, chiara: Actor, world: World) -> None:
    file = card.attachments.get()
    enclosed = File(file.blob_id, file.filename, file.content_type, file.size)
    content = Content(text="See", to=({"name": "", "email": "s@supplier.example"},), files=(enclosed,))
    forwarded = forward(message_id=card.pk, content=content, actor=chiara)
    upload = Upload.objects.create(user=world.anna, blob_id=file.blob_id, filename="a.txt", content_type="text/plain")
    Draft.objects.create(ticket_id=card.ticket_id, user=world.anna, values=[]).uploads.add(upload)
    redact(message_id=card.pk, actor=chiara, redaction=Redaction(files=_files(card)))
    assert not forwarded.attachments.exists()
    assert not Enclosure.objects.filter(mail__reference=reference_of(forwarded.pk)).exists()
    assert not Upload.objects.exists()


def test_a_file_goes_from_this_message_alone_where_that_is_wanted(
    card: Message,
    chiara: Actor,
    world: World,
) -> None:
    file = card.attachments.get()
    again = receive(
        ticket_id=card.ticket_id, author=world.emma, channel=Channel.EMAIL, actor=Actor.contact(world.emma.pk),
        content=Content(text="Again", files=(File(file.blob_id, "b.txt", file.content_type, file.size),)),
    )  # fmt: skip
    redact(message_id=card.pk, actor=chiara, redaction=Redaction(files=_files(card), elsewhere=False))
    assert again.attachments.exists()


def test_merged_tickets_lose_the_words_too(card: Message, chiara: Actor, world: World) -> None:
    target = world.ticket(subject="Other", text="x", team=world.it)
    source = card.ticket_id
    merge(target_id=target.pk, source_ids=[source], actor=chiara)
    redact(message_id=card.pk, actor=chiara, redaction=Redaction(words=("4111-1111",), files=_files(card)))
    words = str(list(Document.objects.filter(group_id=target.pk).values_list("words")))
    assert SECRET not in words
    unmerge(ticket_id=source, actor=chiara)
    back = Ticket.objects.get(pk=source)
    assert SECRET not in f"{back.subject} {back.preview}"


def test_words_are_found_where_they_are_quoted_over_lines(
    card: Message,
    chiara: Actor,
    world: World,
) -> None:
    quoted = receive(
        ticket_id=card.ticket_id, author=world.emma, channel=Channel.EMAIL, actor=Actor.contact(world.emma.pk),
        content=Content(text="Yes\n> my pass is blue\n> > whale, cafe\u0301"),
    )  # fmt: skip
    redact(message_id=card.pk, actor=chiara, redaction=Redaction(words=("blue whale", "caf\u00e9")))
    quoted.refresh_from_db()
    assert quoted.text == f"Yes\n> my pass is {BLACK}, {BLACK}"


def test_mail_that_is_not_read_yet_or_of_another_ticket_keeps_its_bytes(
    card: Message,
    chiara: Actor,
    world: World,
) -> None:
    box, raw = Mailbox.objects.get(), str(card.original_id)
    theirs = world.ticket().messages.get()
    made: dict[str, dict[str, Any]] = {
        "own": {"state": "done", "message_id": card.pk, "ticket_id": card.ticket_id},
        "again": {"state": "done", "outcome": Outcome.DUPLICATE, "ticket_id": card.ticket_id},
        "waits": {"state": "received"},
        "theirs": {"state": "done", "message_id": theirs.pk, "ticket_id": theirs.ticket_id},
    }
    for source, fields in made.items():
        Delivery.objects.create(mailbox=box, source=source, blob_id=raw, **fields)
    redact(message_id=card.pk, actor=chiara, redaction=WORDS)
    kept = {one.source: SECRET in read_blob(one.blob_id).decode() for one in Delivery.objects.filter(source__in=made)}
    assert kept == {"own": False, "again": False, "waits": True, "theirs": True}


def test_one_line_tells_of_all_and_a_long_ticket_costs_few_statements(
    card: Message,
    chiara: Actor,
    world: World,
) -> None:
    Message.objects.bulk_create(
        Message(ticket_id=card.ticket_id, visibility="public", direction="in", channel="email", text="4111-1111")
        for _number in range(120)
    )
    with CaptureQueriesContext(
        connection,
    ) as made:
        redact(message_id=card.pk, actor=chiara, redaction=WORDS)
    told = Event.objects.get(kind=REDACTED)
    assert len(told.data["also"]) == 121
    assert len(made) < 60
    assert not Message.objects.filter(text__contains=SECRET).exists()
    assert not Attachment.objects.filter(filename__contains=SECRET).exists()


def test_an_answer_that_did_not_arrive_is_sent_again_without_the_words(
    card: Message, chiara: Actor, world: World
) -> None:
    answer = Message.objects.get(text="Is 4111-1111 right?")
    OutgoingMail.objects.filter(reference=reference_of(answer.pk)).update(state=State.FAILED)
    Message.objects.filter(pk=answer.pk).update(delivery="failed")
    redact(message_id=card.pk, actor=chiara, redaction=WORDS)
    send_again(message_id=answer.pk, actor=Actor.user(world.anna.pk))
    mail = OutgoingMail.objects.get(reference=reference_of(answer.pk))
    assert mail.state == State.QUEUED
    assert not _says(mail)
    assert f"Is {BLACK} right?" in mail.text


def test_one_message_alone_waits_for_answers_that_quote_it(card: Message, chiara: Actor) -> None:
    OutgoingMail.objects.update(state=State.QUEUED)
    alone = Redaction(words=("4111-1111",), elsewhere=False)
    with pytest.raises(NotAllowed, match="on its way"):
        redact(message_id=card.pk, actor=chiara, redaction=alone)
    OutgoingMail.objects.update(state=State.SENT)
    redact(message_id=card.pk, actor=chiara, redaction=alone)
    assert Message.objects.filter(text="Is 4111-1111 right?").exists()


def test_files_in_custom_fields_go_too_and_lose_the_words_in_their_names(
    card: Message, chiara: Actor, world: World
) -> None:
    field = made("papers", Type.FILE, several=True)
    blob, other = card.attachments.get().blob, store(b"a scan")
    files = [
        Received(blob.pk, "copy.txt", "text/plain", blob.size), Received(other.pk, "4111-1111.png", "image/png", 6),
    ]  # fmt: skip
    change_files(ticket_id=card.ticket_id, field=field, add=files, actor=chiara)
    redact(message_id=card.pk, redaction=Redaction(words=("4111-1111",)), actor=chiara)
    _first, second = FieldFile.objects.order_by("pk")
    assert "4111" not in second.filename
    redact(message_id=card.pk, redaction=Redaction(files=frozenset({card.attachments.get().pk})), actor=chiara)
    assert list(FieldFile.objects.all()) == [second]
    assert Ticket.objects.get(pk=card.ticket_id).fields == {str(field): [str(second.pk)]}
    change_files(ticket_id=card.ticket_id, field=field, remove=[second.pk], actor=chiara)
    assert Ticket.objects.get(pk=card.ticket_id).fields == {}
