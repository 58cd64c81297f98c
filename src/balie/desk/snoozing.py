"""Putting a ticket aside until later, at the desk."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balie.core.clock import now
from balie.desk.access import DeskRequest, actor_of, at_the_desk, for_answering
from balie.desk.answering import changed
from balie.desk.later_times import SNOOZES, offers, time_of
from balie.desk.rail import rail
from balie.desk.ticket_page import visible_ticket
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Ticket
from balie.tickets.snooze_records import Snooze
from balie.tickets.snoozing.sleeping import snooze, wake


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def sleep(request: DeskRequest, number: int) -> HttpResponseBase:
    """The page to choose on, and what is chosen."""
    if request.method == "POST":
        return _snooze(request, number)
    return _page(request, number)


def _page(request: DeskRequest, number: int, error: str = "") -> HttpResponse:
    """What was typed stands in it again when it is refused."""
    ticket = visible_ticket(request, number)
    may_answer = request.user.may_answer and ticket.merged_into_id is None
    context = _context(ticket) | {"rail": rail(request.user), "may_answer": may_answer, "error": error}
    context |= {name: request.POST.get(name, "") for name in ("why", "at")}
    context["on_answer"] = "answer" in request.POST or not error
    return render(request, "desk/snooze.html", context, status=422 if error else 200)


@for_answering
@require_POST
def waking(request: DeskRequest, number: int) -> HttpResponse:
    return changed(request, number, lambda _seen: wake(ticket_id=number, actor=actor_of(request)), _("Awake again"))


@for_answering
def _snooze(request: DeskRequest, number: int) -> HttpResponse:
    choice, answer = request.POST.get("until", ""), bool(request.POST.get("answer"))

    def put_aside(_seen: int | None) -> Ticket:
        moment = timezone.localtime(now())
        try:
            until = None if choice == "answer" else time_of(choice, request.POST.get("at", ""), now=moment)
            return snooze(
                ticket_id=number, until=until, on_answer=answer or until is None, why=request.POST.get("why", ""),
                actor=actor_of(request),
            )  # fmt: skip
        except NotAllowed as refusal:
            raise _ChooseAgain from refusal

    try:
        return changed(request, number, put_aside, _("Put aside"))
    except _ChooseAgain as again:
        return _page(request, number, str(again.__cause__))


class _ChooseAgain(Exception):
    """The page on which one chooses comes back, not the ticket."""


def _context(ticket: Ticket) -> dict[str, object]:
    return {
        "ticket": ticket,
        "here": f"/desk/tickets/{ticket.pk}/",
        "slept": Snooze.objects.select_related("user").filter(ticket=ticket).first() if ticket.snooze else None,
        "times": offers(SNOOZES, now=timezone.localtime(now())),
    }
