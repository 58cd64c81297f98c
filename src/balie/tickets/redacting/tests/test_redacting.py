"""What was redacted is kept nowhere."""

import pytest

from balie.channels.email.models import Delivery, Mailbox
from balie.events.actor import Actor
from balie.events.models import Event
from balie.files import storage
from balie.files.models import Blob
from balie.files.storage import store
from balie.mail.models import OutgoingMail, State
from balie.search.attachments.texts import FileText
from balie.search.models import Document
from balie.tickets.conflicts import NotAllowed
from balie.tickets.content import Content, File
from balie.tickets.conversation import receive, reply
from balie.tickets.models import Attachment, Channel, Message, Ticket
from balie.tickets.redacting.blacking import BLACK
from balie.tickets.redacting.redacting import REDACTED, Redaction, delete_redacted, redact
from tests.support.world import World

MAIL = b"From: emma@fietsfabriek.example\r\nSubject: Card 4111-1111\r\n\r\nMy card is 4111-1111.\r\n"


@pytest.fixture
def chiara(world: World) -> Actor:
    return Actor.user(world.chiara.pk)


@pytest.fixture
def card(world: World) -> Message:
    """Emma tells the number of her card: in the subject, the words, a file and its name; Anna's answer quotes it."""
    ticket = world.ticket(subject="Card 4111-1111", text="Hello", team=world.it)
    blob, original = store(b"4111-1111 in a file"), store(MAIL)
    FileText.objects.create(sha256=blob, kind="text", text="4111-1111 in a file")
    Delivery.objects.create(
        mailbox=Mailbox.objects.get_or_create(address="help@x.example")[0], source="test", blob_id=original.pk
    )
    file = File(blob.pk, "card 4111-1111.txt", "text/plain", blob.size)
    content = Content(
        text="My card is 4111-1111.", html="<p>My card is <b>4111</b>-1111.</p>", subject="Card 4111-1111",
        files=(file,), original=original.pk,
    )  # fmt: skip
    said = receive(
        ticket_id=ticket.pk, content=content, author=world.emma, channel=Channel.EMAIL,
        actor=Actor.contact(world.emma.pk),
    )  # fmt: skip
    reply(ticket_id=ticket.pk, content=Content(text="Is 4111-1111 right?"), actor=Actor.user(world.anna.pk))
    OutgoingMail.objects.update(state=State.SENT)
    return said


def kept(ticket_id: int) -> str:
    """All that the database says of a ticket's words."""
    said = Message.objects.filter(ticket=ticket_id)
    rows = [
        *said.values_list("text", "reply_text", "html", "history_html", "subject"),
        *Ticket.objects.filter(pk=ticket_id).values_list("subject", "preview"),
        *Attachment.objects.filter(message__in=said).values_list("filename"),
        *Document.objects.filter(group_id=ticket_id).values_list("words"),
        *OutgoingMail.objects.values_list("text", "html", "headers"),
        *Event.objects.filter(ticket_id=ticket_id).values_list("data"),
    ]
    return str(rows)


def test_words_are_gone_from_everywhere(card: Message, chiara: Actor) -> None:
    assert "4111" in kept(card.ticket_id)
    places = redact(
        message_id=card.pk, actor=chiara,
        redaction=Redaction(words=("4111-1111",), files=frozenset(card.attachments.values_list("pk", flat=True))),
    )  # fmt: skip
    assert places >= 4
    assert "4111" not in kept(card.ticket_id)
    card.refresh_from_db()
    assert card.text == f"My card is {BLACK}."
    assert card.html == f"<p>My card is <b>{BLACK}</b>.</p>"
    assert card.ticket.subject == f"Card {BLACK}"


def test_bytes_go_with_the_mail_as_it_came_and_with_the_file(card: Message, chiara: Actor) -> None:
    keys = [str(card.original_id), card.attachments.get().blob_id]
    files = frozenset(card.attachments.values_list("pk", flat=True))
    redact(message_id=card.pk, actor=chiara, redaction=Redaction(files=files))
    delete_redacted(Event.objects.filter(kind=REDACTED).latest("pk"))
    assert not Blob.objects.filter(pk__in=keys).exists()
    assert not any(storage.current().has(key) for key in keys)
    assert not FileText.objects.exists()
    assert "removed" in storage.read_blob(Delivery.objects.get().blob_id).decode()


def test_bytes_that_another_ticket_has_are_kept(card: Message, chiara: Actor, world: World) -> None:
    blob = card.attachments.get().blob_id
    other = world.ticket().messages.get()
    Attachment.objects.create(message=other, blob_id=blob, filename="a.txt", content_type="text/plain", size=1)
    files = frozenset(card.attachments.values_list("pk", flat=True))
    redact(message_id=card.pk, actor=chiara, redaction=Redaction(files=files))
    delete_redacted(Event.objects.filter(kind=REDACTED).latest("pk"))
    assert Blob.objects.filter(pk=blob).exists()


def test_all_content_goes_and_that_it_was_there_stays(card: Message, chiara: Actor) -> None:
    redact(message_id=card.pk, actor=chiara, redaction=Redaction(content=True))
    card.refresh_from_db()
    assert (card.text, card.html, card.subject, card.original_id) == (BLACK, "", "", None)
    assert "my card is" not in kept(card.ticket_id).lower()
    told = Event.objects.get(kind=REDACTED)
    assert (told.message_id, told.actor_id, told.data["what"]) == (card.pk, chiara.id, "content")


def test_only_this_message_where_that_is_wanted(card: Message, chiara: Actor) -> None:
    redact(message_id=card.pk, actor=chiara, redaction=Redaction(words=("4111",), elsewhere=False))
    assert Message.objects.filter(ticket=card.ticket_id, text="Is 4111-1111 right?").exists()


def test_what_is_just_going_out_is_not_touched(card: Message, chiara: Actor) -> None:
    OutgoingMail.objects.update(state=State.QUEUED)
    with pytest.raises(NotAllowed, match="just going out"):
        redact(message_id=card.pk, actor=chiara, redaction=Redaction(words=("4111-1111",)))


@pytest.mark.parametrize("words", [("4112",), (), (" ",)])
def test_what_stands_nowhere_changes_nothing(card: Message, chiara: Actor, words: tuple[str, ...]) -> None:
    with pytest.raises(NotAllowed):
        redact(message_id=card.pk, actor=chiara, redaction=Redaction(words=words))
    assert not Event.objects.filter(kind=REDACTED).exists()


def test_a_single_letter_is_refused(card: Message, chiara: Actor) -> None:
    with pytest.raises(NotAllowed, match="single letter"):
        redact(message_id=card.pk, actor=chiara, redaction=Redaction(words=("4",)))
