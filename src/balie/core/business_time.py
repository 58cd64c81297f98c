"""Time that counts: opening hours of a place, with daylight saving, holidays, special hours and pauses.

Everything is computed on instants: opening hours become intervals of real time, so a night with 25 hours has 25.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Hours = tuple[int, int]  # minutes since midnight by the clock on the wall; up to 1440, or less than the first: next day
Interval = tuple[datetime, datetime]  # instants in UTC; the second is outside

_DAY = timedelta(days=1)
_LONGEST_SEARCH = 366 * 30  # days without an open minute in sight after which there will be none
_ZERO = timedelta(0)


class NeverOpenError(ValueError):
    """The calendar has no open time left in which so much could pass."""


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """`week` begins on Monday. `special_hours` replace a day's hours, holiday or not."""

    zone: ZoneInfo
    week: tuple[tuple[Hours, ...], ...]
    holidays: frozenset[date] = frozenset()
    yearly_holidays: frozenset[tuple[int, int]] = frozenset()  # month, day
    special_hours: Mapping[date, tuple[Hours, ...]] = field(default_factory=dict)

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        if day in self.special_hours:
            return self.special_hours[day]
        if day in self.holidays or (day.month, day.day) in self.yearly_holidays:
            return ()
        return self.week[day.weekday()]


def is_business_day(calendar: BusinessCalendar, day: date) -> bool:
    return bool(calendar.hours_on(day))


def is_open(calendar: BusinessCalendar, at: datetime) -> bool:
    """Opening is inside, closing is outside."""
    return any(begin <= at for begin, _ in _open_time(calendar, at, at + timedelta(microseconds=1), ()))


def elapsed(calendar: BusinessCalendar, start: datetime, end: datetime, pauses: Sequence[Interval] = ()) -> timedelta:
    """Business time between two instants; none when the end is before the start."""
    return sum((stop - begin for begin, stop in _open_time(calendar, start, end, pauses)), _ZERO)


def due(calendar: BusinessCalendar, start: datetime, wanted: timedelta, pauses: Sequence[Interval] = ()) -> datetime:
    """The earliest instant at which so much business time has passed, in the calendar's zone.

    For nothing wanted it is the next open moment. Raises NeverOpenError.
    """
    remaining = wanted
    for begin, stop in _open_time(calendar, start, None, pauses):
        if begin + remaining <= stop and begin < stop:
            return (begin + remaining).astimezone(calendar.zone)
        remaining -= stop - begin
    raise NeverOpenError("The calendar has no open time left.")


def _open_time(
    calendar: BusinessCalendar, start: datetime, end: datetime | None, pauses: Sequence[Interval]
) -> Iterator[Interval]:
    """Open intervals between two instants, in order, without overlaps, pauses taken out. None is empty."""
    start = start.astimezone(UTC)
    end = end.astimezone(UTC) if end is not None else None
    pauses = _merged(sorted((begin.astimezone(UTC), stop.astimezone(UTC)) for begin, stop in pauses))
    since = start
    for opens, closes in _opening(calendar, start):
        if end is not None and opens >= end:
            return
        begin, stop = max(opens, since), closes if end is None else min(closes, end)
        if begin < stop:
            since = stop
            yield from _without(begin, stop, pauses)


def _opening(calendar: BusinessCalendar, start: datetime) -> Iterator[Interval]:
    """Opening hours of each day from the day before on (it may last over midnight)."""
    try:
        day = start.astimezone(calendar.zone).date() - _DAY
        closed_days = 0
        while closed_days < _LONGEST_SEARCH:
            hours = calendar.hours_on(day)
            closed_days = 0 if hours else closed_days + 1
            for opens, closes in sorted(hours):
                later = closes + 1440 if closes <= opens else closes
                yield _instant(calendar.zone, day, opens, fold=0), _instant(calendar.zone, day, later, fold=1)
            day += _DAY
    except OverflowError:  # the end of the year 9999
        return


def _instant(zone: ZoneInfo, day: date, minutes: int, *, fold: int) -> datetime:
    """When the clock on the wall shows that. A time that the clock skips is the moment at which it jumps."""
    if minutes >= 1440:
        day, minutes = day + _DAY * (minutes // 1440), minutes % 1440
    naive = datetime.combine(day, time(minutes // 60, minutes % 60))
    local = naive.replace(tzinfo=zone, fold=fold)
    offset = local.utcoffset()
    if offset is not None and offset == local.replace(fold=1 - fold).utcoffset():
        return (naive - offset).replace(tzinfo=UTC)  # as on nearly all days
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == naive:
        return instant
    before, after = (local.replace(fold=side).astimezone(UTC) for side in (1, 0))
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == offset else (before, middle)
    return after.replace(microsecond=0)


def _merged(intervals: Sequence[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for begin, stop in intervals:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
        elif begin < stop:
            merged.append((begin, stop))
    return merged


def _without(begin: datetime, stop: datetime, pauses: Sequence[Interval]) -> Iterator[Interval]:
    for from_, to in pauses:
        if to <= begin:
            continue
        if from_ >= stop:
            break
        if begin < from_:
            yield begin, from_
        begin = to
    if begin < stop:
        yield begin, stop
