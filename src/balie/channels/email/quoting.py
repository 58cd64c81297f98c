"""The message that is answered, below the answer."""

import re
from dataclasses import dataclass
from itertools import islice

from django.utils.formats import date_format
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from balie.channels.email.answer import Quoted

_LONGEST_HTML = 20_000  # characters; longer ones are quoted from their text, in part
_LONGEST_TEXT = 100  # lines
# Sanitised HTML is regular: no `>` stands within an attribute.
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quote:
    intro: str
    text: str
    html: SafeString


def quote_of(quoted: Quoted) -> Quote:
    """In the active language. Pictures are left out: they would have to go along again."""
    intro = _("On %(when)s %(name)s wrote:") % {
        "when": date_format(localtime(quoted.at), "DATETIME_FORMAT"),
        "name": quoted.author or _("you"),
    }
    lines = list(islice(quoted.text.splitlines(), _LONGEST_TEXT))
    return Quote(intro, "\n".join(f"> {line}".rstrip() for line in lines), _html(quoted, lines))


def _html(quoted: Quoted, lines: list[str]) -> SafeString:
    if quoted.html and len(quoted.html) <= _LONGEST_HTML:
        return mark_safe(_IMAGE.sub("", quoted.html))  # noqa: S308 -- sanitised when it was taken in
    return paragraphs("\n".join(lines))


def paragraphs(text: str) -> SafeString:
    return mark_safe(linebreaks(escape(text)))  # noqa: S308 -- escaped
