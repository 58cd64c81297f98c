"""Finds tickets by words and conditions at once."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from balie.accounts.models import User
from balie.core.clock import now
from balie.search.asking import in_every_text
from balie.search.finding import FEW, MOST, Found, find
from balie.tickets.indexing import KINDS
from balie.tickets.matching import matching
from balie.tickets.models import Ticket
from balie.tickets.narrowing import wanted_for
from balie.tickets.searching import FARTHEST, PAGE, Results, TicketHit, marks_of, shown, ticket_with_number, tickets_of
from balie.tickets.seeking.facets import Facets, Facts, counted
from balie.tickets.seeking.narrowing import narrowing_of
from balie.tickets.seeking.understanding import Sought
from balie.tickets.seeking.verbatim import find_verbatim


@dataclass(frozen=True, slots=True)
class Sighted:
    """`facets`: of all that was found, as far as it was counted."""

    results: Results
    facets: Facets


_FACTS = ("status", "own_status_id", "team_id", "channel", "created_at")
NOTHING = Sighted(Results((), 0, complete=True), Facets())


def seek(*, viewer: User, sought: Sought, offset: int = 0, limit: int = PAGE) -> Results:
    """For those who work at the desk."""
    return _results(viewer, _found(viewer, sought, offset, limit), sought, offset, limit)


def seek_with_facets(*, viewer: User, sought: Sought, offset: int = 0, limit: int = PAGE) -> Sighted:
    found = _found(viewer, sought, offset, limit)
    facts = Ticket.objects.visible_to(viewer).filter(pk__in=found.groups)
    facets = counted((Facts(*row) for row in facts.values_list(*_FACTS)), now())
    return Sighted(_results(viewer, found, sought, offset, limit), facets)


def _found(viewer: User, sought: Sought, offset: int, limit: int) -> Found:
    if not sought.asked.wanted:
        listed = matching(viewer, wanted_for(sought.rest, viewer), MOST)
        return Found((), len(listed.tickets), not listed.more, groups=tuple(listed.tickets))
    narrowing = narrowing_of(sought.rest, viewer)
    found = find(
        sought.asked, kinds=KINDS, audience=marks_of(viewer), limit=limit, offset=offset, narrowing=narrowing,
        groups=True,
    )  # fmt: skip
    if found.total >= FEW or not in_every_text(sought.asked):
        return found
    said = find_verbatim(sought.asked, viewer=viewer, narrowing=narrowing, limit=limit, offset=offset)
    return said if said.total > found.total else found


def _results(viewer: User, found: Found, sought: Sought, offset: int, limit: int) -> Results:
    following = offset + limit
    return Results(
        hits=shown(found, viewer) if sought.asked.wanted else _listed(found.groups[offset:following], viewer),
        total=found.total,
        complete=found.complete,
        number=ticket_with_number(sought.asked.number, viewer),
        next_offset=following if following < min(found.total, FARTHEST) else None,
    )


def _listed(numbers: tuple[int, ...], viewer: User) -> tuple[TicketHit, ...]:
    tickets = tickets_of(viewer).in_bulk(numbers)
    return tuple(_hit(tickets[number]) for number in numbers if number in tickets)


def _hit(ticket: Ticket) -> TicketHit:
    return TicketHit(ticket, None, SafeString(escape(ticket.subject)), SafeString(escape(ticket.preview)))
