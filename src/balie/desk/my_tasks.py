"""What one has to do, over all tickets, in the order of its days."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balie.core.clock import now
from balie.desk.access import DeskRequest, actor_of, at_the_desk, for_answering
from balie.desk.addresses import number
from balie.desk.rail import rail
from balie.live.topics import token_for
from balie.tickets.task_records import Task
from balie.tickets.work.own_list import Place, own_tasks
from balie.tickets.work.to_do import finish_task, tasks_for


@at_the_desk
@require_safe
def my_tasks(request: DeskRequest) -> HttpResponse:
    found = own_tasks(request.user, _after(request.GET.get("after", "")))
    today = timezone.localdate(now())
    topics = [f"user:{request.user.pk}", *(f"ticket:{pk}" for pk in {it.ticket_id for it in found.tasks})]
    context = {
        "groups": _grouped(found.tasks, today),
        "today": today,
        "older": found.after and f"?after={found.after.due_on.isoformat()}.{found.after.id}",
        "may_answer": request.user.may_answer,
        "token": token_for(topics, holder=f"user:{request.user.pk}", name=str(request.user)),
        "rail": rail(request.user, place="tasks"),
        "here": request.get_full_path(),
    }
    return render(request, "desk/my_tasks.html", context)


@for_answering
@require_POST
def ending(request: DeskRequest, pk: int) -> HttpResponse:
    """Done, from the list of one's own."""
    if not tasks_for(request.user).filter(pk=pk).exists():
        raise Http404
    finish_task(task_id=pk, actor=actor_of(request))
    messages.success(request, _("Task done"))
    return HttpResponseRedirect("/desk/tasks/", status=303)


def _grouped(tasks: Iterable[Task], today: date) -> list[tuple[str, list[Task]]]:
    names = {"over": _("Overdue"), "today": _("Today"), "later": _("Later"), "none": _("Without a day")}

    def kind(it: Task) -> str:
        if it.due_on is None:
            return "none"
        return "over" if it.due_on < today else "today" if it.due_on == today else "later"

    return [(names[key], list(found)) for key, found in groupby(tasks, key=kind)]


def _after(text: str) -> Place | None:
    day, _dot, pk = text.partition(".")
    known = number(pk)
    try:
        return Place(date.fromisoformat(day), known) if known is not None else None
    except ValueError:
        return None
