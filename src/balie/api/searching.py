"""`/search`: finding tickets by what was said on them."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema

from balie.accounts.directory import directory
from balie.accounts.models import User
from balie.api.answers import answer
from balie.api.asking import told_unclear
from balie.api.fields import Text
from balie.api.pages import Cursor, Limit, after_id, id_of, next_page
from balie.api.permissions import user_of
from balie.api.problems import Problem
from balie.api.routing import router
from balie.api.ticket_shape import TicketOut, shown
from balie.conditions.grammar import Unclear
from balie.search.grammar import LONGEST
from balie.tickets.fields import ticket_fields
from balie.tickets.searching import FARTHEST, Results, search_tickets
from balie.tickets.seeking.searching import seek
from balie.tickets.seeking.understanding import sought

_WORDS = 'Words, "phrases", -not; a number; an address; conditions, as `q` of the list of tickets.'
Words = Annotated[
    Text,
    Query(
        min_length=1,
        max_length=LONGEST,
        description=_WORDS,
    ),
]


class HitOut(Schema):
    """`snippet` and `subject` are HTML: escaped, with the words in <mark>. `message`: the one the snippet is from, or
    that brought `file`, where it is from one.
    """

    ticket: TicketOut
    message: int | None
    subject: str
    snippet: str
    file: str | None


class HitPage(Schema):
    """`total`: tickets found; at least that many when not `complete`."""

    items: list[HitOut]
    next: str | None
    total: int
    complete: bool


@router.get("/search", response=HitPage, summary="Search tickets", operation_id="search", tags=["Search"])
def search(request: HttpRequest, q: Words, cursor: Cursor = "", limit: Limit = 25) -> HttpResponse:
    """The best first; a ticket whose number was asked for stands before all others."""
    user = user_of(request)
    offset = id_of(cursor)
    if offset > FARTHEST:
        raise Problem(422, "Nobody reads on so far: make the words more precise.", field="cursor")
    results = _results(user, q, offset, limit)
    first = [] if results.number is None or offset else [(results.number.pk, None, "", "", None)]
    rows = first + [
        (hit.ticket.pk, hit.message_id, hit.subject, hit.snippet, hit.file.name if hit.file else None)
        for hit in results.hits
    ]
    tickets = {ticket.number: ticket for ticket in shown([row[0] for row in rows], user)}
    items = [
        HitOut.model_construct(ticket=tickets[number], message=message, subject=subject, snippet=snippet, file=file)
        for number, message, subject, snippet, file in rows
    ]
    following = None if results.next_offset is None else after_id(results.next_offset)
    return answer(
        HitPage.model_construct(
            items=items, next=next_page(request, following), total=results.total, complete=results.complete
        )
    )


def _results(user: User, text: str, offset: int, limit: int) -> Results:
    """Conditions are for those who work at the desk."""
    if not user.is_staff:
        return search_tickets(viewer=user, text=text, offset=offset, limit=limit)
    try:
        return seek(viewer=user, sought=sought(text, ticket_fields(directory())), offset=offset, limit=limit)
    except Unclear as unclear:
        raise Problem(422, told_unclear(unclear), field="q") from unclear
