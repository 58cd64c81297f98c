"""The times at which one sends later, in the agent's own zone."""

from datetime import UTC, datetime, time, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balie.tickets.conflicts import NotAllowed

# Until when one puts a ticket aside.
SNOOZES: dict[str, Promise] = {
    "later": gettext_lazy("Later today"),
    "tomorrow": gettext_lazy("Tomorrow morning"),
    "monday": gettext_lazy("Monday morning"),
    "week": gettext_lazy("In a week"),
}
_LATER = timedelta(hours=3)
_MORNING, _AFTERNOON, _EVENING = time(9), time(15), time(17)
_FARTHEST = timedelta(days=366)


def time_of(choice: str, own: str, *, now: datetime) -> datetime:
    """`now` in the agent's zone; `own`: a date and time as a browser's field writes it. Raises NotAllowed."""
    if choice == "hour":
        return now + timedelta(hours=1)
    if choice == "afternoon":
        return _on(now, _AFTERNOON if now.time() < _AFTERNOON else _EVENING)
    if choice == "tomorrow":
        return _on(now + timedelta(days=1), _MORNING)
    if choice == "monday":
        return _on(now + timedelta(days=7 - now.weekday()), _MORNING)
    try:
        # Through UTC: an hour that a change of clocks leaves out is the one after it.
        chosen = datetime.fromisoformat(own).replace(tzinfo=now.tzinfo).astimezone(UTC)
    except ValueError:
        raise NotAllowed(_("Choose a day and a time.")) from None
    if chosen > now + _FARTHEST:
        raise NotAllowed(_("That is too far away."))
    return chosen


def later_time(choice: str, *, now: datetime) -> datetime | None:
    """`now` in the agent's zone; None for what is no such choice, or no more today."""
    if choice == "later":
        later = (now.astimezone(UTC) + _LATER).astimezone(now.tzinfo)
        return later if later.date() == now.date() else None
    days = {"tomorrow": 1, "monday": 7 - now.weekday(), "week": 7}.get(choice)
    return None if days is None else _on(now + timedelta(days=days), _MORNING)


def _on(day: datetime, hour: time) -> datetime:
    return datetime.combine(day.date(), hour, tzinfo=day.tzinfo).astimezone(UTC)
