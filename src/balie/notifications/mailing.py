"""Mails of what somebody was told and has not seen: a queue of the worker, each person in a transaction of their own.

Nobody gets one while they are at the desk, where the bell rings; what they look at meanwhile is left out.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Min

from balie.accounts.models import User
from balie.core.clock import now
from balie.core.prepared import rows
from balie.notifications.choosing import wishes_for
from balie.notifications.kinds import Rhythm
from balie.notifications.models import Bundle, BundleQuerySet, Choice
from balie.notifications.presence import PRESENT_FOR, is_present
from balie.notifications.shifts import Shift
from balie.notifications.writing import send

_BATCH = 50  # people
_NAMED = 50  # tickets in one mail
_ALONE = 5  # mails of one ticket each, at once

_DUE = """
select user_id from notifications_bundle where mail_at <= %(now)s::timestamptz
group by user_id order by min(mail_at), user_id limit %(most)s
"""
# A person, before anything that waits for them: whoever has somebody has all of theirs.
_CLAIM = "select pg_try_advisory_xact_lock(hashtextextended('notifications for user ' || %(user)s::bigint, 0))"


def run_batch() -> int:
    return sum(_take(user_id) for (user_id,) in rows(_DUE, {"now": now(), "most": _BATCH}))


def seconds_until_due() -> float | None:
    next_at = Bundle.objects.filter(mail_at__isnull=False).aggregate(at=Min("mail_at"))["at"]
    return None if next_at is None else max(0.0, (next_at - now()).total_seconds())


@transaction.atomic
def _take(user_id: int) -> bool:
    """Whether there was something to do: another worker may have this person, or had them just now."""
    if not claimed(user_id):
        return False
    waiting = Bundle.objects.filter(user=user_id, mail_at__isnull=False).taken()
    due = waiting.filter(mail_at__lte=now())
    if not due.exists():
        return False
    user = User.objects.staff().filter(pk=user_id).first()
    if user is None:
        waiting.update(mail_at=None)
        return True
    choice = Choice.objects.filter(user=user).first()
    if choice and choice.seen_at and is_present(choice.seen_at, now()):
        _put_off(due, choice.seen_at + PRESENT_FOR, wishes_for(user.pk, user.time_zone).shift)
    else:
        _send(user, waiting, Rhythm(choice.rhythm) if choice else Rhythm.QUARTER)
    return True


def claimed(user_id: int) -> bool:
    """Until the transaction ends; False when another one has this person."""
    return bool(rows(_CLAIM, {"user": user_id})[0][0])


def _put_off(due: BundleQuerySet, moment: datetime, shift: Shift) -> None:
    """Until they have gone; by then they may have gone home."""
    due.filter(urgent=False).update(mail_at=shift.next_open(moment))
    due.filter(urgent=True).update(mail_at=moment)


def _send(user: User, waiting: BundleQuerySet, rhythm: Rhythm) -> None:
    """What is due takes along what would be due soon, unless it is urgent: that comes by itself."""
    due = waiting.filter(mail_at__lte=now())
    going = waiting if due.filter(urgent=False).exists() else due
    news = Bundle.objects.visible_to(user).unread().filter(pk__in=going.values("pk"), latest__gt=F("mailed"))
    for keys in _groups(list(news.order_by("-latest").values_list("pk", "urgent")), rhythm):
        named = Bundle.objects.filter(pk__in=keys[:_NAMED]).select_related("ticket").order_by("-latest")
        send(user, list(named), more=len(keys[_NAMED:]))
    going.update(mail_at=None, mailed=F("latest"))


def _groups(found: Sequence[tuple[int, bool]], rhythm: Rhythm) -> list[list[int]]:
    """Those that make one mail; `found` tells of each whether it is urgent."""
    alone = [pk for pk, urgent in found if urgent or rhythm == Rhythm.AT_ONCE]
    together = [pk for pk, urgent in found if not urgent and rhythm != Rhythm.AT_ONCE]
    groups = [alone] if len(alone) > _ALONE else [[pk] for pk in alone]
    return [*groups, *([together] if together else [])]
