"""Time entries: written, corrected, taken away."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.core.clock import now
from balie.core.transactions import joined
from balie.core.visible import visible
from balie.core.zones import zone_named
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.viewers import Viewer
from balie.tickets.conflicts import NotAllowed
from balie.tickets.locking import locked
from balie.tickets.models import Ticket
from balie.tickets.time_records import TimeEntry

ADDED, CHANGED, REMOVED = "time.added", "time.changed", "time.removed"
MOST_MINUTES = 24 * 60
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Spent:
    """What an entry is to say. `day`: none for today, where the user lives."""

    minutes: int
    words: str = ""
    billable: bool = True
    day: date | None = None


def time_for(viewer: Viewer) -> QuerySet[TimeEntry]:
    """Of tickets that the viewer may see."""
    return TimeEntry.objects.filter(ticket__in=Ticket.objects.visible_to(viewer))


def may_correct(entry: TimeEntry, user: User) -> bool:
    """One's own; supervisors, everybody's."""
    return user.may_answer and (entry.user_id == user.pk or user.sees_everything)


@joined
def spend_time(*, ticket_id: int, user: User, spent: Spent) -> TimeEntry:
    """Raises NotAllowed."""
    ticket = locked(ticket_id)
    entry = TimeEntry.objects.create(ticket=ticket, user=user, **_checked(spent, user))
    record(ADDED, actor=Actor.user(user.pk), ticket_id=ticket.pk, entry=entry.pk, minutes=entry.minutes)
    return entry


@joined
def correct_time(*, entry_id: int, user: User, spent: Spent) -> TimeEntry:
    """Raises TimeEntry.DoesNotExist, or NotAllowed."""
    entry = _taken(entry_id, user)
    fields = _checked(spent, user)
    if any(getattr(entry, name) != value for name, value in fields.items()):
        before = entry.minutes
        TimeEntry.objects.filter(pk=entry.pk).update(**fields)
        record(
            CHANGED, actor=Actor.user(user.pk), ticket_id=entry.ticket_id, entry=entry.pk, before=before,
            after=fields["minutes"], user=entry.user_id,
        )  # fmt: skip
    return TimeEntry.objects.get(pk=entry_id)


@joined
def remove_time(*, entry_id: int, user: User) -> None:
    """Raises TimeEntry.DoesNotExist, or NotAllowed."""
    entry = _taken(entry_id, user)
    TimeEntry.objects.filter(pk=entry.pk).delete()
    record(
        REMOVED, actor=Actor.user(user.pk), ticket_id=entry.ticket_id, entry=entry.pk, minutes=entry.minutes,
        user=entry.user_id,
    )  # fmt: skip


def _taken(entry_id: int, user: User) -> TimeEntry:
    """After its ticket."""
    ticket_id = TimeEntry.objects.values_list("ticket_id", flat=True).get(pk=entry_id)
    locked(ticket_id, merged=True)
    entry = TimeEntry.objects.get(pk=entry_id, ticket=ticket_id)
    if not may_correct(entry, user):
        raise NotAllowed(_("This time is a colleague's: they or a supervisor can correct it."))
    return entry


def _checked(spent: Spent, user: User) -> dict[str, Any]:
    if not 0 < spent.minutes <= MOST_MINUTES:
        raise NotAllowed(_("Give between one minute and 24 hours, such as 45, 1:30 or 1.5h."))
    words = " ".join(visible(spent.words).split())
    if len(words) > LONGEST:
        raise NotAllowed(_("Say it in %(most)d characters at most.") % {"most": LONGEST})
    today = now().astimezone(zone_named(user.time_zone)).date()
    if spent.day and spent.day > today:
        raise NotAllowed(_("That day has not come yet."))
    return {"minutes": spent.minutes, "words": words, "billable": spent.billable, "day": spent.day or today}
