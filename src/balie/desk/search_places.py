"""The kinds of things that a search finds besides tickets."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.knowledge.models import Article
from balie.people.models import Contact, Organisation
from balie.people.searching import find_contacts, find_organisations
from balie.tickets.seeking.understanding import ARTICLES, CONTACTS, ORGANISATIONS, TICKETS, Sought

# Beside tickets so many of each are shown; where they alone are looked for, so many at most.
BESIDE = 6
MOST = 50


def place_names() -> dict[str, str]:
    return {
        TICKETS: _("Tickets"),
        CONTACTS: _("Contacts"),
        ORGANISATIONS: _("Organisations"),
        ARTICLES: _("Articles"),
    }


@dataclass(frozen=True, slots=True)
class Others:
    contacts: list[Contact]
    organisations: list[Organisation]
    articles: list[Article]

    def __bool__(self) -> bool:
        return bool(self.contacts or self.organisations or self.articles)

    def number(self, place: str) -> int:
        return {
            CONTACTS: len(self.contacts), ORGANISATIONS: len(self.organisations), ARTICLES: len(self.articles),
        }.get(place, 0)  # fmt: skip


NOTHING = Others([], [], [])


def find_others(viewer: User, sought: Sought) -> Others:
    """By words alone: conditions are of tickets."""
    words, place = sought.words, sought.place
    if not words or place == TICKETS:
        return NOTHING
    articles = Article.objects.visible_to(viewer).beginning(words, get_language() or "")
    alike = place == CONTACTS
    return Others(
        find_contacts(words, limit=MOST, alike=alike) if place in {"", CONTACTS} else [],
        find_organisations(words, limit=MOST) if place in {"", ORGANISATIONS} else [],
        list(articles[:MOST]) if place in {"", ARTICLES} else [],
    )


def search_address(text: str, place: str = "") -> str:
    return f"/desk/search/?{urlencode({'q': f'in:{place} {text}' if place else text})}"
