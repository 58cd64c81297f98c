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


class Summed(NamedTuple):
    """The first rows, and what all come to; `cut`: there are more rows than these."""

    rows: list[Sums]
    minutes: int
    billable: int
    cut: bool = False


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


def sums_between(viewer: User, first: date, last: date) -> Summed:
    entries = time_between(viewer, first, last).order_by()
    sums = {"all": Sum("minutes"), "billed": Sum("minutes", filter=Q(billable=True))}
    found = (
        entries.values_list("ticket__organisation__name", "user")
        .annotate(**sums)
        .order_by("ticket__organisation__name", "user")[: MOST_ROWS + 1]
    )
    rows = [Sums(name or "", user, every, billed or 0) for name, user, every, billed in found]
    if len(rows) > MOST_ROWS:
        every = entries.aggregate(**sums)
        return Summed(rows[:MOST_ROWS], every["all"] or 0, every["billed"] or 0, cut=True)
    return Summed(rows, sum(it.minutes for it in rows), sum(it.billable for it in rows))


def lines_between(viewer: User, first: date, last: date) -> Iterator[Line]:
    columns = (
        "day", "ticket", "ticket__subject", "ticket__organisation__name", "user", "minutes", "billable", "words",
    )  # fmt: skip
    entries = time_between(viewer, first, last).order_by("day", "pk").values_list(*columns)
    for day, ticket, subject, organisation, *more in entries.iterator(chunk_size=2_000):
        yield Line(day, ticket, subject, organisation or "", *more)
