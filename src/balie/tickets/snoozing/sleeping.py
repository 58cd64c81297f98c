"""Sends a ticket to sleep, and wakes it: by hand, by an answer, when its time has come."""

from datetime import datetime

from django.db.models import Min
from django.utils.translation import gettext as _

from balie.core.clock import now
from balie.core.transactions import joined
from balie.core.visible import visible
from balie.events.actor import SYSTEM, Actor
from balie.events.recording import record
from balie.jobs.waking import wake as wake_worker
from balie.tickets.conflicts import NotAllowed
from balie.tickets.locking import change, locked
from balie.tickets.models import Ticket
from balie.tickets.snooze_records import Sleep, Snooze

SNOOZED, WOKEN = "ticket.snoozed", "ticket.woken"
QUEUE = "snoozes"
LONGEST = 300
_BATCH = 50


@joined
def snooze(
    *, ticket_id: int, actor: Actor, until: datetime | None = None, on_answer: bool = True, why: str = ""
) -> Ticket:
    """One that sleeps already sleeps as is said now. Its status stays what it is. Raises NotAllowed."""
    ticket = locked(ticket_id)
    if not ticket.is_active:
        raise NotAllowed(_("What is resolved does not have to sleep."))
    if until is None and not on_answer:
        raise NotAllowed(_("Choose until when."))
    if until is not None and until <= now():
        raise NotAllowed(_("That time is over. Choose a later one."))
    words = " ".join(visible(why).split())[:LONGEST]
    fields = {"until": until, "on_answer": on_answer, "why": words, "at": now(), "over": False}
    user_id = actor.id if actor.kind == "user" else None
    Snooze.objects.update_or_create(ticket=ticket, defaults={**fields, "user_id": user_id})
    change(ticket, snooze=Sleep.ASLEEP)
    record(
        SNOOZED, actor=actor, ticket_id=ticket.pk, until=until and until.isoformat(timespec="minutes"), answer=on_answer
    )
    wake_worker(QUEUE)
    return ticket


@joined
def wake(*, ticket_id: int, actor: Actor) -> Ticket:
    """By hand: it is among the others again, without a mark. Also takes away the mark of one that was woken."""
    ticket = locked(ticket_id, merged=True)
    was = ticket.snooze
    if was:
        Snooze.objects.filter(ticket=ticket).update(over=True)
        change(ticket, snooze=Sleep.AWAKE)
        if was == Sleep.ASLEEP:
            record(WOKEN, actor=actor, ticket_id=ticket.pk, why="hand")
    return ticket


def wake_for_answer(ticket: Ticket, *, actor: Actor, why: str = "answer") -> None:
    """A locked ticket on which a contact wrote, or somebody whom the desk had asked, or to which a question came."""
    if ticket.snooze != Sleep.ASLEEP:
        return
    if Snooze.objects.filter(ticket=ticket, on_answer=True, over=False).update(over=True):
        change(ticket, snooze=Sleep.WOKEN)
        record(WOKEN, actor=actor, ticket_id=ticket.pk, why=why, user=_sleeper(ticket.pk))


def run_batch() -> int:
    """Each in a transaction of its own."""
    done = 0
    while done < _BATCH and _wake_next():
        done += 1
    return done


def seconds_until_due() -> float | None:
    next_at = Snooze.objects.filter(over=False, until__isnull=False).aggregate(at=Min("until"))["at"]
    return None if next_at is None else max(0.0, (next_at - now()).total_seconds())


@joined
def _wake_next() -> bool:
    """After its ticket, as the verbs do it: so two workers never wake it twice, nor does one wait for an agent."""
    due = Snooze.objects.filter(over=False, until__lte=now()).order_by("until", "pk").values_list("pk", flat=True)
    ticket = Ticket.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=list(due[:_BATCH])).first()
    if ticket is None:
        return False
    if not Snooze.objects.filter(ticket=ticket, over=False, until__lte=now()).update(over=True):
        return True  # woken, or sent to sleep again, meanwhile
    if ticket.snooze == Sleep.ASLEEP and not ticket.is_active:
        change(ticket, snooze=Sleep.AWAKE)
    elif ticket.snooze == Sleep.ASLEEP:
        # On top of the lists, as what has just changed.
        change(ticket, snooze=Sleep.WOKEN, updated_at=now())
        record(WOKEN, actor=SYSTEM, ticket_id=ticket.pk, why="time", user=_sleeper(ticket.pk))
    return True


def _sleeper(ticket_id: int) -> int | None:
    return Snooze.objects.values_list("user_id", flat=True).get(ticket=ticket_id)
