"""What one has to do, over all tickets."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from balie.accounts.models import User
from balie.tickets.task_records import Task
from balie.tickets.work.to_do import tasks_for

PAGE = 50
# Where those without a day stand: behind all others.
NEVER = date(9999, 12, 31)


class Place(NamedTuple):
    """The last task of the page before."""

    due_on: date
    id: int


class OwnList(NamedTuple):
    tasks: Sequence[Task]
    after: Place | None


def own_tasks(user: User, after: Place | None = None, size: int = PAGE) -> OwnList:
    """One's own and those of one's teams that are open, what is due first on top."""
    own = Q(assignee=user) | Q(team__in=user.team_ids)
    tasks = tasks_for(user).filter(own, done_at=None).annotate(place=Coalesce("due_on", Value(NEVER)))
    if after:
        tasks = tasks.filter(Q(place__gt=after.due_on) | Q(place=after.due_on, pk__gt=after.id))
    found = list(tasks.select_related("ticket", "team").order_by(F("place"), "pk")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return OwnList(found[:size], Place(last.due_on or NEVER, last.pk) if last else None)
