"""Tells of tasks on the morning of the day on which they are due, each once."""

from django.db.models import Min

from balie.core.clock import now
from balie.core.transactions import joined
from balie.events.actor import SYSTEM
from balie.events.recording import record
from balie.tickets.task_records import Task

DUE = "task.due"
_BATCH = 50


def run_batch() -> int:
    done = 0
    while done < _BATCH and _remind_next():
        done += 1
    return done


def seconds_until_due() -> float | None:
    next_at = Task.objects.filter(remind_at__isnull=False).aggregate(at=Min("remind_at"))["at"]
    return None if next_at is None else max(0.0, (next_at - now()).total_seconds())


@joined
def _remind_next() -> bool:
    """What is done meanwhile is passed over in silence."""
    due = Task.objects.select_for_update(skip_locked=True).filter(remind_at__lte=now()).order_by("remind_at", "pk")
    task = due.first()
    if task is None:
        return False
    Task.objects.filter(pk=task.pk).update(remind_at=None)
    if task.done_at is None:
        told = {"user": task.assignee_id} if task.assignee_id else {"team": task.team_id}
        record(DUE, actor=SYSTEM, ticket_id=task.ticket_id, task=task.pk, **told)
    return True
