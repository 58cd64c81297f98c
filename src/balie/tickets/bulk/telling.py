"""What became of a change of many tickets, as people and programs are told."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from balie.accounts.models import User
from balie.tickets.bulk_records import BulkChange, BulkItem, State

Counts = dict[State, int]
# Tickets by state, reason and code.
Told = dict[tuple[str, str, str], list[int]]


@dataclass(frozen=True, slots=True)
class Refused:
    """Tickets that could not be changed for the same reason."""

    reason: str
    code: str
    tickets: Sequence[int]


@dataclass(frozen=True, slots=True)
class Report:
    bulk: BulkChange
    done: int
    same: int
    waiting: int
    not_done: int
    refused: Sequence[Refused]
    # Put back but for what others have made of it since.
    partly: Sequence[Refused]
    may_be_undone: bool


def report_of(user: User, bulk_id: int) -> Report:
    """Raises BulkChange.DoesNotExist where it is not theirs. While it runs, reasons are not told yet. Two queries."""
    bulk = BulkChange.objects.select_related("undoes", "undone_by").get(pk=bulk_id, user=user)
    counts, told = _told(bulk) if bulk.finished_at else (_counted(bulk), {})
    return Report(
        bulk=bulk,
        done=counts[State.DONE],
        same=counts[State.SAME],
        waiting=counts[State.WAITING],
        not_done=counts[State.REFUSED],
        refused=_of(State.REFUSED, told),
        partly=_of(State.DONE, told),
        may_be_undone=bool(
            bulk.finished_at and counts[State.DONE] and not bulk.undoes_id and not hasattr(bulk, "undone_by")
        ),
    )


def _counted(bulk: BulkChange) -> Counts:
    """Asked for twice a second by everyone who looks on, so the database counts."""
    found = BulkItem.objects.filter(bulk=bulk).values_list("state").annotate(number=Count("pk"))
    return {**dict.fromkeys(State, 0), **{State(state): number for state, number in found}}


def _told(bulk: BulkChange) -> tuple[Counts, Told]:
    counts: Counts = dict.fromkeys(State, 0)
    told: Told = {}
    items = BulkItem.objects.filter(bulk=bulk).order_by("ticket_id")
    for ticket_id, state, reason, code in items.values_list("ticket_id", "state", "reason", "code"):
        counts[State(state)] += 1
        if reason:
            told.setdefault((state, reason, code), []).append(ticket_id)
    return counts, told


def _of(wanted: State, told: Told) -> list[Refused]:
    """The most frequent reason first."""
    found = [Refused(reason, code, tickets) for (state, reason, code), tickets in told.items() if state == wanted]
    return sorted(found, key=lambda one: -len(one.tickets))
