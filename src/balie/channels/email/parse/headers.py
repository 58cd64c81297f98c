"""Header lines of a message: unfolded, decoded, never an error."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from .addresses import read_addresses
from .charsets import scrub
from .encoded_words import decode_words
from .message import Address, Envelope
from .structure import Part

_FOLD = re.compile(r"\r?\n[ \t]*|\r(?=[ \t])")
_CHARSET = re.compile(r"=\?([\w-]{2,30})(?:\*[\w-]+)?\?[bq]\?|charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
_IDS = re.compile(r"<([^<>]+)>")
_SPACE = re.compile(r"\s+")
_MAX_REFERENCES = 1000
_MAX_RECEIVED = 10


class Headers:
    """Names in any case; values as text."""

    def __init__(self, message: Part) -> None:
        self._lines: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._lines.setdefault(name.lower(), []).append(str(value))

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._lines

    def lines(self, name: str) -> list[str]:
        """Each such line, unfolded, with encoded words as they are."""
        return [unfold(value) for value in self._lines.get(name.lower(), ())]

    def first(self, name: str) -> str | None:
        """The first such line, unfolded; raw, but safe to keep."""
        for value in self._lines.get(name.lower(), ()):
            return scrub(unfold(value)).strip()
        return None

    def text(self, name: str) -> str:
        """The first such line that says something, for people."""
        for value in self.lines(name):
            if shown := _SPACE.sub(" ", decode_words(value)).strip():
                return shown
        return ""

    def addresses(self, name: str) -> tuple[Address, ...]:
        return tuple(address for value in self.lines(name) for address in read_addresses(value))

    def address(self, name: str) -> Address | None:
        """The first readable one, for lines that should hold one."""
        return next(iter(self.addresses(name)), None)

    def ids(self, name: str) -> tuple[str, ...]:
        """Message ids without angle brackets, in order, once each."""
        found: dict[str, None] = {}
        for value in self.lines(name):
            text = scrub(value)
            bracketed = [_SPACE.sub("", item) for item in _IDS.findall(text)]
            found |= dict.fromkeys(
                item for item in bracketed or text.replace("<", " ").replace(">", " ").split() if item
            )
        return tuple(found)[:_MAX_REFERENCES]

    def message_id(self, name: str = "Message-ID") -> str | None:
        if ids := self.ids(name):
            return ids[0]
        return None

    def in_reply_to(self) -> str | None:
        """Old programs put words around the id."""
        ids = self.ids("In-Reply-To")
        return next((item for item in ids if "@" in item), ids[0] if ids else None)

    def date(self) -> datetime | None:
        return next((moment for value in self.lines("Date") if (moment := read_date(scrub(value)))), None)

    def charset_hint(self) -> str | None:
        """The character set in which the writer's program seems to write."""
        for value in (*self.lines("Subject"), *self.lines("From"), *self.lines("Content-Type")):
            if found := _CHARSET.search(value):
                return found[1] or found[2]
        return None

    def envelope(self) -> Envelope:
        return_path = self.first("Return-Path")
        sender = None if return_path is None else next((item.email for item in read_addresses(return_path)), "")
        delivered = (address.email for name in ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
                     for address in self.addresses(name))  # fmt: skip
        return Envelope(
            return_path=sender,
            delivered_to=tuple(dict.fromkeys(delivered)),
            auto_submitted=self.first("Auto-Submitted"),
            precedence=self.first("Precedence"),
            auto_response_suppress=self.first("X-Auto-Response-Suppress"),
            list_id=self.first("List-Id"),
            list_unsubscribe=self.first("List-Unsubscribe"),
            balie_id=self.first("X-Balie-Id"),
            authentication_results=tuple(scrub(value).strip() for value in self.lines("Authentication-Results")),
            received=tuple(scrub(value).strip() for value in self.lines("Received")[:_MAX_RECEIVED]),
        )


def unfold(value: str) -> str:
    return _FOLD.sub(" ", value) if "\n" in value or "\r" in value else value


def read_date(value: str) -> datetime | None:
    """A date of a mail; one without zone, or with an impossible one, counts as UTC."""
    try:
        fields = parsedate_tz(value)
        if fields is None:
            return None
        offset = fields[9] or 0
        zone = timezone(timedelta(seconds=offset)) if abs(offset) < 86_400 else UTC
        return datetime(fields[0], fields[1], fields[2], fields[3], fields[4], min(fields[5], 59), tzinfo=zone)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
