"""The message that is answered, below the answer."""

import re
from dataclasses import dataclass
from itertools import islice

from django.utils.formats import date_format
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from balie.tickets.models import Message

_LONGEST_HTML = 20_000  # characters; longer ones are quoted from their text, in part
_LONGEST_TEXT = 100  # lines
# Sanitised HTML is regular: no `>` stands within an attribute.
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quote:
    intro: str
    text: str
    html: SafeString


def quote_of(message: Message) -> Quote:
    """In the active language. Pictures are left out: they would have to go along again."""
    author = message.author_contact.name if message.author_contact else ""
    intro = _("On %(when)s %(name)s wrote:") % {
        "when": date_format(localtime(message.created_at), "DATETIME_FORMAT"),
        "name": author or _("you"),
    }
    lines = list(islice((message.reply_text or message.text).splitlines(), _LONGEST_TEXT))
    return Quote(intro, "\n".join(f"> {line}".rstrip() for line in lines), _html(message, lines))


def _html(message: Message, lines: list[str]) -> SafeString:
    if message.html and len(message.html) <= _LONGEST_HTML:
        return mark_safe(_IMAGE.sub("", message.html))  # noqa: S308 -- sanitised when it was taken in
    return paragraphs("\n".join(lines))


def paragraphs(text: str) -> SafeString:
    return mark_safe(linebreaks(escape(text)))  # noqa: S308 -- escaped
