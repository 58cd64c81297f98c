"""The times at which one sends later, in the agent's own zone."""

from datetime import UTC, datetime, time, timedelta

from django.utils.translation import gettext as _

from balie.tickets.conflicts import NotAllowed

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


def _on(day: datetime, hour: time) -> datetime:
    return datetime.combine(day.date(), hour, tzinfo=day.tzinfo).astimezone(UTC)
