"""Merging tickets, seen before it is done, and taking them apart again."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balie.desk.access import DeskRequest, actor_of, for_answering, wants_fragment
from balie.desk.addresses import number as whole
from balie.desk.rail import rail
from balie.desk.ticket_choices import suggested
from balie.desk.ticket_page import must_see, visible_ticket
from balie.tickets.conflicts import NotAllowed
from balie.tickets.merge_plans import plan_merge
from balie.tickets.merging import MOST, merge
from balie.tickets.models import Ticket
from balie.tickets.tags.known import known_tags
from balie.tickets.unmerging import unmerge


@for_answering
@require_http_methods(["GET", "HEAD", "POST"])
def merging(request: DeskRequest, number: int) -> HttpResponse:
    ticket = visible_ticket(request, number)
    if request.method == "POST":
        return _merge(request, number)
    return _page(request, ticket)


@for_answering
@require_POST
def separation(request: DeskRequest, number: int) -> HttpResponse:
    """Of a merged ticket from the one that has its messages."""
    target = visible_ticket(request, number).merged_into_id
    if target:
        must_see(request, target)
    try:
        unmerge(ticket_id=number, actor=actor_of(request))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("#%(number)s is a ticket of its own again.") % {"number": number})
    return _to(request, number)


def _merge(request: DeskRequest, number: int) -> HttpResponse:
    """Every one of them has to be theirs to see."""
    target, wanted = whole(request.POST.get("stays")) or number, _chosen(request.POST.getlist("with")) | {number}
    seen = Ticket.objects.visible_to(request.user).filter(pk__in=wanted | {target}).values_list("pk", flat=True)
    if set(seen) != wanted | {target}:
        raise Http404
    try:
        merge(target_id=target, source_ids=wanted - {target}, actor=actor_of(request))
    except NotAllowed as refusal:
        return _page(request, visible_ticket(request, number), refusal=str(refusal))
    messages.success(request, _("Merged into #%(number)s.") % {"number": target})
    return _to(request, target)


def _page(request: DeskRequest, ticket: Ticket, refusal: str = "") -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    numbers = _chosen(asked.getlist("with")) | {ticket.pk}
    plan = plan_merge(viewer=request.user, numbers=numbers, stays=whole(asked.get("stays")))
    context = {
        "ticket": ticket,
        "plan": plan,
        "tag_labels": known_tags().labels(plan.tags),
        "suggested": [it for it in suggested(request.user, ticket) if it.id not in numbers],
        "refusal": refusal or plan.refusal,
        "rail": rail(request.user),
    }
    return render(request, "desk/merge.html", context, status=422 if refusal else 200)


def _chosen(texts: list[str]) -> set[int]:
    """As they come from choices, or typed with commas between where there is no script."""
    typed = [part.strip().lstrip("#") for text in texts for part in text.split(",")]
    return {number for part in typed if (number := whole(part)) is not None} if len(typed) <= 2 * MOST else set()


def _to(request: DeskRequest, number: int) -> HttpResponse:
    address = f"/desk/tickets/{number}/"
    if wants_fragment(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)
