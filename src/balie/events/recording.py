"""The only way an event comes about."""

from datetime import timedelta

from django.db import connection, transaction

from balie.core.clock import now
from balie.core.prepared import inserted
from balie.events import reactions
from balie.events.actor import Actor
from balie.events.models import Event
from balie.jobs.waking import wake

QUEUE = "events"


def record(
    kind: str, *, actor: Actor, ticket_id: int | None = None, message_id: int | None = None,
    hold: timedelta = timedelta(), **data: object,
) -> Event:  # fmt: skip
    """Appends an event in the caller's transaction and takes the steps that belong in it.

    `hold`: how long the steps after commit wait, since it may be taken back.
    `data` holds ids and kinds only, e.g. `before="open", after="resolved"`.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{kind} must be recorded in the transaction of its change")
    reaction = reactions.of(kind)
    event = Event(
        kind=kind, ticket_id=ticket_id, message_id=message_id, actor_kind=actor.kind, actor_id=actor.id, data=data,
        at=now(),
    )  # fmt: skip
    followed = bool(reaction.after) and reaction.only_if(event)
    event.due_at = event.at + hold if followed else None
    inserted(event)
    for step in (*reaction.within, *reactions.every()):
        step(event)
    if followed:
        wake(QUEUE)
    return event
