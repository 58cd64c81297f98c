"""Messages in other languages than the reader's: in which, and whether translating them is offered or done."""

from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from django.conf import settings
from django.utils import translation

from balie.accounts.models import Translating, User
from balie.core.language import detect
from balie.tickets.history import Said
from balie.tickets.models import Ticket

_LOOKED_AT = 600  # characters; more is seldom needed
_NAMES = dict(settings.LANGUAGES)


class Foreign(NamedTuple):
    """`language`: empty where it is the reader's, or nobody knows; `name`: of that language; `mark`: another once the
    message says something else.
    """

    language: str
    name: str
    always: bool
    mark: int


class Reader(NamedTuple):
    """Somebody for whom messages can be translated."""

    language: str
    choices: tuple[tuple[str, str], ...]

    def of(self, said: Said) -> Foreign | None:
        """None where there are no words."""
        words = said.reply_text or said.text
        if not words.strip():
            return None
        found = _language(words[:_LOOKED_AT])
        choice = dict(self.choices).get(found, Translating.OFFERED)
        other = found if found != self.language and choice != Translating.NEVER else ""
        mark = crc32(f"{said.html}\n{words}".encode())
        # What colleagues wrote was written to be read as it is: it is translated when somebody asks.
        always = choice == Translating.ALWAYS and bool(other) and said.user_id is None
        return Foreign(other, language_name(other), always, mark)


def reader_of(user: User, translator: str) -> Reader | None:
    """None where nobody translates."""
    return Reader(user.language, tuple(sorted(user.translating.items()))) if translator else None


def language_name(code: str) -> str:
    """In the reader's language, as they would begin a line with it; a code that nobody here knows stays what it is."""
    if not code:
        return ""
    try:
        name: str = translation.get_language_info(code)["name_translated"]
    except KeyError:
        return code
    return name[:1].upper() + name[1:]


def languages_to_write(ticket: Ticket, user: User, translator: str) -> list[tuple[str, str, bool]]:
    """Code, name, and whether it is the contact's, which comes first; none where nobody translates."""
    contact, own = ticket.requester.language or ticket.language, user.language
    codes = sorted(_NAMES, key=lambda code: (code != contact, language_name(code)))
    return [(code, language_name(code), code == contact) for code in codes if code != own] if translator else []


@lru_cache(4096)
def _language(words: str) -> str:
    return detect(words) or ""
