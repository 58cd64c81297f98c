"""Mails of what somebody was told and has not seen: a queue of the worker, each person in a transaction of their own.

Nobody gets one while they are at the desk, where the bell rings; what they look at meanwhile is left out.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Min

from balie.accounts.models import User
from balie.core.clock import now
from balie.notifications.kinds import Rhythm
from balie.notifications.models import Bundle, Choice
from balie.notifications.presence import PRESENT_FOR, is_present
from balie.notifications.writing import send

_BATCH = 50
_MOST = 50  # tickets in one mail


def run_batch() -> int:
    done = 0
    while done < _BATCH and _take_next():
        done += 1
    return done


def seconds_until_due() -> float | None:
    next_at = Bundle.objects.filter(mail_at__isnull=False).aggregate(at=Min("mail_at"))["at"]
    return None if next_at is None else max(0.0, (next_at - now()).total_seconds())


@transaction.atomic
def _take_next() -> bool:
    due = Bundle.objects.filter(mail_at__lte=now()).order_by("mail_at", "pk")
    first = due.select_for_update(of=("self",), skip_locked=True).first()
    if first is None:
        return False
    user = User.objects.staff().filter(pk=first.user_id).first()
    waiting = Bundle.objects.filter(user=first.user_id, mail_at__isnull=False)
    if user is None:
        waiting.update(mail_at=None)
        return True
    choice = Choice.objects.filter(user=user).first()
    if choice and choice.seen_at and is_present(choice.seen_at, now()):
        waiting.filter(mail_at__lte=now()).update(mail_at=choice.seen_at + PRESENT_FOR)
        return True
    _send(user, Rhythm(choice.rhythm) if choice else Rhythm.QUARTER)
    return True


def _send(user: User, rhythm: Rhythm) -> None:
    """What is due takes along what would be due soon, unless it is urgent: that comes by itself."""
    waiting = Bundle.objects.select_for_update(of=("self",)).filter(user=user, mail_at__isnull=False)
    due = list(waiting.filter(mail_at__lte=now()).order_by("pk"))
    if not all(bundle.urgent for bundle in due):
        due = list(waiting.order_by("pk"))
    due = due[:_MOST]
    keys = [bundle.pk for bundle in due]
    news = Bundle.objects.visible_to(user).unread().filter(pk__in=keys, latest__gt=F("mailed"))
    found = list(news.select_related("ticket").order_by("-latest"))
    for group in _groups(found, rhythm):
        send(user, group)
    Bundle.objects.filter(pk__in=keys).update(mail_at=None, mailed=F("latest"))


def _groups(bundles: Sequence[Bundle], rhythm: Rhythm) -> list[list[Bundle]]:
    """Those that make one mail."""
    alone = [bundle for bundle in bundles if bundle.urgent or rhythm == Rhythm.AT_ONCE]
    together = [bundle for bundle in bundles if bundle not in alone]
    return [*([bundle] for bundle in alone), *([together] if together else [])]
