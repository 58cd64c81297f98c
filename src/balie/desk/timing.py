"""The timer: started, paused and stopped on a ticket, shown on every page."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from balie.accounts.models import User
from balie.desk.access import DeskRequest, at_the_desk, for_answering
from balie.desk.ticket_time import answered, spent_in, timed_ticket
from balie.tickets.reading import may_see
from balie.tickets.work.timers import (
    discard_timer,
    is_forgotten,
    passed,
    pause_timer,
    running_timer,
    start_timer,
    stop_timer,
)


@at_the_desk
@require_safe
def timer(request: DeskRequest) -> HttpResponse:
    """A part of the bar above, fetched where one runs."""
    return render(request, "desk/timer.html", _running(request.user))


@for_answering
@require_POST
def step(request: DeskRequest, number: int, step: str) -> HttpResponse:
    user = request.user
    ticket, seen = timed_ticket(request, number)

    def stop() -> object:
        spent = spent_in(request) if "spent" in request.POST else None
        return stop_timer(ticket_id=number, user=user, spent=spent)

    steps: dict[str, Callable[[], object]] = {
        "start": lambda: start_timer(ticket_id=number, user=user),
        "pause": lambda: pause_timer(ticket_id=number, user=user),
        "stop": stop,
        "discard": lambda: discard_timer(ticket_id=number, user=user),
    }
    if step not in steps or (step == "start" and not seen):
        raise Http404
    return answered(request, ticket, steps[step], seen=seen, bar=Bar(user))


class Bar:
    """What runs now, asked when the page is written: after the step."""

    def __init__(self, user: User) -> None:
        self._user = user

    @property
    def shown(self) -> dict[str, object]:
        return _running(self._user)


def _running(user: User) -> dict[str, object]:
    found = running_timer(user)
    if found is None:
        return {"running": None}
    return {
        "running": found.ticket_id,
        "seen": may_see(user, found.ticket_id),
        "seconds": int(passed(found).total_seconds()),
        "since": timezone.localtime(found.running_since),
        "long": is_forgotten(found),
    }
