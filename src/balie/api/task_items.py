"""`/tickets/{number}/tasks` and `/tasks`."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import ConfigDict, Field

from balie.accounts.directory import directory
from balie.accounts.models import User
from balie.api.answers import address, answer
from balie.api.fields import Said, Text, left_out
from balie.api.idempotency import once
from balie.api.naming import team_named, user_named
from balie.api.pages import Cursor, Limit, after_pair, next_page, pair_of
from balie.api.permissions import must_answer, must_see, must_work_here, user_of
from balie.api.problems import Problem
from balie.api.routing import Number, router
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.tickets.models import Ticket
from balie.tickets.task_records import Task
from balie.tickets.work.own_list import Place, own_tasks
from balie.tickets.work.to_do import (
    Wanted,
    add_task,
    change_task,
    finish_task,
    move_task,
    remove_task,
    reopen_task,
    tasks_for,
)

Title = Annotated[Said, Field(max_length=300)]


class TaskOut(Schema):
    """`assignee` is an address, `team` a slug; a task has one of them at most."""

    id: int
    ticket: int
    title: str
    assignee: str | None
    team: str | None
    due_on: date | None
    done_at: datetime | None
    created_at: datetime


class TaskList(Schema):
    items: list[TaskOut]


class TaskPage(TaskList):
    next: str | None


class TaskIn(Schema):
    model_config = ConfigDict(extra="forbid")

    title: Title
    assignee: Text | None = Field(None, description="Address; null: nobody.")
    team: Text | None = Field(None, description="Slug or name; not beside an assignee.")
    due_on: date | None = None


class TaskChange(Schema):
    """Only what is sent is changed; all of it, or nothing. Who gets an assignee is no team's any more."""

    model_config = ConfigDict(extra="forbid")

    title: Title = Field(default_factory=left_out)
    assignee: Text | None = Field(None, description="Address; null: nobody.")
    team: Text | None = Field(None, description="Slug or name; null: none.")
    due_on: date | None = None
    done: bool = Field(default_factory=left_out)
    position: int = Field(default_factory=left_out, ge=0, le=1000, description="Among all of its ticket, from 0.")


@router.get(
    "/tickets/{int:number}/tasks", response=TaskList, summary="List tasks", operation_id="list_tasks", tags=["Tasks"]
)
def list_tasks(request: HttpRequest, number: Number) -> HttpResponse:
    """For those who work at the desk, in their order."""
    user = user_of(request)
    must_see(user, number)
    must_work_here(user)
    return answer(TaskList.model_construct(items=_shown(list(Task.objects.filter(ticket=number)))))


@router.post(
    "/tickets/{int:number}/tasks", response={201: TaskOut}, summary="Add a task", operation_id="add_task",
    tags=["Tasks"],
)  # fmt: skip
@once
@joined
def add_one(request: HttpRequest, number: Number, payload: TaskIn) -> HttpResponse:
    """At the end. Its assignee follows the ticket from then on."""
    user = user_of(request)
    must_see(user, number)
    must_answer(user)
    _one_owner(payload)
    wanted = Wanted(
        payload.title, _user(payload.assignee), team_named(payload.team) if payload.team else None, payload.due_on
    )
    task = add_task(ticket_id=number, wanted=wanted, actor=Actor.user(user.pk))
    return answer(*_shown([task]), status=201, location=address(request, f"/api/v1/tickets/{number}/tasks"))


@router.get("/tasks", response=TaskPage, summary="List one's own tasks", operation_id="list_own_tasks", tags=["Tasks"])
def list_own(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> HttpResponse:
    """Open ones of whoever holds the token and of their teams, what is due first on top."""
    user = user_of(request)
    must_work_here(user)
    place = pair_of(cursor)
    found = own_tasks(user, Place(date.fromordinal(place[0]), place[1]) if place else None, limit)
    following = after_pair(found.after.due_on.toordinal(), found.after.id) if found.after else None
    return answer(TaskPage.model_construct(items=_shown(list(found.tasks)), next=next_page(request, following)))


@router.patch(
    "/tasks/{int:task}", response=TaskOut, summary="Change a task", operation_id="change_task", tags=["Tasks"]
)
@joined
def change_one(request: HttpRequest, task: Number, payload: TaskChange) -> HttpResponse:
    user = user_of(request)
    it, given, actor = _visible(user, task), payload.model_fields_set, Actor.user(user.pk)
    must_answer(user)
    _one_owner(payload)
    if given & {"title", "assignee", "team", "due_on"}:
        change_task(task_id=it.pk, wanted=_wanted(it, payload, given), actor=actor)
    if "done" in given:
        (finish_task if payload.done else reopen_task)(task_id=it.pk, actor=actor)
    if "position" in given:
        move_task(task_id=it.pk, position=payload.position, actor=actor)
    return answer(*_shown([Task.objects.get(pk=it.pk)]))


@router.delete(
    "/tasks/{int:task}", response=TaskList, summary="Remove a task", operation_id="remove_task", tags=["Tasks"]
)
@joined
def remove_one(request: HttpRequest, task: Number) -> HttpResponse:
    """Answers the tasks that are left on its ticket."""
    user = user_of(request)
    it = _visible(user, task)
    must_answer(user)
    remove_task(task_id=it.pk, actor=Actor.user(user.pk))
    return answer(TaskList.model_construct(items=_shown(list(Task.objects.filter(ticket=it.ticket_id)))))


def _visible(user: User, pk: int) -> Task:
    """Raises Ticket.DoesNotExist, the same for what is not there and what is not theirs."""
    found = tasks_for(user).filter(pk=pk).first() if user.is_staff else None
    if found is None:
        raise Ticket.DoesNotExist
    return found


def _one_owner(payload: TaskIn | TaskChange) -> None:
    if payload.assignee and payload.team:
        raise Problem(422, "A task is either somebody's or a team's.", field="team")


def _wanted(it: Task, payload: TaskChange, given: set[str]) -> Wanted:
    assignee = _user(payload.assignee) if "assignee" in given else it.assignee_id
    team = (team_named(payload.team) if payload.team else None) if "team" in given else it.team_id
    if "team" in given and team and "assignee" not in given:
        assignee = None
    return Wanted(
        payload.title if "title" in given else it.title,
        assignee,
        None if assignee else team,
        payload.due_on if "due_on" in given else it.due_on,
    )


def _user(email: str | None) -> int | None:
    return user_named(email) if email else None


def _shown(tasks: list[Task]) -> list[TaskOut]:
    known = directory()
    addresses = {pk: email for email, pk in known.addresses.items()}
    slugs = {pk: slug for slug, pk in known.slugs.items()}
    return [
        TaskOut.model_construct(
            id=it.pk, ticket=it.ticket_id, title=it.title, assignee=addresses.get(it.assignee_id or 0),
            team=slugs.get(it.team_id or 0), due_on=it.due_on, done_at=it.done_at, created_at=it.created_at,
        )
        for it in tasks
    ]  # fmt: skip
