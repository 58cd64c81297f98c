"""Tasks beside a ticket: added, done, put in order, changed on a page of their own."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balie.accounts.directory import directory
from balie.core.clock import now
from balie.desk.access import DeskRequest, actor_of, at_the_desk, for_answering, wants_fragment
from balie.desk.addresses import number as whole
from balie.desk.choices import choices
from balie.desk.rail import rail
from balie.desk.ticket_page import visible_ticket
from balie.live.topics import token_for
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Ticket
from balie.tickets.task_records import Checklist, Task
from balie.tickets.work.to_do import (
    Wanted,
    add_checklist,
    add_task,
    change_task,
    finish_task,
    move_task,
    remove_task,
    reopen_task,
    tasks_for,
)


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def tasks(request: DeskRequest, number: int) -> HttpResponseBase:
    """The tasks beside the ticket for htmx, else a page of their own."""
    ticket = visible_ticket(request, number)
    if request.method == "POST":
        return _add(request, ticket)
    return _shown(request, ticket, begins="new" in request.GET)


@for_answering
@require_POST
def checklists(request: DeskRequest, number: int) -> HttpResponse:
    ticket = visible_ticket(request, number)
    found = Checklist.objects.visible_to(request.user).filter(pk=whole(request.POST.get("checklist")) or 0).first()
    if found is None:
        raise Http404
    return _done(request, ticket, lambda: add_checklist(ticket_id=ticket.pk, checklist=found, actor=actor_of(request)))


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Where it is changed: in its row for htmx."""
    it = _visible(request, pk)
    if request.method == "POST":
        return _change(request, it)
    return _edited(request, it)


@for_answering
@require_POST
def completion(request: DeskRequest, pk: int) -> HttpResponse:
    it = _visible(request, pk)
    verb = finish_task if request.POST.get("done") else reopen_task
    return _done(request, it.ticket, lambda: verb(task_id=pk, actor=actor_of(request)))


@for_answering
@require_POST
def position(request: DeskRequest, pk: int) -> HttpResponse:
    it, place = _visible(request, pk), whole(request.POST.get("position")) or 0
    return _done(request, it.ticket, lambda: move_task(task_id=pk, position=place, actor=actor_of(request)))


@for_answering
@require_POST
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    it = _visible(request, pk)
    return _done(request, it.ticket, lambda: remove_task(task_id=pk, actor=actor_of(request)))


@for_answering
def _add(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    def verb() -> Task:
        return add_task(ticket_id=ticket.pk, wanted=_wanted(request), actor=actor_of(request))

    return _done(request, ticket, verb, begins=True)


@for_answering
def _change(request: DeskRequest, it: Task) -> HttpResponse:
    return _done(
        request, it.ticket, lambda: change_task(task_id=it.pk, wanted=_wanted(request), actor=actor_of(request))
    )


def _visible(request: DeskRequest, pk: int) -> Task:
    it = tasks_for(request.user).select_related("ticket").filter(pk=pk).first()
    if it is None:
        raise Http404
    return it


def _wanted(request: DeskRequest) -> Wanted:
    """Raises NotAllowed for a day that can't be read: left out, it would take the one away that there was."""
    kind, _colon, pk = request.POST.get("owner", "").partition(":")
    owner = whole(pk)
    day = request.POST.get("due_on", "").strip()
    try:
        due_on = date.fromisoformat(day) if day else None
    except ValueError as wrong:
        raise NotAllowed(_("Write the due day as 2031-01-31.")) from wrong
    return Wanted(
        request.POST.get("title", ""), owner if kind == "user" else None, owner if kind == "team" else None, due_on
    )


def _done(request: DeskRequest, ticket: Ticket, verb: Callable[[], object], *, begins: bool = False) -> HttpResponse:
    """The tasks as they are now, or why they are as before."""
    try:
        verb()
    except NotAllowed as refusal:
        return _shown(request, ticket, 422, refusal=str(refusal), typed=request.POST, begins=begins)
    except Task.DoesNotExist as gone:
        raise Http404 from gone
    if not wants_fragment(request):
        return HttpResponseRedirect(f"/desk/tickets/{ticket.pk}/", status=303)
    return _shown(request, ticket, begins=begins)


def _shown(request: DeskRequest, ticket: Ticket, status: int = 200, **more: object) -> HttpResponse:
    alone = not wants_fragment(request)
    context = {**_context(request, ticket), "alone": alone, **more}
    if alone:
        context["rail"] = rail(request.user)
    return render(request, "desk/tasks_page.html" if alone else "desk/tasks.html", context, status=status)


def _edited(request: DeskRequest, it: Task) -> HttpResponse:
    return _shown(request, it.ticket, edited=it.pk)


def _context(request: DeskRequest, ticket: Ticket) -> dict[str, Any]:
    known, found = directory(), list(Task.objects.filter(ticket=ticket))
    may_answer = request.user.may_answer and ticket.merged_into_id is None
    return {
        "ticket": ticket,
        "here": f"/desk/tickets/{ticket.pk}/",
        "tasks": found,
        "done": sum(it.done_at is not None for it in found),
        "today": timezone.localdate(now()),
        "owners": choices(known)["owner"],
        "known": known,
        "checklists": Checklist.objects.visible_to(request.user) if may_answer else (),
        "may_answer": may_answer,
        "token": token_for([f"ticket:{ticket.pk}"], holder=f"user:{request.user.pk}", name=str(request.user)),
    }
