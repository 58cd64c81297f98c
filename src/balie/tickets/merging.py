"""Makes one ticket of several that are about the same thing. `unmerging` puts everything back."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from balie.core.clock import now
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.bringing import bring
from balie.tickets.carrying_drafts import carry_drafts
from balie.tickets.conflicts import NotAllowed
from balie.tickets.holding import hold_for_merge
from balie.tickets.lifecycle import move_to
from balie.tickets.locking import change, locked_all
from balie.tickets.merge_records import Merge, MergedMessage
from balie.tickets.models import Message, Status, Ticket
from balie.tickets.previews import preview_of
from balie.tickets.snoozing.sleeping import wake_for_answer
from balie.tickets.work.following import bring_work, take_timers

MERGED = "ticket.merged"  # of the one that stays
MERGED_INTO = "ticket.merged_into"
MOST = 50
_STANDING = ("status", "own_status_id", "resolved_at", "closed_at", "awaits_answer")


@joined
def merge(*, target_id: int, source_ids: Iterable[int], actor: Actor) -> Ticket:
    """The sources are closed and lead to the target, which has their messages, and everybody and everything on them.

    Raises Ticket.DoesNotExist, or NotAllowed.
    """
    wanted = set(source_ids)
    tickets = {ticket.pk: ticket for ticket in locked_all({target_id, *wanted})}
    refuse_merge(target_id, wanted, tickets)
    refuse_while_held(tickets)
    take_timers(tickets)
    target = tickets[target_id]
    for source_id in sorted(wanted):
        _merge(tickets[source_id], target, actor)
    hold_for_merge(source_ids=wanted, target_id=target_id)
    return target


def refuse_merge(target_id: int, source_ids: set[int], tickets: dict[int, Ticket]) -> None:
    if not source_ids:
        raise NotAllowed(_("Choose a ticket to merge with."))
    if target_id in source_ids:
        raise NotAllowed(_("A ticket can't be merged into itself."))
    if len(source_ids) > MOST:
        raise NotAllowed(_("At most %(most)d tickets can be merged at once.") % {"most": MOST})
    if len(tickets) < len(source_ids) + 1:
        raise Ticket.DoesNotExist
    for ticket in tickets.values():
        if ticket.merged_into_id:
            words = _("#%(number)s was merged into #%(other)s already.")
            raise NotAllowed(words % {"number": ticket.pk, "other": ticket.merged_into_id})
    if tickets[target_id].status == Status.CLOSED:
        raise NotAllowed(_("#%(number)s is closed, so nothing can be merged into it.") % {"number": target_id})


def refuse_while_held(ticket_ids: Iterable[int]) -> None:
    """An answer that can still be taken back would be taken from another ticket than it was written on."""
    if Message.objects.filter(ticket__in=ticket_ids, held_until__gt=now()).exists():
        raise NotAllowed(_("An answer is just going out here. Try again in a few seconds."))


def standing_of(ticket: Ticket) -> dict[str, Any]:
    """What a merge changes of it, as it can be kept."""
    values = {name: getattr(ticket, name) for name in _STANDING}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def _merge(source: Ticket, target: Ticket, actor: Actor) -> None:
    made = Merge.objects.create(
        source=source, target=target, source_before=standing_of(source), target_before=standing_of(target)
    )
    moved = list(Message.objects.filter(ticket=source).values_list("pk", flat=True))
    MergedMessage.objects.bulk_create([MergedMessage(merge=made, message_id=pk) for pk in moved])
    Message.objects.filter(ticket=source).update(ticket=target)
    bring(made, source, target)
    bring_work(made)
    carry_drafts(made)
    moment = now()
    _wake(target, source, actor)
    change(
        target, updated_at=moment, awaits_answer=target.awaits_answer or source.awaits_answer,
        preview=preview_of(target.pk) or target.preview,
    )  # fmt: skip
    change(
        source, status=Status.CLOSED, own_status_id=None, closed_at=moment, updated_at=moment, awaits_answer=False,
        merged_into_id=target.pk,
    )  # fmt: skip
    record(MERGED_INTO, actor=actor, ticket_id=source.pk, ticket=target.pk)
    event = record(MERGED, actor=actor, ticket_id=target.pk, ticket=source.pk, messages=len(moved))
    Merge.objects.filter(pk=made.pk).update(event_id=event.pk)


def _wake(target: Ticket, source: Ticket, actor: Actor) -> None:
    """Somebody waits for an answer on the source: the target must not look as if nobody did."""
    if not source.awaits_answer:
        return
    wake_for_answer(target, actor=actor, why="merge")
    if target.status not in {Status.NEW, Status.OPEN}:
        move_to(target, Status.OPEN, actor=actor, merge=source.pk)
