"""What there is among the tickets that were found: how many of each status, team and channel, and how old. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

# As the filter names them.
PERIODS = {"1d": timedelta(days=1), "7d": timedelta(days=7), "30d": timedelta(days=30), "1y": timedelta(days=365)}


class Facts(NamedTuple):
    status: str
    own_status: int | None
    team: int | None
    channel: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Facets:
    status: Counter[str] = field(default_factory=Counter)
    own_status: Counter[int] = field(default_factory=Counter)
    team: Counter[int | None] = field(default_factory=Counter)
    channel: Counter[str] = field(default_factory=Counter)
    created: Counter[str] = field(default_factory=Counter)


def counted(tickets: Iterable[Facts], now: datetime) -> Facets:
    facets = Facets()
    for ticket in tickets:
        facets.status[ticket.status] += 1
        if ticket.own_status is not None:
            facets.own_status[ticket.own_status] += 1
        facets.team[ticket.team] += 1
        facets.channel[ticket.channel] += 1
        facets.created.update(word for word, age in PERIODS.items() if ticket.created >= now - age)
    return facets
