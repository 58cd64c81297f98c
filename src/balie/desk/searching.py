"""Search over everything that was said, and the short way to a number."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.addresses import number
from balie.desk.rail import rail
from balie.people.searching import find_contacts
from balie.tickets.models import Ticket
from balie.tickets.searching import FARTHEST, search_tickets

MOST_CONTACTS = 6


@at_the_desk
@require_safe
def search(request: DeskRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:400]
    ticket = _named(request, text)
    if ticket is not None:
        return HttpResponseRedirect(f"/desk/tickets/{ticket}/")
    offset = min(number(request.GET.get("offset")) or 0, FARTHEST)
    context: dict[str, object] = {"rail": rail(request.user), "search_value": text, "contacts": [], "results": None}
    if text:
        context["results"] = search_tickets(viewer=request.user, text=text, offset=offset)
        context["contacts"] = find_contacts(text, limit=MOST_CONTACTS, alike=False) if not offset else []
    return render(request, "desk/search.html", context)


def _named(request: DeskRequest, text: str) -> int | None:
    """ "#42" means that ticket and nothing else; a bare number may be an order's, and is looked for as well."""
    if not text.startswith("#"):
        return None
    wanted = number(text[1:].strip())
    if wanted is None:
        return None
    return Ticket.objects.visible_to(request.user).filter(pk=wanted).values_list("pk", flat=True).first()
