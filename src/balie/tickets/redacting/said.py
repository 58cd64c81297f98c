"""What messages say, and how their files are called."""

from collections.abc import Iterator, Sequence

from balie.tickets.models import Attachment, Message
from balie.tickets.redacting.blacking import BLACK, Phrases
from balie.tickets.translation_records import MessageTranslation

_PLAIN = ("text", "reply_text", "subject")
_HTML = ("html", "history_html")
_AT_ONCE = 50  # messages: they may be long


def empty(message_id: int) -> None:
    forget_translations([message_id])
    Message.objects.filter(pk=message_id).update(**{**dict.fromkeys((*_PLAIN, *_HTML), ""), "text": BLACK})


def black_out(message_ids: Sequence[int], phrases: Phrases) -> dict[int, int]:
    """In which messages, and in how many places of each."""
    places: dict[int, int] = {}
    if phrases.words:
        forget_translations(message_ids)
    for step in _steps(message_ids):
        there = list(Message.objects.filter(pk__in=step).only(*_PLAIN, *_HTML))
        blacked = [(message, found) for message in there if (found := _blacked(message, phrases))]
        Message.objects.bulk_update([message for message, _found in blacked], [*_PLAIN, *_HTML])
        files = list(Attachment.objects.filter(message__in=step).only("filename", "message"))
        renamed = [(file, found) for file in files if (found := _renamed(file, phrases))]
        Attachment.objects.bulk_update([file for file, _found in renamed], ["filename"])
        for message_id, found in (*((it.pk, n) for it, n in blacked), *((it.message_id, n) for it, n in renamed)):
            places[message_id] = places.get(message_id, 0) + found
    return places


def forget_translations(message_ids: Sequence[int]) -> None:
    """All of these messages: they may say in other words what must be gone, and are made again when they are asked."""
    MessageTranslation.objects.filter(message__in=message_ids).delete()


def _steps(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[first : first + _AT_ONCE] for first in range(0, len(ids), _AT_ONCE))


def _blacked(message: Message, phrases: Phrases) -> int:
    """On the object alone. A place is counted once: HTML and text say the same."""
    done = {name: phrases.in_text(getattr(message, name)) for name in _PLAIN}
    done |= {name: phrases.in_html(getattr(message, name)) for name in _HTML}
    for name, one in done.items():
        setattr(message, name, one.text)
    text = done["text"].places + done["subject"].places
    html = done["html"].places + done["history_html"].places
    return max(text, html, done["reply_text"].places)


def _renamed(file: Attachment, phrases: Phrases) -> int:
    name = phrases.in_text(file.filename)
    file.filename = name.text
    return name.places
