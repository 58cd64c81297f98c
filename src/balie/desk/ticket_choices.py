"""Choosing another ticket, by its number or by words."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from balie.accounts.models import User
from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.ticket_page import must_see, visible_ticket
from balie.people.naming import called
from balie.tickets.models import Ticket
from balie.tickets.reading import others_of
from balie.tickets.searching import search_tickets
from balie.tickets.subjects import titled

MOST = 8


class Choice(NamedTuple):
    id: int
    label: str
    detail: str


@at_the_desk
@require_safe
def ticket_choices(request: DeskRequest, number: int) -> HttpResponse:
    """Options for what was typed; other tickets of the same contact for nothing."""
    must_see(request, number)
    text = request.GET.get("q", "").strip()[:200]
    choices = _found(request.user, text) if text else suggested(request.user, visible_ticket(request, number))
    return render(request, "desk/ticket_choices.html", {"choices": [it for it in choices if it.id != number]})


def suggested(viewer: User, ticket: Ticket) -> list[Choice]:
    by = str(ticket.requester)
    others = [Choice(it.id, f"#{it.id} {titled(it.subject)}", by) for it in others_of(viewer, ticket)]
    merged = set(
        Ticket.objects.filter(pk__in=[it.id for it in others]).exclude(merged_into=None).values_list("pk", flat=True)
    )
    return [it for it in others if it.id not in merged]


def _found(viewer: User, text: str) -> list[Choice]:
    results = search_tickets(viewer=viewer, text=text, limit=MOST)
    tickets = [results.number] if results.number else []
    tickets += [hit.ticket for hit in results.hits]
    choices = {it.pk: Choice(it.pk, f"#{it.pk} {titled(it.subject)}", called(it.requester.name))
               for it in tickets if it.merged_into_id is None}  # fmt: skip
    return list(choices.values())[:MOST]
