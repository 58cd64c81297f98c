"""Takes the steps that follow an event after its commit."""

from datetime import timedelta
from typing import cast

import structlog
from django.db import connection, transaction
from structlog.contextvars import bound_contextvars

from balie.core.clock import now
from balie.core.prepared import columns, made, rows
from balie.events import reactions
from balie.events.models import Event

_log = structlog.get_logger(__name__)
_BATCH = 50
_LAST_ATTEMPT = 16  # with the pauses below: after about two days
_LONGEST_PAUSE = timedelta(hours=6)

# Its commit does not wait for the disk: what a fall of the database takes back is the claim with all that came of it,
# and the steps are taken again.
_TAKE = f"""
update events_event e set due_at = null where id = (
    select id from events_event where due_at <= %(now)s order by due_at, id limit 1 for update skip locked
) returning {columns(Event, "e")}, (
    select id from events_event where due_at <= %(now)s and id <> e.id order by due_at limit 1
) is not null, set_config('synchronous_commit', 'off', true)"""  # noqa: S608 -- columns of the model


def run_batch() -> int:
    """Each event is in a transaction of its own: a worker that dies gives it back, one that fails holds up no other."""
    for _event in range(_BATCH):
        if not _take_next():
            return 0
    return _BATCH


def _take_next() -> bool:
    """Whether more may be due."""
    with transaction.atomic():
        found = rows(_TAKE, {"now": now()})
        if not found:
            return False
        values = iter(found[0])
        event = cast("Event", made(Event, values))
        with bound_contextvars(event=event.pk):
            failed = [step for step in reactions.of(event.kind).after if not _take(step, event)]
            if failed:
                _postpone(event, failed)
    return bool(next(values))


def _take(step: reactions.Step, event: Event) -> bool:
    """In a savepoint: what a failing step changed is undone, and the other steps are taken all the same."""
    try:
        with transaction.atomic():
            step(event)
    except Exception:
        if connection.connection is None or connection.connection.closed:
            raise  # not the step: the database is gone
        _log.exception("step failed", step=step.__qualname__, kind=event.kind, attempts=event.attempts + 1)
        return False
    return True


def _postpone(event: Event, failed: list[reactions.Step]) -> None:
    """All steps are taken again then: each of them may run twice without harm."""
    attempts = event.attempts + 1
    if attempts >= _LAST_ATTEMPT:
        _log.error("steps given up", steps=[step.__qualname__ for step in failed], kind=event.kind, attempts=attempts)
        due_at = None
    else:
        due_at = now() + min(timedelta(seconds=5 * 2**attempts), _LONGEST_PAUSE)
    Event.objects.filter(pk=event.pk).update(attempts=attempts, due_at=due_at)
