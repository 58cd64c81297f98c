"""A timer that runs on the server: it goes on whatever becomes of the page, and on any device."""

from datetime import timedelta

from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.core.clock import now
from balie.core.transactions import joined
from balie.tickets.conflicts import NotAllowed
from balie.tickets.destinations import destination
from balie.tickets.locking import locked, locked_destination
from balie.tickets.time_records import TimeEntry, Timer
from balie.tickets.work.time_spent import Spent, spend_time

# Nobody works so long without a pause: it was forgotten, and how much of it counts is asked.
LONG = timedelta(hours=8)


def passed(timer: Timer) -> timedelta:
    since = timer.running_since
    return timedelta(seconds=timer.passed) + (now() - since if since else timedelta())


def minutes_of(timer: Timer) -> int:
    """Begun minutes count; one at least."""
    return max(1, -(-int(passed(timer).total_seconds()) // 60))


def is_forgotten(timer: Timer) -> bool:
    """Runs for longer than anybody works, or came to more in one go."""
    return passed(timer) > LONG


@joined
def start_timer(*, ticket_id: int, user: User) -> Timer:
    """Another of the user's that runs is paused. One that runs already runs on."""
    ticket = locked(ticket_id)
    _alone(user)
    timer, _made = Timer.objects.get_or_create(user=user, ticket=ticket)
    if timer.running_since is None:
        _pause_running(user)
        Timer.objects.filter(pk=timer.pk).update(running_since=now())
        User.objects.filter(pk=user.pk).update(timing=True)
    return Timer.objects.get(pk=timer.pk)


@joined
def pause_timer(*, ticket_id: int, user: User) -> None:
    """One that does not run stays as it is."""
    _alone(user)
    if timer := own_timer(user, ticket_id):
        _pause_running(user, pk=timer.pk)


@joined
def stop_timer(*, ticket_id: int, user: User, spent: Spent | None = None) -> TimeEntry:
    """Its time becomes an entry, as the user says or as it was measured.

    Raises NotAllowed when there is none, or when it ran so long that the user must say.
    """
    ticket = locked_destination(ticket_id)
    _alone(user)
    timer = own_timer(user, ticket_id)
    if timer is None:
        raise NotAllowed(_("No timer of yours runs here."))
    if spent is None and is_forgotten(timer):
        raise NotAllowed(_("The timer ran for more than eight hours. Say how much of it was work."))
    entry = spend_time(ticket_id=ticket.pk, user=user, spent=spent or Spent(minutes_of(timer)))
    _forget(timer)
    return entry


@joined
def discard_timer(*, ticket_id: int, user: User) -> None:
    """Its time does not count."""
    _alone(user)
    if timer := own_timer(user, ticket_id):
        _forget(timer)


def own_timer(user: User, ticket_id: int) -> Timer | None:
    """On the ticket, or where that is now."""
    found = Timer.objects.filter(user=user, ticket__in={ticket_id, destination(ticket_id)})
    return found.select_related("ticket").first()


def running_timer(user: User) -> Timer | None:
    return Timer.objects.filter(user=user, running_since__isnull=False).select_related("ticket").first()


def _alone(user: User) -> None:
    """Two windows of one user never start two timers at once."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _pause_running(user: User, **which: int) -> None:
    for timer in Timer.objects.filter(user=user, running_since__isnull=False, **which):
        seconds = int(passed(timer).total_seconds())
        Timer.objects.filter(pk=timer.pk).update(passed=seconds, running_since=None)
        User.objects.filter(pk=user.pk).update(timing=False)


def _forget(timer: Timer) -> None:
    Timer.objects.filter(pk=timer.pk).delete()
    if timer.running_since:
        User.objects.filter(pk=timer.user_id).update(timing=False)
