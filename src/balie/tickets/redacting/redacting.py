"""Takes words, files or all content out of what was said, for good: out of every place where the desk keeps them.

What follows stands in `reactions`: the index is told, and the mail as it came is let go. Backups keep what they have.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.models import Event
from balie.events.recording import record
from balie.files.cleaning import delete_let_go, let_go
from balie.mail.forgetting import forget_files, forget_words, is_on_its_way
from balie.tickets.conflicts import NotAllowed
from balie.tickets.deliveries import reference_of
from balie.tickets.locking import change, locked
from balie.tickets.models import Attachment, Direction, Message, Ticket
from balie.tickets.previews import preview_of
from balie.tickets.redacting.blacking import BLACK, LONGEST_PHRASE, MOST_PHRASES, Phrases

REDACTED = "message.redacted"
_PLAIN = ("text", "reply_text", "subject")
_HTML = ("html", "history_html")
_BEGINNING = 60  # characters by which mails that tell of a message are found


@dataclass(frozen=True, slots=True)
class Redaction:
    """What goes. `content`: all that the message says; `files`: attachments, by their ids; `elsewhere`: the words go
    out of the other messages of the ticket as well, which may quote them.
    """

    words: tuple[str, ...] = ()
    content: bool = False
    files: frozenset[int] = frozenset()
    elsewhere: bool = True


@joined
def redact(*, message_id: int, redaction: Redaction, actor: Actor) -> int:
    """How many places were blacked out, files and contents counted as one each.

    Raises Message.DoesNotExist, or NotAllowed.
    """
    phrases = _phrases(redaction.words)
    ticket = locked(Message.objects.values_list("ticket", flat=True).get(pk=message_id), merged=True)
    said = Message.objects.filter(ticket=ticket).order_by("pk")
    message = said.get(pk=message_id)
    files = list(message.attachments.filter(pk__in=redaction.files))
    if not (phrases.words or redaction.content or files):
        raise NotAllowed(_("Say what is to be blacked out or removed."))
    _refuse_on_its_way(said, message, phrases, redaction)
    places = _remove_files(message, files) + (_empty(message) if redaction.content else 0)
    if files or redaction.content:
        _told(message, actor, "content" if redaction.content else "files", places)
    places += _black_out(ticket, said if redaction.elsewhere else said.filter(pk=message_id), phrases, actor)
    if not places:
        raise NotAllowed(_("These words do not stand there."))
    change(ticket, preview=preview_of(ticket.pk))
    return places


def delete_redacted(_event: Event) -> None:
    """After the commit: the bytes of files and mails that nothing refers to any more."""
    delete_let_go()


def _phrases(words: Iterable[str]) -> Phrases:
    phrases = Phrases(words)
    if len(phrases.words) > MOST_PHRASES or any(len(phrase) > LONGEST_PHRASE for phrase in phrases.words):
        raise NotAllowed(_("That is too much at once. Remove the whole content instead."))
    if any(len(phrase) < 2 for phrase in phrases.words):
        raise NotAllowed(_("A single letter can't be blacked out: it would be everywhere."))
    return phrases


def _refuse_on_its_way(said: Iterable[Message], message: Message, phrases: Phrases, redaction: Redaction) -> None:
    """A mail that is going out just now can't be changed any more, and would be lost if its words were taken."""
    touched = [one for one in said if one.pk == message.pk or (redaction.elsewhere and _says(one, phrases))]
    if is_on_its_way([reference_of(one.pk) for one in touched if one.direction == Direction.OUT]):
        raise NotAllowed(_("A mail with these words is just going out. Try again when it has been sent."))


def _says(message: Message, phrases: Phrases) -> bool:
    plain = any(phrases.stand_in(getattr(message, name)) for name in _PLAIN)
    return plain or any(phrases.in_html(getattr(message, name)).places for name in _HTML)


def _remove_files(message: Message, files: Collection[Attachment]) -> int:
    keys = {file.blob_id for file in files}
    Attachment.objects.filter(pk__in=[file.pk for file in files]).delete()
    forget_files(reference=reference_of(message.pk), sha256s=keys)
    let_go(keys)
    return len(files)


def _empty(message: Message) -> int:
    """Nothing that it said is left, and no picture of it; other files are chosen by themselves."""
    beginning = " ".join((message.reply_text or message.text).split())[:_BEGINNING]
    forget_words(since=message.created_at, phrases=[beginning] if beginning else [])
    forget_words(since=message.created_at, references=[reference_of(message.pk)])
    _remove_files(message, list(message.attachments.filter(inline=True)))
    _write(message, {**dict.fromkeys((*_PLAIN, *_HTML), ""), "text": BLACK})
    return 1


def _black_out(ticket: Ticket, said: Iterable[Message], phrases: Phrases, actor: Actor) -> int:
    if not phrases.words:
        return 0
    places, first = 0, None
    for message in said:
        first = first or message
        changed, found = _blacked(message, phrases)
        for file in message.attachments.all():
            name = phrases.in_text(file.filename)
            if name.places:
                Attachment.objects.filter(pk=file.pk).update(filename=name.text)
                found += name.places
        if found:
            _write(message, changed)
            _told(message, actor, "words", found)
            places += found
    if places and first:
        forget_words(since=first.created_at, phrases=phrases.words)
    subject = phrases.in_text(ticket.subject)
    if subject.places:
        change(ticket, subject=subject.text)
        record("ticket.subject_changed", actor=actor, ticket_id=ticket.pk)
    return places + subject.places


def _blacked(message: Message, phrases: Phrases) -> tuple[dict[str, Any], int]:
    done = {name: phrases.in_text(getattr(message, name)) for name in _PLAIN}
    done |= {name: phrases.in_html(getattr(message, name)) for name in _HTML}
    # A place is counted once: HTML and text say the same.
    text = done["text"].places + done["subject"].places
    html = done["html"].places + done["history_html"].places
    return {name: one.text for name, one in done.items()}, max(text, html, done["reply_text"].places)


def _write(message: Message, fields: dict[str, Any]) -> None:
    if not Message.objects.filter(pk=message.pk).update(**fields):
        raise Message.DoesNotExist


def _told(message: Message, actor: Actor, what: str, places: int) -> None:
    record(REDACTED, actor=actor, ticket_id=message.ticket_id, message_id=message.pk, what=what, places=places)
