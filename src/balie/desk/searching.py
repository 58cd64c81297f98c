"""Search over tickets, people and articles, and the short way to a number."""

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from balie.accounts.directory import directory
from balie.conditions.grammar import Unclear
from balie.conditions.wording import written
from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.addresses import number
from balie.desk.filter_words import told_unclear
from balie.desk.filters import listing
from balie.desk.rail import rail
from balie.desk.saved_views import audiences_of
from balie.desk.search_facets import facets, places
from balie.desk.search_places import BESIDE, find_others, search_address
from balie.tickets.fields import ticket_fields
from balie.tickets.models import Ticket
from balie.tickets.recent_searches import recent_searches, remember_search
from balie.tickets.searching import FARTHEST
from balie.tickets.seeking.searching import NOTHING, seek_with_facets
from balie.tickets.seeking.understanding import TICKETS, Sought, sought


@at_the_desk
@require_safe
def search(request: DeskRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:400]
    ticket = _named(request, text)
    if ticket is not None:
        return HttpResponseRedirect(f"/desk/tickets/{ticket}/")
    context: dict[str, object] = {"rail": rail(request.user), "search_value": text, "text": text, "beside": BESIDE}
    if not text:
        return render(request, "desk/search.html", {**context, "recent": recent_searches(request.user.pk)})
    try:
        asked = sought(text, ticket_fields(directory()))
    except Unclear as unclear:
        return render(request, "desk/search.html", {**context, "unclear": told_unclear(unclear, text)})
    return render(request, "desk/search.html", context | _found(request, asked))


def _found(request: DeskRequest, asked: Sought) -> dict[str, object]:
    viewer, known = request.user, directory()
    offset = min(number(request.GET.get("offset")) or 0, FARTHEST)
    if not offset and not request.headers.get("Purpose"):
        remember_search(user_id=viewer.pk, text=asked.text)
    fields = ticket_fields(known)
    text = written(asked.node, fields)
    others = find_others(viewer, asked)
    of_tickets = asked.place in {"", TICKETS}
    sighted = seek_with_facets(viewer=viewer, sought=asked, offset=offset) if of_tickets else NOTHING
    results = sighted.results
    return {
        "text": text, "place": asked.place, "others": others, "results": results, "offset": offset,
        "here": search_address(text, asked.place),
        "places": places(asked, others, results.total, text, complete=results.complete),
        "facets": facets(asked, sighted.facets, fields, known, complete=results.complete),
        "mistyped": asked.mistyped and told_unclear(*asked.mistyped),
        # The same as a list, which can be kept as a view.
        "asked": listing(QueryDict(mutable=False) if not of_tickets else _as_query(text), viewer, known),
        "audiences": audiences_of(viewer, known) if of_tickets else (),
    }  # fmt: skip


def _as_query(text: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query["q"] = text
    return query


def _named(request: DeskRequest, text: str) -> int | None:
    """ "#42" means that ticket and nothing else; a bare number may be an order's, and is looked for as well."""
    if not text.startswith("#"):
        return None
    wanted = number(text[1:].strip())
    if wanted is None:
        return None
    return Ticket.objects.visible_to(request.user).filter(pk=wanted).values_list("pk", flat=True).first()
