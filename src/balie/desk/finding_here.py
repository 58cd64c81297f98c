"""Something is looked for in the conversation of one ticket, also in the parts of it that the page does not show."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from balie.desk.access import DeskRequest, at_the_desk, wants_fragment
from balie.desk.rail import rail
from balie.desk.ticket_page import visible_ticket
from balie.tickets.conversation_search.finding import LEAST, LONGEST, find_in


@at_the_desk
@require_safe
def finding(request: DeskRequest, number: int) -> HttpResponse:
    ticket, words = visible_ticket(request, number), request.GET.get("find", "").replace("\x00", "")[:LONGEST]
    context = {
        "ticket": ticket, "here": f"/desk/tickets/{ticket.pk}/", "words": words, "asked": len(words.strip()) >= LEAST,
        "places": find_in(ticket, words=words, viewer=request.user),
    }  # fmt: skip
    if wants_fragment(request):
        return render(request, "desk/found_here.html", context)
    return render(request, "desk/finding_page.html", context | {"rail": rail(request.user)})
