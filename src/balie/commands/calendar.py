"""`balie calendar`: cases of business time on stdin, a JSON object a line; answers in order on stdout."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from balie.core.business_time import BusinessCalendar, Hours, Interval, due, elapsed, is_business_day, is_open

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Case = dict[str, Any]


def run(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="balie calendar", description="Answer cases of business time, a line each.")
    parser.parse_args(args)
    for line in sys.stdin:
        if line.strip():
            sys.stdout.write(json.dumps(answer(line)) + "\n")
            sys.stdout.flush()
    return 0


def answer(line: str) -> dict[str, Any]:
    """The answer to a case, or what is wrong with it."""
    try:
        return _answer(json.loads(line))
    except KeyError as missing:
        return {"error": f"{missing.args[0]} is missing"}
    except ZoneInfoNotFoundError as problem:
        return {"error": str(problem.args[0])}
    except (ValueError, TypeError, AttributeError, OverflowError) as problem:
        return {"error": str(problem)}


def _answer(case: Case) -> dict[str, Any]:
    calendar = read_calendar(case)
    pauses = [_interval(pair) for pair in case.get("pauses") or []]
    match case["kind"]:
        case "due":
            wanted = timedelta(seconds=case["seconds"])
            if wanted < timedelta(0):
                raise ValueError("seconds must not be negative")
            return {"due": due(calendar, _instant(case["start"]), wanted, pauses).isoformat()}
        case "elapsed":
            seconds = elapsed(calendar, _instant(case["start"]), _instant(case["end"]), pauses).total_seconds()
            return {"seconds": int(seconds) if seconds.is_integer() else seconds}
        case "is_open":
            return {"open": is_open(calendar, _instant(case["at"]))}
        case "is_business_day":
            return {"business_day": is_business_day(calendar, date.fromisoformat(case["date"]))}
        case other:
            raise ValueError(f"{other} is not a kind: due, elapsed, is_open, is_business_day")


def read_calendar(case: Case) -> BusinessCalendar:
    """Raises KeyError and ValueError on what it cannot read."""
    hours = case["hours"]
    if unknown := set(hours) - set(_DAYS):
        raise ValueError(f"{min(unknown)} is not a day: {', '.join(_DAYS)}")
    holidays = case.get("holidays") or []
    return BusinessCalendar(
        zone=ZoneInfo(case["timezone"]),
        week=tuple(_hours(hours.get(day) or []) for day in _DAYS),
        holidays=frozenset(date.fromisoformat(day) for day in holidays if not day.startswith("*-")),
        yearly_holidays=frozenset(_month_and_day(day) for day in holidays if day.startswith("*-")),
        special_hours={
            date.fromisoformat(day): _hours(some) for day, some in (case.get("special_hours") or {}).items()
        },
    )


def _hours(pairs: list[list[str]]) -> tuple[Hours, ...]:
    return tuple((_minutes(opens), _minutes(closes)) for opens, closes in pairs)


@lru_cache(maxsize=1500)
def _minutes(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    minutes = int(hour) * 60 + int(minute)
    if not 0 <= minutes <= 1440 or not 0 <= int(minute) < 60:
        raise ValueError(f"{clock} is not a time of the day")
    return minutes


def _month_and_day(yearly: str) -> tuple[int, int]:
    day = date.fromisoformat(f"2024{yearly[1:]}")  # a leap year: 29 February is a day
    return day.month, day.day


def _interval(pair: list[str]) -> Interval:
    begin, stop = pair
    return _instant(begin), _instant(stop)


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no offset from UTC")
    return moment


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
