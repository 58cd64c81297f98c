"""How much time went where: sums over a period, and every entry behind them."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet, Sum

from balie.accounts.models import User
from balie.tickets.time_records import TimeEntry
from balie.tickets.work.time_spent import time_for

MOST_ROWS = 1_000


class Sums(NamedTuple):
    """`organisation`: its name, empty for none; minutes, and how many of them are billable."""

    organisation: str
    user_id: int
    minutes: int
    billable: int


class Line(NamedTuple):
    """An entry, as it stands in a table."""

    day: date
    ticket: int
    subject: str
    organisation: str
    user_id: int
    minutes: int
    billable: bool
    words: str


def time_between(viewer: User, first: date, last: date) -> QuerySet[TimeEntry]:
    """Both days included; of tickets that the viewer may see."""
    return time_for(viewer).filter(day__gte=first, day__lte=last)


def sums_between(viewer: User, first: date, last: date) -> list[Sums]:
    found = (
        time_between(viewer, first, last)
        .order_by()
        .values_list("ticket__organisation__name", "user")
        .annotate(all=Sum("minutes"), billed=Sum("minutes", filter=Q(billable=True)))
        .order_by("ticket__organisation__name", "user")[:MOST_ROWS]
    )
    return [Sums(name or "", user, every, billed or 0) for name, user, every, billed in found]


def lines_between(viewer: User, first: date, last: date) -> Iterator[Line]:
    columns = (
        "day", "ticket", "ticket__subject", "ticket__organisation__name", "user", "minutes", "billable", "words",
    )  # fmt: skip
    entries = time_between(viewer, first, last).order_by("day", "pk").values_list(*columns)
    for day, ticket, subject, organisation, *more in entries.iterator(chunk_size=2_000):
        yield Line(day, ticket, subject, organisation or "", *more)
