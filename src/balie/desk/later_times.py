"""The times at which one sends later, or takes up again what was put aside, in the agent's own zone."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balie.tickets.conflicts import NotAllowed

SENDINGS: dict[str, Promise] = {
    "hour": gettext_lazy("In an hour"),
    "afternoon": gettext_lazy("This afternoon"),
    "tomorrow": gettext_lazy("Tomorrow morning"),
    "monday": gettext_lazy("Monday morning"),
}
SNOOZES: dict[str, Promise] = {
    "later": gettext_lazy("Later today"),
    "tomorrow": gettext_lazy("Tomorrow morning"),
    "monday": gettext_lazy("Monday morning"),
    "week": gettext_lazy("In a week"),
}
_HOURS = {"hour": timedelta(hours=1), "later": timedelta(hours=3)}
_MORNING, _AFTERNOON, _EVENING = time(9), time(15), time(17)
_FARTHEST = timedelta(days=366)


class Offer(NamedTuple):
    at: datetime
    key: str
    label: Promise

    @property
    def value(self) -> str:
        """What a form sends: the time that was read, however long ago."""
        return self.at.isoformat(timespec="seconds")


def offers(choices: Mapping[str, Promise], *, now: datetime) -> list[Offer]:
    """Those that lie ahead, each time once: on Sundays, tomorrow is Monday."""
    found: dict[datetime, Offer] = {}
    for key, label in choices.items():
        if at := later_time(key, now=now):
            found.setdefault(at, Offer(at, key, label))
    return list(found.values())


def later_time(choice: str, *, now: datetime) -> datetime | None:
    """`now` in the agent's zone; None for what is no such choice, or over for today."""
    if choice in _HOURS:
        later = (now.astimezone(UTC) + _HOURS[choice]).astimezone(now.tzinfo)
        return later if choice == "hour" or later.date() == now.date() else None
    if choice == "afternoon":
        hour = next((hour for hour in (_AFTERNOON, _EVENING) if now.time() < hour), None)
        return _on(now, hour) if hour else None
    days = {"tomorrow": 1, "monday": 7 - now.weekday(), "week": 7}.get(choice)
    return None if days is None else _on(now + timedelta(days=days), _MORNING)


def time_of(choice: str, own: str, *, now: datetime) -> datetime:
    """Of a choice, a time that was offered, or `own`, as a browser's field writes it. Raises NotAllowed."""
    if natural := later_time(choice, now=now):
        return natural
    if choice in SENDINGS or choice in SNOOZES:
        raise NotAllowed(_("That time is over. Choose a later one."))
    try:
        chosen = datetime.fromisoformat(own if choice == "own" else choice)
        # Through UTC: an hour that a change of clocks leaves out is the one after it.
        chosen = (chosen if chosen.tzinfo else chosen.replace(tzinfo=now.tzinfo)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotAllowed(_("Choose a day and a time.")) from None
    if chosen > now + _FARTHEST:
        raise NotAllowed(_("That is too far away."))
    return chosen


def _on(day: datetime, hour: time) -> datetime:
    return datetime.combine(day.date(), hour, tzinfo=day.tzinfo).astimezone(UTC)
