"""What was redacted is kept nowhere."""

import pytest

from balie.channels.email.models import Delivery
from balie.events.actor import Actor
from balie.events.models import Event
from balie.files import storage
from balie.files.cleaning import delete_orphans
from balie.files.models import Blob
from balie.mail.models import OutgoingMail
from balie.search.attachments.texts import FileText
from balie.search.models import Document
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Attachment, Message, Ticket
from balie.tickets.redacting.blacking import BLACK
from balie.tickets.redacting.redacting import REDACTED, Redaction, redact
from tests.support.world import World


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
    Delivery.objects.update(message_id=card.pk, ticket_id=card.ticket_id, state="done")
    keys = [str(card.original_id), card.attachments.get().blob_id]
    files = frozenset(card.attachments.values_list("pk", flat=True))
    redact(message_id=card.pk, actor=chiara, redaction=Redaction(files=files))
    delete_orphans()
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
    delete_orphans()
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


@pytest.mark.parametrize("words", [("4112",), (), (" ",)])
def test_what_stands_nowhere_changes_nothing(card: Message, chiara: Actor, words: tuple[str, ...]) -> None:
    with pytest.raises(NotAllowed):
        redact(message_id=card.pk, actor=chiara, redaction=Redaction(words=words))
    assert not Event.objects.filter(kind=REDACTED).exists()


def test_a_single_letter_is_refused(card: Message, chiara: Actor) -> None:
    with pytest.raises(NotAllowed, match="single letter"):
        redact(message_id=card.pk, actor=chiara, redaction=Redaction(words=("4",)))
