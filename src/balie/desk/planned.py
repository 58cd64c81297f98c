"""Answers that wait on a ticket: sent now, at another time, or taken back. By any colleague who answers."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balie.core.clock import now
from balie.desk.access import DeskRequest, actor_of, at_the_desk, for_answering
from balie.desk.answering import changed
from balie.desk.later_times import SENDINGS, offers, time_of
from balie.tickets.models import Ticket
from balie.tickets.planned import PlannedReply
from balie.tickets.planning import change_time, return_to_draft, send_now


@at_the_desk
@require_safe
def times(request: DeskRequest) -> HttpResponse:
    """What the menu beside "Send" offers just now."""
    return render(request, "desk/sending_times.html", {"times": offers(SENDINGS, now=timezone.localtime(now()))})


@for_answering
@require_POST
def sending(request: DeskRequest, pk: int) -> HttpResponse:
    ticket_id = _ticket_of(request, pk)
    return changed(request, ticket_id, lambda seen: send_now(planned_id=pk, seen=seen or 0), _("Sent"))


@for_answering
@require_POST
def time(request: DeskRequest, pk: int) -> HttpResponse:
    actor, ticket_id = actor_of(request), _ticket_of(request, pk)

    def plan(seen: int | None) -> None:
        due_at = time_of(request.POST.get("later", ""), request.POST.get("at", ""), now=timezone.localtime(now()))
        change_time(planned_id=pk, due_at=due_at, actor=actor, seen=seen or 0)

    return changed(request, ticket_id, plan, _("Saved."))


@for_answering
@require_POST
def taking_back(request: DeskRequest, pk: int) -> HttpResponse:
    actor, ticket_id, me = actor_of(request), _ticket_of(request, pk), request.user.pk
    answer = changed(
        request,
        ticket_id,
        lambda _seen: return_to_draft(planned_id=pk, user_id=me, actor=actor),
        _("Taken back, nothing was sent"),
    )
    answer.headers["HX-Trigger"] = "draft-changed"
    return answer


def _ticket_of(request: DeskRequest, pk: int) -> int:
    planned = PlannedReply.objects.filter(pk=pk, ticket__in=Ticket.objects.visible_to(request.user)).first()
    if planned is None:
        raise Http404
    return planned.ticket_id
