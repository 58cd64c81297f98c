"""What a forwarded message begins as, before somebody writes above it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from balie.tickets.bodies import body_of
from balie.tickets.content import Content
from balie.tickets.content import File as Enclosed
from balie.tickets.models import Attachment, Message
from balie.tickets.subjects import titled

# As much as an editor can be asked to hold; of more, the beginning of the text goes along.
_LONGEST_HTML = 200_000
_LONGEST_TEXT = 50_000
_PREFIX = re.compile(r"\s*(fwd?|wg|doorst|i|tr)\s*:", re.IGNORECASE)
_OWN_PICTURE = re.compile(r'<img([^>]*?)\ssrc="/files/attachments/(\d{1,18})/[^"]*"')


@dataclass(frozen=True, slots=True)
class Begun:
    body: str
    html: bool


def subject_of(message: Message) -> str:
    subject = message.subject.strip() or titled(message.ticket.subject)
    return subject if _PREFIX.match(subject) else f"Fwd: {subject}"


def begun(message: Message, *, sender: str, signature: str) -> Begun:
    """Room to write, the signature, who wrote what when, and the message: with its form where it has one."""
    head = [
        _("Forwarded message"),
        _("From: %(name)s") % {"name": sender},
        _("Date: %(when)s") % {"when": date_format(localtime(message.created_at), "DATETIME_FORMAT")},
        _("Subject: %(subject)s") % {"subject": message.subject.strip() or titled(message.ticket.subject)},
    ]
    if message.html and len(message.html) + len(message.history_html) <= _LONGEST_HTML:
        body = body_of(message, list(message.attachments.all()))
        parts = ["<p></p>", f"<p>-- <br>{_lines(signature)}</p>" if signature else "", f"<p>{_lines(*head)}</p>"]
        return Begun("".join([*parts, body.shown, body.history or ""]), html=True)
    text = message.text[:_LONGEST_TEXT].strip()
    parts = ["", f"-- \n{signature}" if signature else "", "\n".join(head), text]
    return Begun("\n\n".join(part for at, part in enumerate(parts) if part or not at), html=False)


def _lines(*texts: str) -> str:
    return "<br>".join(escape(line) for text in texts for line in text.splitlines())


def pictures_in(body: str) -> set[int]:
    """Attachments that stand in the text."""
    return {int(found[2]) for found in _OWN_PICTURE.finditer(body)}


def placed(body: str, files: Collection[int]) -> str:
    """Pictures of the message go along in their places; those of other messages do not."""

    def place(found: re.Match[str]) -> str:
        return f'<img{found[1]} src="cid:forwarded-{found[2]}"' if int(found[2]) in files else ""

    return _OWN_PICTURE.sub(place, body)


def with_files(content: Content, files: Sequence[Attachment], pictures: Collection[int]) -> Content:
    enclosed = [
        Enclosed(
            file.blob_id, file.filename, file.content_type, file.size, inline=file.pk in pictures,
            content_id=f"forwarded-{file.pk}" if file.pk in pictures else "",
        )
        for file in files
    ]  # fmt: skip
    return replace(content, files=(*enclosed, *content.files))
