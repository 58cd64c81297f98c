"""Recurring tickets set up, changed, paused, resumed and ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.core.business_time import BusinessCalendar
from balie.core.clock import now
from balie.core.transactions import joined
from balie.core.zones import zone_named
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.conflicts import NotAllowed
from balie.tickets.recurrence_records import OnClosed, Recurrence, Unit
from balie.tickets.recurring import schedule
from balie.tickets.recurring.schedule import Schedule
from balie.tickets.template_records import TicketTemplate

MOST = 500
MOST_CLOSED = 400
_YEARLY = re.compile(r"(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Shape:
    """What it is to be. `closed_on`: days as "2027-04-26", or every year as "12-25"."""

    template_id: int
    email: str
    at: time
    zone: str
    since: date
    unit: str = Unit.WEEK
    every: int = 1
    days: Sequence[int] = ()
    month_day: int = 1
    until: date | None = None
    on_closed: str = OnClosed.ANYWAY
    open_days: Sequence[int] = (0, 1, 2, 3, 4)
    closed_on: Sequence[str] = ()


@joined
def add_recurrence(*, shape: Shape, user: User) -> Recurrence:
    """Raises NotAllowed."""
    if Recurrence.objects.count() >= MOST:
        raise NotAllowed(_("There are %(most)d recurring tickets. Take one away first.") % {"most": MOST})
    made = Recurrence(owner=user)
    _fill(made, shape, user)
    made.save()
    record("recurrence.added", actor=Actor.user(user.pk), recurrence=made.pk)
    return made


@joined
def change_recurrence(*, pk: int, shape: Shape, user: User) -> None:
    """Raises NotAllowed, and Recurrence.DoesNotExist where it is not theirs to change."""
    it = _locked(pk, user)
    _fill(it, shape, user)
    it.save()
    record("recurrence.changed", actor=Actor.user(user.pk), recurrence=pk)


@joined
def remove_recurrence(*, pk: int, user: User) -> None:
    """What it opened stays."""
    _locked(pk, user).delete()
    record("recurrence.removed", actor=Actor.user(user.pk), recurrence=pk)


@joined
def pause(*, pk: int, user: User) -> None:
    it = _locked(pk, user)
    if it.paused_at is None:
        Recurrence.objects.filter(pk=pk).update(paused_at=now())
        record("recurrence.paused", actor=Actor.user(user.pk), recurrence=pk)


@joined
def resume(*, pk: int, user: User) -> None:
    """With the next date from now on."""
    it = _locked(pk, user)
    if it.paused_at:
        Recurrence.objects.filter(pk=pk).update(paused_at=None, next_at=schedule_of(it).next(now()))
        record("recurrence.resumed", actor=Actor.user(user.pk), recurrence=pk)


def schedule_of(it: Recurrence) -> Schedule:
    zone = zone_named(it.zone)
    return Schedule(
        unit=schedule.Unit(it.unit), at=it.at, zone=zone, since=it.since, until=it.until, every=it.every,
        days=frozenset(it.days), month_day=it.month_day, closed=schedule.Closed(it.on_closed),
        calendar=_calendar(zone, it.open_days, it.closed_on),
    )  # fmt: skip


def next_moments(it: Recurrence, most: int = 5) -> list[datetime]:
    found = schedule_of(it).moments(now())
    return [moment for moment, _nth in zip(found, range(most), strict=False)]


def _calendar(zone: ZoneInfo, open_days: Sequence[int], closed_on: Sequence[str]) -> BusinessCalendar:
    yearly = [found for day in closed_on if (found := _YEARLY.fullmatch(day))]
    return BusinessCalendar(
        zone, tuple(((0, 1440),) if day in open_days else () for day in range(7)),
        holidays=frozenset(date.fromisoformat(day) for day in closed_on if not _YEARLY.fullmatch(day)),
        yearly_holidays=frozenset((int(found[1]), int(found[2])) for found in yearly),
    )  # fmt: skip


def _locked(pk: int, user: User) -> Recurrence:
    return Recurrence.objects.changeable_by(user).select_for_update(of=("self",)).get(pk=pk)


def _fill(it: Recurrence, shape: Shape, user: User) -> None:
    if not TicketTemplate.objects.visible_to(user).filter(pk=shape.template_id).exists():
        raise NotAllowed(_("There is no such template."))
    if shape.on_closed != OnClosed.ANYWAY and not shape.open_days:
        raise NotAllowed(_("Choose at least one day that is open."))
    if shape.until and shape.until < shape.since:
        raise NotAllowed(_("The last day is before the first."))
    kept = asdict(shape) | {
        "every": min(max(shape.every, 1), schedule.MOST_EVERY),
        "days": sorted({day for day in shape.days if 0 <= day < 7}),
        "month_day": min(max(shape.month_day, 1), 31),
        "open_days": sorted({day for day in shape.open_days if 0 <= day < 7}),
        "closed_on": checked_days(shape.closed_on),
    }
    for name, value in kept.items():
        setattr(it, name, value)
    it.next_at = schedule_of(it).next(now())
    if it.next_at is None:
        raise NotAllowed(_("There is no such date any more: look at the days it may be on."))


def checked_days(days: Sequence[str]) -> list[str]:
    """In their order, each once. Raises NotAllowed for what is no day."""
    kept = sorted({day.strip() for day in days if day.strip()})
    if len(kept) > MOST_CLOSED:
        raise NotAllowed(_("At most %(most)d closed days.") % {"most": MOST_CLOSED})
    for day in kept:
        try:
            # The 29th of February is a day of every year, as far as this goes.
            date.fromisoformat(f"2024-{day}" if _YEARLY.fullmatch(day) else day)
        except ValueError:
            raise NotAllowed(
                _("“%(day)s” is no day. Write 2027-04-26, or 12-25 for every year.") % {"day": day}
            ) from None
    return kept
