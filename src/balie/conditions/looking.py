"""Who looks, and when. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from balie.conditions.tree import Value, Who


@dataclass(frozen=True, slots=True)
class Looking:
    """What `me`, `mine`, "today" and "7d" are."""

    who: Mapping[Who, tuple[Value, ...]]
    now: datetime
    zone: ZoneInfo


def meant(values: tuple[Value | Who, ...], looking: Looking) -> tuple[Value, ...]:
    found: list[Value] = []
    for value in values:
        found.extend(looking.who.get(value, ()) if isinstance(value, Who) else (value,))
    return tuple(dict.fromkeys(found))
