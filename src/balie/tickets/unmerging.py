"""Takes a merged ticket apart again.

What it brought leaves the target with it, and so do messages that came for it since. What else was said on the target
since then stays there.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from balie.core.clock import now
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.models import Event
from balie.events.recording import record
from balie.tickets.bringing import take_back
from balie.tickets.carrying_drafts import return_drafts
from balie.tickets.conflicts import NotAllowed
from balie.tickets.conversation import RECEIVED, REPLIED
from balie.tickets.holding import hold_for_unmerge
from balie.tickets.lifecycle import STATUS_KINDS, Standing, move_to, tell_status
from balie.tickets.locking import change, locked_all
from balie.tickets.merge_records import Merge
from balie.tickets.merging import refuse_while_held
from balie.tickets.models import Direction, Message, Status, Ticket, Visibility
from balie.tickets.own_statuses.choosing import own_as_before
from balie.tickets.previews import preview_of
from balie.tickets.snoozing.sleeping import wake_for_answer
from balie.tickets.work.following import take_timers, take_work_back

UNMERGED = "ticket.unmerged"  # of the one that stayed
UNMERGED_FROM = "ticket.unmerged_from"
_TIMES = {"resolved_at", "closed_at"}


@joined
def unmerge(*, ticket_id: int, actor: Actor) -> Ticket:
    """`ticket_id`: the one that was merged. Raises Ticket.DoesNotExist, or NotAllowed."""
    target_id = Ticket.objects.values_list("merged_into_id", flat=True).get(pk=ticket_id)
    tickets = {ticket.pk: ticket for ticket in locked_all({ticket_id, target_id or ticket_id})}
    source, target = tickets[ticket_id], tickets.get(target_id or 0)
    if target is None or source.merged_into_id != target.pk:
        raise NotAllowed(_("This ticket is not merged into another."))
    refuse_unmerge(target)
    refuse_while_held(tickets)
    take_timers(tickets)
    merge = Merge.objects.get(source=source)
    back = list(merge.messages.filter(message__ticket=target).values_list("message_id", "late"))
    ids = {message_id for message_id, _late in back}
    Message.objects.filter(pk__in=ids).update(ticket=source)
    take_back(merge)
    take_work_back(merge)
    return_drafts(merge)
    hold_for_unmerge(source_id=source.pk, target_id=target.pk)
    _restore_target(merge, target, ids, actor)
    _restore_source(merge, source, {message_id for message_id, late in back if late}, actor)
    merge.delete()
    record(UNMERGED_FROM, actor=actor, ticket_id=source.pk, ticket=target.pk)
    record(UNMERGED, actor=actor, ticket_id=target.pk, ticket=source.pk, messages=len(ids))
    return source


def refuse_unmerge(target: Ticket) -> None:
    if target.merged_into_id:
        words = _("#%(number)s was itself merged into #%(other)s. Undo that merge first.")
        raise NotAllowed(words % {"number": target.pk, "other": target.merged_into_id})


def _restore_target(merge: Merge, target: Ticket, gone: set[int], actor: Actor) -> None:
    """As it stood, unless somebody worked on it since; then as it stands."""
    later = Merge.objects.filter(target=target, pk__gt=merge.pk).order_by("pk").first()
    before: dict[str, Any] = {}
    if not _worked_on(merge, gone, until=later.event_id if later else None):
        if later is None:
            before = _values(merge.target_before, target)
        else:  # What came between is to be undone by that one.
            later.target_before = merge.target_before
            later.save(update_fields=["target_before"])
    stood = Standing.of(target)
    change(target, **before, updated_at=now(), preview=preview_of(target.pk) or target.preview)
    if Standing.of(target) != stood:
        tell_status(target, stood, actor=actor, merge=merge.source_id)


def _worked_on(merge: Merge, gone: set[int], until: int | None) -> bool:
    since = Event.objects.filter(ticket_id=merge.target_id, id__gt=merge.event_id)
    if until:
        since = since.filter(id__lt=until)
    said = Q(kind__in=(RECEIVED, REPLIED)) & ~Q(message_id__in=gone)
    return since.filter(said | Q(kind__in=STATUS_KINDS) & ~Q(data__has_key="merge")).exists()


def _restore_source(merge: Merge, source: Ticket, late: set[int], actor: Actor) -> None:
    stood = Standing.of(source)
    change(
        source, **_values(merge.source_before, source), merged_into_id=None, updated_at=now(),
        preview=preview_of(source.pk) or source.preview,
    )  # fmt: skip
    if Standing.of(source) != stood:
        tell_status(source, stood, actor=actor, merge=merge.source_id)
    asked = Message.objects.filter(pk__in=late, visibility=Visibility.PUBLIC, direction=Direction.IN)
    if asked.filter(automatic=False, unverified=False).exists():
        change(source, awaits_answer=True)
        wake_for_answer(source, actor=actor, why="merge")
        if source.status not in {Status.NEW, Status.OPEN}:
            move_to(source, Status.OPEN, actor=actor, merge=source.pk)


def _values(standing: dict[str, Any], ticket: Ticket) -> dict[str, Any]:
    own = own_as_before(standing.get("own_status_id"), status=standing["status"], team=ticket.team_id)
    return {
        name: datetime.fromisoformat(value) if name in _TIMES and value else value for name, value in standing.items()
    } | {"own_status_id": own}
