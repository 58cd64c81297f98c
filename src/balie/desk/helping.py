"""What helps to answer, fetched when somebody asks for it: tickets that are alike, articles, files of the ticket."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from balie.desk.access import DeskRequest, at_the_desk, wants_fragment
from balie.desk.rail import rail
from balie.desk.ticket_page import visible_ticket
from balie.knowledge.suggesting import articles_for
from balie.tickets.models import Ticket
from balie.tickets.resembling.resembling import asked_in, tickets_like
from balie.tickets.ticket_files.listing import files_of, in_fields

_MOST = 5


@at_the_desk
@require_safe
def similar(request: DeskRequest, number: int) -> HttpResponse:
    ticket = visible_ticket(request, number)
    language = ticket.requester.language or ticket.language or settings.LANGUAGE_CODE
    asked = asked_in(ticket)
    articles = articles_for(title=ticket.subject, body=asked, language=language, limit=_MOST, ticket_id=ticket.pk)
    context = {
        "alike": tickets_like(ticket, viewer=request.user, limit=_MOST, asked=asked),
        "articles": [(article, f"{settings.BALIE_URL}/articles/{article.slug}/") for article in articles],
        "may_insert": request.user.may_answer and ticket.merged_into_id is None,
    }
    return _shown(request, "similar", ticket, context)


@at_the_desk
@require_safe
def files(request: DeskRequest, number: int) -> HttpResponse:
    ticket = visible_ticket(request, number)
    return _shown(
        request,
        "ticket_files",
        ticket,
        {"files": files_of(ticket, viewer=request.user), "in_fields": in_fields(ticket)},
    )


def _shown(request: DeskRequest, name: str, ticket: Ticket, context: dict[str, object]) -> HttpResponse:
    """A part of the ticket's page, or a page of its own without script."""
    context |= {"ticket": ticket, "here": f"/desk/tickets/{ticket.pk}/", "part": f"desk/{name}.html"}
    if wants_fragment(request):
        return render(request, f"desk/{name}.html", context)
    return render(request, "desk/helping_page.html", context | {"rail": rail(request.user)})
