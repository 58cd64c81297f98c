"""When something comes back: days by the calendar, moments by the clock on a wall. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import count, takewhile
from zoneinfo import ZoneInfo

from balie.core.business_time import BusinessCalendar, is_business_day

_DAY = timedelta(days=1)
# A day that is closed makes room for one at most so much later; then it is left out.
_FURTHEST = 60
ALWAYS_OPEN = BusinessCalendar(ZoneInfo("UTC"), (((0, 1440),),) * 7)
MOST_EVERY = 400
# Who looks further sees no date: where all of them are closed there would be no end of it.
_HORIZON = _DAY * 366 * 40


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Closed(StrEnum):
    """What becomes of a date on a closed day."""

    ANYWAY = "anyway"
    SKIP = "skip"
    LATER = "later"  # on the next open one


@dataclass(frozen=True, slots=True)
class Schedule:
    """`days` from Monday, 0, of a weekly one; `month_day` of a monthly one, where a month is shorter its last.

    Weeks and months are counted from that of `since`, the first day on which it may be; `until` is the last.
    """

    unit: Unit
    at: time
    zone: ZoneInfo
    since: date
    until: date | None = None
    every: int = 1
    days: frozenset[int] = frozenset()
    month_day: int = 1
    closed: Closed = Closed.ANYWAY
    calendar: BusinessCalendar = ALWAYS_OPEN

    def moments(self, after: datetime) -> Iterator[datetime]:
        """Later than that, in their order, as instants; one on each day at most."""
        # A day before, by the clock there; and what moved from a closed day may have begun long before.
        begin = after.astimezone(self.zone).date() - _DAY * (2 + (_FURTHEST if self.closed == Closed.LATER else 0))
        last = None
        for day in self._open_dates(begin):
            moment = self._moment(day)
            if moment > after and (last is None or day > last):
                yield moment
            last = day if last is None else max(last, day)

    def next(self, after: datetime) -> datetime | None:
        return next(self.moments(after), None)

    def missed(self, due: datetime, now: datetime, most: int = 1_000) -> int:
        """How many came after the one that is due, up to now."""
        passed = takewhile(lambda moment: moment <= now, self.moments(due))
        return sum(1 for _moment, _nth in zip(passed, range(most), strict=False))

    def _moment(self, day: date) -> datetime:
        """A time that the clock skips is as much later, one that comes twice the first."""
        return datetime.combine(day, self.at, tzinfo=self.zone).astimezone(UTC)

    def _open_dates(self, begin: date) -> Iterator[date]:
        for day in self._dates(begin):
            if self.closed == Closed.ANYWAY or is_business_day(self.calendar, day):
                yield day
            elif self.closed == Closed.LATER:
                later = (day + _DAY * more for more in range(1, _FURTHEST + 1))
                yield from list(filter(lambda one: is_business_day(self.calendar, one), later))[:1]

    def _dates(self, begin: date) -> Iterator[date]:
        """From about `begin` on, never before `since`."""
        try:
            start = max(begin, self.since)
            last = min(self.until or date.max, start + _HORIZON)
            for day in self._every(start):
                if day > last:
                    return
                if day >= start:
                    yield day
        except (OverflowError, ValueError):  # the end of the year 9999
            return

    def _every(self, begin: date) -> Iterator[date]:
        if self.unit == Unit.DAY:
            for turn in count((begin - self.since).days // self.every):
                yield self.since + _DAY * self.every * turn
        elif self.unit == Unit.WEEK:
            monday = self.since - _DAY * self.since.weekday()
            for turn in count((begin - monday).days // (7 * self.every)):
                for day in sorted(self.days or {self.since.weekday()}):
                    yield monday + _DAY * (7 * self.every * turn + day)
        else:
            first = self.since.year * 12 + self.since.month - 1
            for turn in count((begin.year * 12 + begin.month - 1 - first) // self.every):
                year, month = divmod(first + turn * self.every, 12)
                yield date(year, month + 1, min(self.month_day, monthrange(year, month + 1)[1]))
