"""Where in one conversation something was said: letter by letter, as a browser finds it on a page, in all its parts."""

import re
from datetime import datetime
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from balie.accounts.models import User
from balie.people.naming import called
from balie.tickets.models import Message, Ticket

LEAST, LONGEST = 2, 100
MOST = 200
_AROUND = 45


class Place(NamedTuple):
    """A message that has the words; `snippet`: HTML around the first of them, marked."""

    message_id: int
    at: datetime
    author: str
    snippet: SafeString


class Places(NamedTuple):
    """Oldest first; `complete`: these are all."""

    found: tuple[Place, ...]
    complete: bool


def find_in(ticket: Ticket, *, words: str, viewer: User) -> Places:
    """One query; the newest where there are too many."""
    wanted = " ".join(words.split())[:LONGEST]
    if len(wanted) < LEAST:
        return Places((), complete=True)
    pattern = r"\s+".join(map(re.escape, wanted.split(" ")))
    said = Message.objects.visible_to(viewer).filter(ticket=ticket, text__iregex=pattern).order_by("-pk")
    rows = said.values_list("pk", "created_at", "author_user__name", "author_contact__name", "text")[: MOST + 1]
    found = [
        Place(pk, at, user or (called(contact) if contact is not None else "Balie"), _snippet(text, pattern))
        for pk, at, user, contact, text in rows
    ]
    return Places(tuple(reversed(found[:MOST])), complete=len(found) <= MOST)


def _snippet(text: str, pattern: str) -> SafeString:
    found = re.search(pattern, text, re.IGNORECASE)
    if found is None:  # where PostgreSQL folds letters that Python does not
        return format_html("{}", " ".join(text[: 2 * _AROUND].split()))
    before, after = text[max(found.start() - _AROUND, 0) : found.start()], text[found.end() : found.end() + _AROUND]
    return format_html(
        "{}{}<mark>{}</mark>{}{}", "…" if found.start() > _AROUND else "", _flat(before), _flat(found[0]), _flat(after),
        "…" if found.end() + _AROUND < len(text) else "",
    )  # fmt: skip


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
