"""Tasks go where their ticket goes when it is merged, and come back when that is undone."""

from balie.tickets.merge_records import Brought, Merge
from balie.tickets.task_records import Task

Kind = Brought.Kind


def bring_work(merge: Merge) -> None:
    """Behind those of the target."""
    places = list(Task.objects.filter(ticket=merge.target_id).values_list("position", flat=True))
    tasks = list(Task.objects.filter(ticket=merge.source_id).values_list("pk", flat=True))
    first = max(places, default=-1) + 1
    for place, pk in enumerate(tasks, first):
        Task.objects.filter(pk=pk).update(ticket=merge.target_id, position=place)
    Brought.objects.bulk_create([Brought(merge=merge, kind=Kind.TASK, of_id=pk) for pk in tasks])


def take_work_back(merge: Merge) -> None:
    """Done or changed meanwhile, they are as they are now."""
    tasks = merge.brought.filter(kind=Kind.TASK).values_list("of_id", flat=True)
    Task.objects.filter(pk__in=list(tasks), ticket=merge.target_id).update(ticket=merge.source_id)
