"""Time that was spent on a ticket, beside it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from django.db.models import Q, Sum
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balie.accounts.directory import directory
from balie.desk.access import DeskRequest, at_the_desk, for_answering, wants_fragment
from balie.desk.rail import rail
from balie.desk.ticket_page import visible_ticket
from balie.desk.time_words import hours_of, minutes_in, typed_as
from balie.live.topics import token_for
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Ticket
from balie.tickets.reading import ticket_for
from balie.tickets.time_records import TimeEntry, Timer
from balie.tickets.work.time_spent import Spent, correct_time, may_correct, remove_time, spend_time, time_for
from balie.tickets.work.timers import is_forgotten, minutes_of, own_timer, passed

MOST = 50


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def time(request: DeskRequest, number: int) -> HttpResponseBase:
    """The time beside the ticket for htmx, else on a page of its own."""
    if request.method == "POST":
        return _add(request, visible_ticket(request, number))
    ticket, seen = timed_ticket(request, number)
    return shown(request, ticket, seen=seen)


def timed_ticket(request: DeskRequest, number: int) -> tuple[Ticket, bool]:
    """And whether it is in sight: one's own timer is reached where it is not any more. Raises Http404."""
    ticket = ticket_for(request.user, number)
    if ticket:
        return ticket, True
    timer = own_timer(request.user, number)
    if timer is None:
        raise Http404
    return timer.ticket, False


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: DeskRequest, pk: int) -> HttpResponseBase:
    it = _visible(request, pk)
    if request.method == "POST":
        return _correct(request, it)
    return shown(request, it.ticket, edited=it.pk)


@for_answering
@require_POST
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    it = _visible(request, pk)
    return answered(request, it.ticket, lambda: remove_time(entry_id=pk, user=request.user))


@for_answering
def _add(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    spent = spent_in(request)
    return answered(request, ticket, lambda: spend_time(ticket_id=ticket.pk, user=request.user, spent=spent))


@for_answering
def _correct(request: DeskRequest, it: TimeEntry) -> HttpResponse:
    spent = spent_in(request, it.day)
    return answered(request, it.ticket, lambda: correct_time(entry_id=it.pk, user=request.user, spent=spent))


def spent_in(request: DeskRequest, day: date | None = None) -> Spent:
    """What is no span becomes none at all, which the verb refuses."""
    given = request.POST
    with suppress(ValueError):
        day = date.fromisoformat(given.get("day", ""))
    billable = given.get("billable", "") == "on"
    return Spent(minutes_in(given.get("spent", "")) or 0, given.get("words", ""), billable, day)


def answered(
    request: DeskRequest, ticket: Ticket, verb: Callable[[], object], *, seen: bool = True, **more: Any
) -> HttpResponse:
    """The time as it is now, or why it is as before, with what was typed."""
    try:
        verb()
    except NotAllowed as refusal:
        return shown(request, ticket, 422, seen=seen, refusal=str(refusal), typed=request.POST, **more)
    except TimeEntry.DoesNotExist as gone:
        raise Http404 from gone
    if not wants_fragment(request):
        return HttpResponseRedirect(f"/desk/tickets/{ticket.pk}/" if seen else "/desk/", status=303)
    return shown(request, ticket, seen=seen, **more)


def shown(
    request: DeskRequest, ticket: Ticket, status: int = 200, *, seen: bool = True, **more: object
) -> HttpResponse:
    alone = not wants_fragment(request)
    context = {**_context(request, ticket, seen=seen), **more}
    if alone:
        context["rail"] = rail(request.user)
    return render(request, "desk/time_page.html" if alone else "desk/time.html", context, status=status)


def _visible(request: DeskRequest, pk: int) -> TimeEntry:
    it = time_for(request.user).select_related("ticket").filter(pk=pk).first()
    if it is None:
        raise Http404
    return it


def _context(request: DeskRequest, ticket: Ticket, *, seen: bool) -> dict[str, Any]:
    entries = TimeEntry.objects.filter(ticket=ticket) if seen else TimeEntry.objects.none()
    sums = entries.aggregate(all=Sum("minutes"), billable=Sum("minutes", filter=Q(billable=True)))
    timer = Timer.objects.filter(ticket=ticket, user=request.user).first()
    found = list(entries[:MOST])
    return {
        "ticket": ticket,
        "here": f"/desk/tickets/{ticket.pk}/",
        "known": directory(),
        "entries": [(it, hours_of(it.minutes), may_correct(it, request.user)) for it in found],
        "typed_as": typed_as,
        "total": hours_of(sums["all"]) if sums["all"] else "",
        "billable": hours_of(sums["billable"] or 0),
        "timer": timer,
        "passed": int(passed(timer).total_seconds()) if timer else 0,
        "measured": typed_as(minutes_of(timer)) if timer else "",
        "forgotten": bool(timer and is_forgotten(timer)),
        "seen": seen,
        "may_answer": request.user.may_answer and ticket.merged_into_id is None,
        "token": token_for(
            [f"ticket:{ticket.pk}"] if seen else [], holder=f"user:{request.user.pk}", name=str(request.user)
        ),
        "label": _("Time of #%(number)s") % {"number": ticket.pk},
    }
