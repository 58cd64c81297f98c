"""Holds back planned answers: what was to go out waits until somebody looks at it."""

from collections.abc import Iterable
from typing import Any

from balie.events.actor import SYSTEM
from balie.events.models import Event
from balie.events.recording import record
from balie.tickets.hinting import tell_of_drafts
from balie.tickets.planned import PlannedReply, Reason

HELD = "reply.held"


def hold(planned: PlannedReply, reason: str, **why: Any) -> None:
    """On the ticket that it names now; with the ids in `why`."""
    PlannedReply.objects.filter(pk=planned.pk).update(held=reason, ticket=planned.ticket_id)
    record(HELD, actor=SYSTEM, ticket_id=planned.ticket_id, planned=planned.pk, user=planned.user_id, **why)
    tell_of_drafts(planned.ticket_id)


def hold_for_merge(*, source_ids: Iterable[int], target_id: int) -> None:
    """They go where their tickets go. Others would get them now than they were written for, on the target too."""
    for planned in _waiting({target_id, *source_ids}):
        came = {} if planned.ticket_id == target_id else {"source": planned.ticket_id}
        planned.ticket_id = target_id
        hold(planned, Reason.MERGED, **came)


def hold_for_unmerge(*, source_id: int, target_id: int) -> None:
    """What came from the source returns to it; what was written since stays."""
    came = Event.objects.filter(ticket_id=target_id, kind=HELD, data__source=source_id)
    back = set(came.values_list("data__planned", flat=True))
    for planned in _waiting({target_id}):
        planned.ticket_id = source_id if planned.pk in back else target_id
        hold(planned, Reason.MERGED)


def held_by_merge_since(planned: PlannedReply, seen: int) -> bool:
    """Whether a page that knew no event newer than `seen` did not tell."""
    told = Event.objects.filter(ticket_id=planned.ticket_id, kind=HELD, data__planned=planned.pk, pk__gt=seen)
    return planned.held == Reason.MERGED and told.exists()


def _waiting(ticket_ids: set[int]) -> list[PlannedReply]:
    """Locked, after their tickets."""
    return list(PlannedReply.objects.select_for_update(of=("self",)).filter(ticket__in=ticket_ids).order_by("pk"))
