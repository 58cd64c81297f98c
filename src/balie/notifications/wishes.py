"""What somebody wants to be told, by which way, and when: as they chose it, or as it is for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from balie.notifications.kinds import Kind, Rhythm, Way
from balie.notifications.shifts import Shift

Ways = frozenset[Way]

_CENTRE, _BOTH = frozenset({Way.CENTRE}), frozenset(Way)
# What is meant for one person comes by mail too, what one only shares in waits in the centre.
USUAL: Mapping[Kind, Ways] = {
    Kind.MENTIONED: _BOTH, Kind.ASSIGNED: _BOTH, Kind.HELD: _BOTH, Kind.TASK_ASSIGNED: _BOTH, Kind.TASK_DUE: _BOTH,
    Kind.WOKEN: _BOTH, Kind.HANDED_OVER: _CENTRE, Kind.ANSWER: _BOTH, Kind.REPLY: _CENTRE, Kind.NOTE: _CENTRE,
    Kind.NEW: frozenset(),
}  # fmt: skip
# Whoever looks meanwhile needs no mail.
_SOON = timedelta(minutes=1)
_PAUSES = {Rhythm.AT_ONCE: _SOON, Rhythm.QUARTER: timedelta(minutes=15), Rhythm.HOUR: timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class Wishes:
    """`changed`: by kind, the ways that somebody chose instead of the usual ones."""

    shift: Shift
    changed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rhythm: Rhythm = Rhythm.QUARTER

    def ways(self, kind: Kind) -> Ways:
        """Whatever comes by another way stands in the centre too."""
        if kind not in self.changed:
            return USUAL[kind]
        chosen = frozenset(Way(way) for way in self.changed[kind])
        return chosen | _CENTRE if chosen else chosen

    def push_at(self, moment: datetime, *, urgent: bool) -> datetime:
        """At once, while they work."""
        return moment if urgent else self.shift.next_open(moment)

    def mail_at(self, moment: datetime, *, urgent: bool) -> datetime:
        """Urgent things do not wait, nor for anybody's working hours."""
        if urgent:
            return moment + _SOON
        if self.rhythm == Rhythm.DAILY:
            return self.shift.next_begin(moment)
        return self.shift.next_open(moment + _PAUSES[self.rhythm])
