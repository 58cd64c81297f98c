"""Tasks, timers and time that was spent go along when their ticket is merged, and come back when that is undone."""

from collections.abc import Iterable

from django.db.models import F

from balie.accounts.models import User
from balie.tickets.merge_records import Brought, Merge
from balie.tickets.task_records import Task
from balie.tickets.time_records import TimeEntry, Timer

Kind = Brought.Kind


def take_timers(ticket_ids: Iterable[int]) -> None:
    """Who measures time on these starts, pauses and stops nothing meanwhile. After the tickets, as timers do."""
    users = Timer.objects.filter(ticket__in=list(ticket_ids)).values("user")
    list(User.objects.select_for_update(no_key=True).filter(pk__in=users).order_by("pk").values_list("pk"))


def bring_work(merge: Merge) -> None:
    """Tasks behind those of the target. `take_timers` comes before."""
    places = list(Task.objects.filter(ticket=merge.target_id).values_list("position", flat=True))
    tasks = list(Task.objects.filter(ticket=merge.source_id).values_list("pk", flat=True))
    first = max(places, default=-1) + 1
    Task.objects.filter(pk__in=tasks).update(ticket=merge.target_id, position=F("position") + first)
    spent = list(TimeEntry.objects.filter(ticket=merge.source_id).values_list("pk", flat=True))
    TimeEntry.objects.filter(pk__in=spent).update(ticket=merge.target_id)
    brought = [
        *((Kind.TASK, pk) for pk in tasks),
        *((Kind.TIME, pk) for pk in spent),
        *((Kind.TIMER, pk) for pk in _bring_timers(merge)),
    ]
    Brought.objects.bulk_create([Brought(merge=merge, kind=kind, of_id=pk) for kind, pk in brought])


def take_work_back(merge: Merge) -> None:
    """Done or changed meanwhile, they are as they are now."""
    for kind, model in ((Kind.TASK, Task), (Kind.TIME, TimeEntry), (Kind.TIMER, Timer)):
        ids = list(merge.brought.filter(kind=kind).values_list("of_id", flat=True))
        model._default_manager.filter(pk__in=ids, ticket=merge.target_id).update(ticket=merge.source_id)


def _bring_timers(merge: Merge) -> list[int]:
    """Of whoever has one on both, the two become one, which stays."""
    there = {it.user_id: it for it in Timer.objects.filter(ticket=merge.target_id)}
    for it in Timer.objects.filter(ticket=merge.source_id, user__in=there):
        own = there[it.user_id]
        it.delete()  # before: one of a user runs
        since = own.running_since or it.running_since
        Timer.objects.filter(pk=own.pk).update(passed=own.passed + it.passed, running_since=since)
    moved = list(Timer.objects.filter(ticket=merge.source_id).values_list("pk", flat=True))
    Timer.objects.filter(pk__in=moved).update(ticket=merge.target_id)
    return moved
