"""Tasks and the time that was spent go where their ticket goes when it is merged, and come back when that is undone."""

from balie.tickets.merge_records import Brought, Merge
from balie.tickets.task_records import Task
from balie.tickets.time_records import TimeEntry

Kind = Brought.Kind


def bring_work(merge: Merge) -> None:
    """Behind those of the target."""
    places = list(Task.objects.filter(ticket=merge.target_id).values_list("position", flat=True))
    tasks = list(Task.objects.filter(ticket=merge.source_id).values_list("pk", flat=True))
    first = max(places, default=-1) + 1
    for place, pk in enumerate(tasks, first):
        Task.objects.filter(pk=pk).update(ticket=merge.target_id, position=place)
    spent = list(TimeEntry.objects.filter(ticket=merge.source_id).values_list("pk", flat=True))
    TimeEntry.objects.filter(pk__in=spent).update(ticket=merge.target_id)
    brought = [*((Kind.TASK, pk) for pk in tasks), *((Kind.TIME, pk) for pk in spent)]
    Brought.objects.bulk_create([Brought(merge=merge, kind=kind, of_id=pk) for kind, pk in brought])


def take_work_back(merge: Merge) -> None:
    """Done or changed meanwhile, they are as they are now."""
    for kind, model in ((Kind.TASK, Task), (Kind.TIME, TimeEntry)):
        ids = list(merge.brought.filter(kind=kind).values_list("of_id", flat=True))
        model._default_manager.filter(pk__in=ids, ticket=merge.target_id).update(ticket=merge.source_id)
