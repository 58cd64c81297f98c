"""Moments as people name them: an age ("7d"), a day, the week before. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Unit(StrEnum):
    MINUTE = "min"
    HOUR = "h"
    DAY = "d"
    WEEK = "w"
    MONTH = "mo"
    YEAR = "y"


@dataclass(frozen=True, slots=True)
class Ago:
    """So long before now."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Day:
    """When this day begins, where the one who looks lives."""

    day: date


@dataclass(frozen=True, slots=True)
class Start:
    """When a day, week or month begins that lies `offset` of them from the one that is now."""

    unit: Unit
    offset: int = 0


@dataclass(frozen=True, slots=True)
class At:
    """This very moment; with a zone."""

    moment: datetime


Point = Ago | Day | Start | At

_EARLIEST, _LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
_LENGTHS = {
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
    Unit.WEEK: timedelta(weeks=1),
}
_MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}


def instant(point: Point, now: datetime, zone: ZoneInfo) -> datetime:
    """Raises nothing: what lies beyond all calendars is the end of them."""
    here = now.astimezone(zone)
    try:
        match point:
            case Ago(amount, unit) if unit in _MONTHS:
                return max(_EARLIEST, datetime.combine(_shifted(here.date(), unit, -amount), here.timetz()))
            case Ago(amount, unit):
                return max(_EARLIEST, now - _LENGTHS[unit] * amount)
            case At(moment):
                return moment
            case Day(day):
                return _midnight(day, zone)
            case Start(unit, offset):
                return _midnight(_shifted(_first(here.date(), unit), unit, offset), zone)
    except (OverflowError, ValueError):
        return _EARLIEST if isinstance(point, Ago) else _LATEST


def _shifted(day: date, unit: Unit, steps: int) -> date:
    """The last day of a month where the month has fewer."""
    if unit not in _MONTHS:
        return day + _LENGTHS[unit] * steps
    months = day.year * 12 + day.month - 1 + _MONTHS[unit] * steps
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _first(day: date, unit: Unit) -> date:
    match unit:
        case Unit.WEEK:
            return day - timedelta(days=day.weekday())
        case Unit.MONTH:
            return day.replace(day=1)
        case Unit.YEAR:
            return day.replace(month=1, day=1)
        case _:
            return day


_AGE = re.compile(r"(?P<amount>[0-9]{1,4})(?P<unit>min|h|d|w|mo|y)")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEARS = (1970, 9998)
SPANS = {
    "today": (Start(Unit.DAY), Start(Unit.DAY, 1)),
    "yesterday": (Start(Unit.DAY, -1), Start(Unit.DAY)),
    "this-week": (Start(Unit.WEEK), Start(Unit.WEEK, 1)),
    "last-week": (Start(Unit.WEEK, -1), Start(Unit.WEEK)),
    "this-month": (Start(Unit.MONTH), Start(Unit.MONTH, 1)),
    "last-month": (Start(Unit.MONTH, -1), Start(Unit.MONTH)),
    "this-year": (Start(Unit.YEAR), Start(Unit.YEAR, 1)),
    "last-year": (Start(Unit.YEAR, -1), Start(Unit.YEAR)),
}
Span = tuple[Point | None, Point | None]


def read_span(text: str) -> Span | None:
    """From when until when "7d", ">7d", "today", "2026-11", ">=2026-11-01" or "2026-11-01..2026-11-07" are.

    Of an age, "<7d" and "7d" are the last seven days and ">7d" what is longer ago. None: not understood.
    """
    for sign in (">=", "<=", ">", "<"):
        if text.startswith(sign):
            return _compared(sign, text.removeprefix(sign))
    first, dots, last = text.partition("..")
    if dots:
        return _from_to(first, last)
    if age := _age(text):
        return age, None
    return _calendar(text)


def _compared(sign: str, text: str) -> Span | None:
    if age := _age(text):
        return (None, age) if sign.startswith(">") else (age, None)
    moment = _moment(text)
    span = (moment, moment) if moment else _calendar(text)
    if span is None:
        return None
    begins, ends = span
    return {">=": (begins, None), "<=": (None, ends), ">": (ends, None), "<": (None, begins)}[sign]


def _from_to(first: str, last: str) -> Span | None:
    begins, ends = _edge(first), _edge(last)
    if begins is None or ends is None or not (first or last):
        return None
    return begins[0] if first else None, ends[1] if last else None


def _edge(text: str) -> Span | None:
    """Both ends of a day or month; an age is a moment, so both are the same; nothing is no bound."""
    if not text:
        return None, None
    age = _age(text) or _moment(text)
    return (age, age) if age else _calendar(text)


def _age(text: str) -> Ago | None:
    found = _AGE.fullmatch(text)
    return Ago(int(found["amount"]), Unit(found["unit"])) if found else None


def _moment(text: str) -> At | None:
    """RFC 3339, with its offset."""
    try:
        found = datetime.fromisoformat(text.upper()) if "t" in text.lower()[10:11] else None
    except ValueError:
        return None
    return At(found) if found and found.tzinfo and _YEARS[0] <= found.year <= _YEARS[1] else None


def _calendar(text: str) -> Span | None:
    if text in SPANS:
        return SPANS[text]
    try:
        if found := _MONTH.fullmatch(text):
            return _days(date(int(found[1]), int(found[2]), 1), Unit.MONTH)
        return _days(date.fromisoformat(text), Unit.DAY)
    except ValueError:
        return None


def _days(first: date, unit: Unit) -> Span | None:
    return (Day(first), Day(_shifted(first, unit, 1))) if _YEARS[0] <= first.year <= _YEARS[1] else None


def write_span(since: Point | None, until: Point | None) -> str:
    """What `read_span` reads as this."""
    for name, span in SPANS.items():
        if span == (since, until):
            return name
    match since, until:
        case Day(first), Day(after) if after == first + timedelta(days=1):
            return first.isoformat()
        case point, None if point:
            return _open(point, begins="" if isinstance(point, Ago) else ">=", ends=">")
        case None, point if point:
            return _open(point, begins=">" if isinstance(point, Ago) else "<", ends="<=")
    return f"{_begin(since)}..{_end(until)}"


def _open(point: Point, *, begins: str, ends: str) -> str:
    return _named(point, begins=begins, ends=ends) if isinstance(point, Start) else f"{begins}{_begin(point)}"


def _named(point: Start, *, begins: str, ends: str) -> str:
    for name, (first, after) in SPANS.items():
        if point in (first, after):
            return f"{begins if point == first else ends}{name}"
    raise ValueError(point)


def _age_text(age: Ago) -> str:
    return f"{age.amount}{age.unit}"


def _begin(point: Point | None) -> str:
    match point:
        case Ago():
            return _age_text(point)
        case At(moment):
            return moment.isoformat()
        case Day(day):
            return day.isoformat()
        case Start():
            return _named(point, begins="", ends="")
    return ""


def _end(point: Point | None) -> str:
    match point:
        case Ago():
            return _age_text(point)
        case At(moment):
            return moment.isoformat()
        case Day(day):
            return (day - timedelta(days=1)).isoformat()
        case Start():
            return next(name for name, (_first, after) in SPANS.items() if after == point)
    return ""
