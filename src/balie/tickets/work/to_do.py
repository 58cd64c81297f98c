"""Tasks on a ticket: added, changed, put in order, done."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from balie.accounts.models import Team, User
from balie.core.clock import now
from balie.core.transactions import joined
from balie.core.visible import visible
from balie.core.zones import zone_named
from balie.events.actor import Actor
from balie.events.recording import record
from balie.jobs.waking import wake
from balie.people.viewers import Viewer
from balie.tickets.conflicts import NotAllowed
from balie.tickets.locking import locked
from balie.tickets.models import Ticket
from balie.tickets.participation import colleagues, follow
from balie.tickets.task_records import Checklist, Task

ADDED, CHANGED, DONE, REOPENED = "task.added", "task.changed", "task.done", "task.reopened"
MOVED, REMOVED, ASSIGNED = "task.moved", "task.removed", "task.assigned"
QUEUE = "reminders"
MOST = 200
LONGEST = 300
_MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a task is to be; it has one owner at most."""

    title: str
    assignee_id: int | None = None
    team_id: int | None = None
    due_on: date | None = None


def tasks_for(viewer: Viewer) -> QuerySet[Task]:
    """Those of tickets that the viewer may see."""
    return Task.objects.filter(ticket__in=Ticket.objects.visible_to(viewer))


@joined
def add_task(*, ticket_id: int, wanted: Wanted, actor: Actor) -> Task:
    """At the end. Raises NotAllowed."""
    ticket = locked(ticket_id)
    (made,) = _add(ticket, [wanted], actor)
    return made


@joined
def add_checklist(*, ticket_id: int, checklist: Checklist, actor: Actor) -> list[Task]:
    """Its steps, as tasks of nobody yet. Raises NotAllowed."""
    ticket = locked(ticket_id)
    return _add(ticket, [Wanted(step) for step in checklist.steps], actor)


@joined
def change_task(*, task_id: int, wanted: Wanted, actor: Actor) -> Task:
    """Raises Task.DoesNotExist, or NotAllowed."""
    task = _taken(task_id)
    before = (task.assignee_id, task.team_id)
    fields = _checked(wanted)
    if all(getattr(task, name) == value for name, value in fields.items() if name != "remind_at"):
        return task
    if fields["due_on"] == task.due_on and before == (fields["assignee_id"], fields["team_id"]):
        fields.pop("remind_at")  # nobody is reminded twice because of a word
    _write(task, **fields)
    record(CHANGED, actor=actor, ticket_id=task.ticket_id, task=task.pk)
    if before != (task.assignee_id, task.team_id):
        _hand_to(task, actor)
    wake(QUEUE)
    return task


@joined
def finish_task(*, task_id: int, actor: Actor) -> Task:
    """One that is done already stays as it is."""
    task = _taken(task_id)
    if task.done_at is None:
        _write(task, done_at=now(), done_by_id=actor.id if actor.kind == "user" else None)
        record(DONE, actor=actor, ticket_id=task.ticket_id, task=task.pk)
    return task


@joined
def reopen_task(*, task_id: int, actor: Actor) -> Task:
    task = _taken(task_id)
    if task.done_at is not None:
        _write(task, done_at=None, done_by_id=None)
        record(REOPENED, actor=actor, ticket_id=task.ticket_id, task=task.pk)
    return task


@joined
def move_task(*, task_id: int, position: int, actor: Actor) -> None:
    """To this place among all of its ticket, from 0; beyond the last it is the last."""
    task = _taken(task_id)
    order = list(Task.objects.filter(ticket=task.ticket_id).values_list("pk", "position"))
    ids = [pk for pk, _position in order]
    before = ids.index(task.pk)
    ids.remove(task.pk)
    ids.insert(max(0, position), task.pk)
    if ids.index(task.pk) == before:
        return
    places = dict(order)
    Task.objects.bulk_update(
        [Task(pk=pk, position=place) for place, pk in enumerate(ids) if places[pk] != place], ["position"]
    )
    record(MOVED, actor=actor, ticket_id=task.ticket_id, task=task.pk)


@joined
def remove_task(*, task_id: int, actor: Actor) -> None:
    task = _taken(task_id)
    Task.objects.filter(pk=task.pk).delete()
    record(REMOVED, actor=actor, ticket_id=task.ticket_id, task=task.pk)


def open_tasks(ticket_id: int) -> int:
    return Task.objects.filter(ticket=ticket_id, done_at=None).count()


def finish_tasks(ticket_id: int, actor: Actor) -> None:
    """All that are open, of a locked ticket."""
    for pk in Task.objects.filter(ticket=ticket_id, done_at=None).values_list("pk", flat=True):
        finish_task(task_id=pk, actor=actor)


def _add(ticket: Ticket, wanted: list[Wanted], actor: Actor) -> list[Task]:
    places = list(Task.objects.filter(ticket=ticket).values_list("position", flat=True))
    if len(places) + len(wanted) > MOST:
        raise NotAllowed(_("A ticket has %(most)d tasks at most.") % {"most": MOST})
    first = max(places, default=-1) + 1
    made = Task.objects.bulk_create(
        [Task(ticket=ticket, position=first + at, **_checked(it)) for at, it in enumerate(wanted)]
    )
    for task in made:
        record(ADDED, actor=actor, ticket_id=ticket.pk, task=task.pk, given=bool(task.owner))
        if task.owner:
            _hand_to(task, actor)
    wake(QUEUE)
    return made


def _hand_to(task: Task, actor: Actor) -> None:
    """Whoever has something to do on a ticket follows it, and may see it."""
    told = {"user": task.assignee_id} if task.assignee_id else {"team": task.team_id}
    _let_follow(task, actor)
    record(ASSIGNED, actor=actor, ticket_id=task.ticket_id, task=task.pk, **told)


def _let_follow(task: Task, actor: Actor) -> None:
    owners = {"users": filter(None, [task.assignee_id]), "teams": filter(None, [task.team_id])}
    for pk in colleagues(**owners):
        follow(ticket_id=task.ticket_id, user_id=pk, actor=actor)


def _checked(wanted: Wanted) -> dict[str, Any]:
    title = " ".join(visible(wanted.title).split())
    if not title:
        raise NotAllowed(_("Write what is to be done."))
    if len(title) > LONGEST:
        raise NotAllowed(_("A task has %(most)d characters at most.") % {"most": LONGEST})
    zone = settings.TIME_ZONE
    if wanted.assignee_id is not None:
        user = User.objects.staff().filter(pk=wanted.assignee_id).first()
        if user is None or not user.may_answer:
            raise NotAllowed(_("This person does not answer tickets."))
        zone = user.time_zone
    elif wanted.team_id is not None and not Team.objects.filter(pk=wanted.team_id).exists():
        raise NotAllowed(_("There is no such team."))
    return {
        "title": title,
        "assignee_id": wanted.assignee_id,
        "team_id": None if wanted.assignee_id else wanted.team_id,
        "due_on": wanted.due_on,
        "remind_at": wanted.due_on and _morning_of(wanted.due_on, zone),
    }


def _morning_of(day: date, zone: str) -> datetime | None:
    """None for one that is over."""
    here = zone_named(zone)
    morning = datetime.combine(day, _MORNING, here)
    return morning if day >= now().astimezone(here).date() else None


def _taken(task_id: int) -> Task:
    """After its ticket."""
    ticket_id = Task.objects.values_list("ticket_id", flat=True).get(pk=task_id)
    locked(ticket_id)
    return Task.objects.get(pk=task_id, ticket=ticket_id)


def _write(task: Task, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(task, name, value)
    Task.objects.filter(pk=task.pk).update(**fields)
