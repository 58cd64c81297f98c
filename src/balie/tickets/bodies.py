"""What a message says, ready for the page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup, escape

_CID = re.compile(r'(<img(?:\s[^\s="<>]+="[^"]*")*?\s)src="cid:([^"]*)"')
# An address begins where its letters do and is short before its @: a long text without one is read in one go.
_LINK = re.compile(r"\bhttps?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}]|(?<![\w.+-])\w[\w.+-]{0,63}@[\w-]+(?:\.[\w-]+)+")
# Something to see in sanitised HTML: a letter that has a shape, or a picture.
_SHAPELESS = r"\s\u00ad\u034f\u200b-\u200f\u2060\ufeff"
_VISIBLE = re.compile(rf"(?:^|>)(?:[{_SHAPELESS}]|&nbsp;)*(?!&nbsp;)[^<{_SHAPELESS}]|<img\b")
# A mail of which nothing could be read: a code of `channels.email.keeping`.
UNREAD = "not-understood"


class Said(Protocol):
    """A message, as a row of its table or of a list."""

    @property
    def html(self) -> str: ...
    @property
    def history_html(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def reply_text(self) -> str: ...
    @property
    def reason(self) -> str: ...


class File(Protocol):
    """An attachment of it."""

    @property
    def id(self) -> int: ...
    @property
    def filename(self) -> str: ...
    @property
    def content_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Body:
    """`history`: what was quoted, to be folded; `remote`: pictures wait for leave to be fetched."""

    shown: Markup
    history: Markup | None
    remote: bool


def body_of(said: Said, files: Sequence[File]) -> Body:
    body = _written(said, files)
    return body if body.shown else replace(body, shown=_silence(said, files))


def _written(said: Said, files: Sequence[File]) -> Body:
    if said.html:
        # Sanitised when it came in: nothing unsanitised is ever stored there.
        pictures = {file.content_id: address_of(file) for file in files if file.content_id}
        shown = _with_pictures(said.html, pictures) if _VISIBLE.search(said.html) else Markup("")
        history = _with_pictures(said.history_html, pictures) if said.history_html else None
        return Body(shown, history, "data-remote-src=" in said.html)
    written = said.reply_text or said.text
    rest = said.text.replace(said.reply_text, "", 1).strip() if said.reply_text else ""
    shown = plain(written) if written.strip() else Markup("")
    return Body(shown, plain(rest) if rest else None, remote=False)


def _silence(said: Said, files: Sequence[File]) -> Markup:
    """What stands in place of words where there are none."""
    if said.reason == UNREAD:
        words = _("This message could not be read.")
    elif files:
        words = ngettext(
            "This message has no text, only an attachment.", "This message has no text, only attachments.", len(files)
        )
    else:
        words = _("This message has no text.")
    return Markup('<p class="message-silence">{}</p>').format(words)


def address_of(file: File) -> str:
    return f"/files/attachments/{file.id}/{quote(file.filename, safe='')}"


def plain(text: str) -> Markup:
    """Text as it was typed, with its links to follow."""
    escaped = str(escape(text.strip()))
    if "://" in escaped or "@" in escaped:
        escaped = _LINK.sub(_linked, escaped)
    return Markup('<div class="plain-text">{}</div>').format(Markup(escaped))  # noqa: S704 -- escaped above


def _linked(found: re.Match[str]) -> str:
    address = found[0]
    href = f"mailto:{address}" if "://" not in address else address
    return f'<a href="{href}" target="_blank" rel="noopener noreferrer nofollow">{address}</a>'


def _with_pictures(html: str, pictures: dict[str, str]) -> Markup:
    if 'src="cid:' in html:
        html = _CID.sub(lambda found: _picture(found, pictures), html)
    return Markup(html)  # noqa: S704 -- see body_of


def _picture(found: re.Match[str], pictures: dict[str, str]) -> str:
    """A picture that did not come with the mail keeps its words only."""
    url = pictures.get(found[2])
    return f'{found[1]}src="{escape(url)}" loading="lazy"' if url else found[1].rstrip()
