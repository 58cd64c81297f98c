"""Where one can go from the palette: tickets, people and articles, by what was typed or by what was looked at last."""

from collections.abc import Iterable
from typing import NamedTuple

from balie.accounts.models import User
from balie.knowledge.models import Article
from balie.people.models import Contact, Organisation
from balie.people.searching import find_contacts, find_organisations
from balie.tickets.models import Ticket
from balie.tickets.searching import name_tickets
from balie.tickets.subjects import titled
from balie.tickets.template_records import TicketTemplate

MOST = 6
MOST_RECENT = 9


class Destination(NamedTuple):
    href: str
    icon: str
    label: str
    detail: str = ""


def find_tickets(viewer: User, text: str) -> list[Destination]:
    """Whose number it is, then those in which these words were said."""
    return [_ticket(it) for it in name_tickets(viewer=viewer, text=text, limit=MOST)]


def find_people(text: str) -> list[Destination]:
    contacts = find_contacts(text, limit=MOST, alike=False)
    return [*map(_contact, contacts), *map(_organisation, find_organisations(text, limit=3))]


def find_articles(viewer: User, text: str, language: str) -> list[Destination]:
    return [_article(it) for it in Article.objects.visible_to(viewer).beginning(text, language)[:MOST]]


def find_templates(viewer: User, text: str) -> list[Destination]:
    """To begin a new ticket with."""
    found = TicketTemplate.objects.visible_to(viewer).filter(name__icontains=text)[:MOST]
    return [Destination(f"/desk/tickets/new/?template={it.pk}", "copy", it.name) for it in found]


def recent(viewer: User, marks: Iterable[str]) -> list[Destination]:
    """`marks`: as `ticket:42`, newest first. What is gone, or not theirs to see any more, is left out."""
    wanted = [(kind, int(pk)) for kind, _, pk in (mark.partition(":") for mark in marks) if _is_number(pk)]
    known: dict[tuple[str, int], Destination] = {}
    for kind, pk in wanted[:MOST_RECENT]:
        known |= {} if (kind, pk) in known else _named(viewer, kind, [one for of, one in wanted if of == kind])
    return [known[mark] for mark in dict.fromkeys(wanted) if mark in known][:MOST_RECENT]


def _named(viewer: User, kind: str, numbers: list[int]) -> dict[tuple[str, int], Destination]:
    match kind:
        case "ticket":
            tickets = Ticket.objects.visible_to(viewer).select_related("requester").filter(pk__in=numbers)
            return {(kind, it.pk): _ticket(it) for it in tickets}
        case "contact":
            contacts = Contact.objects.filter(pk__in=numbers, merged_into=None).select_related("organisation")
            return {(kind, it.pk): _contact(it) for it in contacts}
        case "organisation":
            return {(kind, it.pk): _organisation(it) for it in Organisation.objects.filter(pk__in=numbers)}
    return {}


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 19


def _ticket(it: Ticket) -> Destination:
    return Destination(f"/desk/tickets/{it.pk}/", "ticket", titled(it.subject), f"#{it.pk} · {it.requester}")


def _contact(it: Contact) -> Destination:
    return Destination(f"/desk/contacts/{it.pk}/", "user", str(it), str(it.organisation) if it.organisation else "")


def _organisation(it: Organisation) -> Destination:
    return Destination(f"/desk/organisations/{it.pk}/", "building", it.name)


def _article(it: Article) -> Destination:
    return Destination(f"/articles/{it.slug}/", "book-open", it.title)
