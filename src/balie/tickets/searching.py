"""Finding tickets by what was said on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString

from balie.accounts.models import User
from balie.people.viewers import ContactViewer, LinkViewer, Viewer
from balie.search.finding import MOST, Found, Hit, find
from balie.search.grammar import Asked, Term, understand
from balie.search.highlighting import Highlighted, Text, highlight
from balie.tickets.file_places import FilePlace, file_places
from balie.tickets.indexing import FILE, KIND, KINDS, SHOWN_TO_ALL
from balie.tickets.models import Message, Ticket
from balie.tickets.querysets import TicketQuerySet

PAGE = 25
# Nobody reads on so far; the words are to be made more precise.
FARTHEST = 500


@dataclass(frozen=True, slots=True)
class TicketHit:
    """`ticket` has its requester, organisation, assignee and team at hand; `subject` and `snippet` are HTML with
    <mark>; `message_id`: where the snippet is from, None where no words were asked for; `file`: of it, where it is
    from one.
    """

    ticket: Ticket
    message_id: int | None
    subject: SafeString
    snippet: SafeString
    file: FilePlace | None = None


class Said(NamedTuple):
    """`complete`: these are all."""

    tickets: tuple[int, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Results:
    """`number`: the ticket whose number was typed. `total`: of tickets, at least that many when not `complete`."""

    hits: tuple[TicketHit, ...]
    total: int
    complete: bool
    number: Ticket | None = None
    next_offset: int | None = None


def search_tickets(*, viewer: Viewer, text: str, offset: int = 0, limit: int = PAGE) -> Results:
    """At most seven queries, however many hits."""
    asked = understand(text)
    number = ticket_with_number(asked.number, viewer)
    found = find(
        asked, kinds=KINDS, audience=marks_of(viewer), limit=limit, offset=offset,
        weights="" if isinstance(viewer, User) and viewer.is_staff else SHOWN_TO_ALL,
    )  # fmt: skip
    following = offset + limit
    return Results(
        hits=shown(found, viewer),
        total=found.total,
        complete=found.complete,
        number=number,
        next_offset=following if following < min(found.total, FARTHEST) else None,
    )


def name_tickets(*, viewer: User, text: str, limit: int) -> list[Ticket]:
    """With their requester: the one whose number was typed, and those with these words. For whoever knows what they
    look for and types on until it is there: frequent words are not looked for to the end.
    """
    asked = understand(text)
    number = ticket_with_number(asked.number, viewer)
    found = find(asked, kinds=KINDS, audience=marks_of(viewer), limit=limit, hurried=True)
    tickets = tickets_of(viewer).in_bulk([hit.group_id for hit in found.hits])
    hits = [tickets[hit.group_id] for hit in found.hits if hit.group_id in tickets and tickets[hit.group_id] != number]
    return ([number] if number else [])[:limit] + hits[: limit - bool(number)]


def tickets_saying(*, viewer: User, words: Iterable[Term], bounded: bool = False) -> Said:
    """The newest of those on which all of this was said: at most as many as a search looks at. `bounded`: and as are
    found soon.
    """
    asked = Asked(wanted=tuple(words))
    found = find(asked, kinds=KINDS, audience=marks_of(viewer), limit=MOST, bounded=bounded)
    return Said(tuple(hit.group_id for hit in found.hits), found.complete)


def marks_of(viewer: Viewer) -> list[str] | None:
    """What lets a viewer find a document, as `indexing` writes it; None: everything, [] nothing.

    The same as `visible_to`, which is asked again for what is shown.
    """
    if isinstance(viewer, ContactViewer | LinkViewer):
        return [f"contact:{viewer.contact_id}"]
    if not viewer.is_active:
        return []
    if not viewer.is_staff:
        contact = getattr(viewer, "contact", None)
        return [f"contact:{contact.pk}"] if contact else []
    if viewer.sees_everything:
        return None
    return ["no-team", f"user:{viewer.pk}", *(f"team:{team}" for team in viewer.team_ids)]


def ticket_with_number(number: int | None, viewer: Viewer) -> Ticket | None:
    if number is None:
        return None
    return tickets_of(viewer).filter(pk=number).first()


def tickets_of(viewer: Viewer) -> TicketQuerySet:
    return Ticket.objects.visible_to(viewer).select_related("requester", "organisation", "assignee", "team")


def shown(found: Found, viewer: Viewer) -> tuple[TicketHit, ...]:
    tickets = tickets_of(viewer).in_bulk([hit.group_id for hit in found.hits])
    bodies = dict(
        Message.objects.visible_to(viewer)
        .filter(pk__in=[hit.object_id for hit in found.hits if hit.kind == KIND])
        .values_list("pk", "text")
    )
    files = file_places([hit for hit in found.hits if hit.kind == FILE], found.query, viewer)
    said = {(KIND, pk): body for pk, body in bodies.items()}
    said |= {(FILE, pk): file.text for pk, file in files.items()}
    hits = [hit for hit in found.hits if hit.group_id in tickets and (hit.kind, hit.object_id) in said]
    texts = [Text(hit.language, tickets[hit.group_id].subject, said[hit.kind, hit.object_id]) for hit in hits]
    marked = highlight(texts, found.query)
    return tuple(_hit(hit, tickets[hit.group_id], words, files) for hit, words in zip(hits, marked, strict=True))


def _hit(hit: Hit, ticket: Ticket, words: Highlighted, files: Mapping[int, FilePlace]) -> TicketHit:
    file = files[hit.object_id] if hit.kind == FILE else None
    return TicketHit(ticket, file.message_id if file else hit.object_id, words.title, words.snippet, file)
