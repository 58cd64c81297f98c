"""Older and newer of a contact's requests, by what changed last."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from balie.tickets.models import Ticket

SIZE = 25


@dataclass(frozen=True, slots=True)
class Page:
    tickets: list[Ticket]
    # What `before` must be for the next page, empty on the last one.
    older: str


def page_of(tickets: QuerySet[Ticket], *, before: str) -> Page:
    """`before`: as a page gave it in `older`; anything else is the first page."""
    rows = list(_beyond(tickets, before).order_by("-updated_at", "-pk")[: SIZE + 1])
    more = len(rows) > SIZE
    last = rows[SIZE - 1] if more else None
    return Page(rows[:SIZE], f"{last.updated_at.isoformat()}_{last.pk}" if last else "")


def _beyond(tickets: QuerySet[Ticket], before: str) -> QuerySet[Ticket]:
    moment, _, number = before.partition("_")
    try:
        at, pk = datetime.fromisoformat(moment), int(number)
    except ValueError:
        return tickets
    if at.tzinfo is None:
        return tickets
    return tickets.filter(Q(updated_at__lt=at) | Q(updated_at=at, pk__lt=pk))
