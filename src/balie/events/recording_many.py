"""The same happened to many at once, and nothing follows from it."""

from collections.abc import Mapping, Sequence

from django.db import connection, transaction

from balie.core.clock import now
from balie.events import reactions
from balie.events.actor import Actor
from balie.events.models import Event


def record_many(kind: str, *, actor: Actor, each: Sequence[Mapping[str, object]]) -> None:
    """One event for each, with these data, in the caller's transaction; of no ticket, so no browser is told."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{kind} must be recorded in the transaction of its change")
    reaction = reactions.of(kind)
    if reaction.within or reaction.after:
        raise ValueError(f"something follows from {kind}: record each by itself")
    at = now()
    Event.objects.bulk_create(
        Event(kind=kind, actor_kind=actor.kind, actor_id=actor.id, data=dict(data), at=at) for data in each
    )
