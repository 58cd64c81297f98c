"""Tells browsers what somebody was told and has not seen: a queue of the worker. Nobody's words go out of the house,
only a ticket's number and what kind of thing happened there.
"""

import json
from dataclasses import asdict, dataclass
from http.client import HTTPException

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Min
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from balie.accounts.models import User
from balie.core.clock import now
from balie.core.prepared import rows
from balie.notifications.choosing import wishes_for
from balie.notifications.kinds import Kind
from balie.notifications.mailing import claimed
from balie.notifications.models import Bundle, BundleQuerySet, Choice, Notification
from balie.notifications.presence import PRESENT_FOR, is_present
from balie.notifications.push.posting import Refused, origin_of, post
from balie.notifications.push.sealing import key_of_desk, proof, sealed
from balie.notifications.push_records import Device

_BATCH = 50  # people
_EACH = 5  # tickets; more are told of in one
_KEPT = 12 * 3600  # seconds for which a service keeps it for a browser that is not there
_GONE = frozenset({404, 410})
_DUE = """
select user_id from notifications_bundle where push_at <= %(now)s::timestamptz
group by user_id order by min(push_at), user_id limit %(most)s
"""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """As the service worker of the desk shows it; another one with the same tag takes its place."""

    title: str
    body: str
    tag: str
    url: str


def run_batch() -> int:
    return sum(_take(user_id) for (user_id,) in rows(_DUE, {"now": now(), "most": _BATCH}))


def seconds_until_due() -> float | None:
    next_at = Bundle.objects.filter(push_at__isnull=False).aggregate(at=Min("push_at"))["at"]
    return None if next_at is None else max(0.0, (next_at - now()).total_seconds())


def _take(user_id: int) -> bool:
    """What is taken is sent once: where a service can't be reached, the bell and the mail tell it."""
    with transaction.atomic():
        if not claimed(user_id):
            return False
        due = Bundle.objects.filter(user=user_id, push_at__lte=now()).taken()
        if not due.exists():
            return False
        user = User.objects.staff().filter(pk=user_id).first()
        choice = Choice.objects.filter(user=user_id).first()
        if user and choice and choice.seen_at and is_present(choice.seen_at, now()):
            _put_off(user, due, choice)
            return True
        told = _told(user, due) if user else []
        due.update(push_at=None, pushed=F("latest"))
    for device in Device.objects.filter(user=user_id) if told else ():
        for one in told:
            if not _sent(device, one):
                break
    return True


def _put_off(user: User, due: BundleQuerySet, choice: Choice) -> None:
    """Whoever is at the desk hears the bell; by then they may have gone home."""
    after = (choice.seen_at or now()) + PRESENT_FOR
    due.filter(urgent=True).update(push_at=after)
    due.filter(urgent=False).update(push_at=wishes_for(user.pk, user.time_zone).shift.next_open(after))


def _told(user: User, due: BundleQuerySet) -> list[Told]:
    news = Bundle.objects.visible_to(user).unread().filter(pk__in=due.values("pk"), latest__gt=F("pushed"))
    latest = dict(news.order_by("-latest").values_list("latest", "ticket"))
    kinds = dict(Notification.objects.filter(pk__in=latest).values_list("pk", "kind"))
    with translation.override(user.language):
        if len(latest) > _EACH:
            return [_of_many(len(latest))]
        return [
            Told(f"#{number}", _(_WORDS[Kind(kinds[pk])]), f"ticket-{number}", f"/desk/tickets/{number}/")
            for pk, number in latest.items()
            if pk in kinds
        ]


def _of_many(count: int) -> Told:
    title = ngettext("News on %(count)d ticket", "News on %(count)d tickets", count) % {"count": count}
    return Told(title, "", "tickets", "/desk/notifications/")


def _sent(device: Device, told: Told) -> bool:
    """Whether it makes sense to send it more; one that is gone is forgotten."""
    key, moment = key_of_desk(settings.SECRET_KEY), now()
    try:
        headers = {
            "Authorization": proof(
                key, origin=origin_of(device.endpoint), contact=f"mailto:{settings.DEFAULT_FROM_EMAIL}", now=moment
            ),
            "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream", "TTL": str(_KEPT),
            "Urgency": "normal",
        }  # fmt: skip
        body = sealed(json.dumps(asdict(told)).encode(), key=device.key, secret=device.secret)
        status = post(device.endpoint, body, headers)
    except (OSError, HTTPException, Refused, ValueError) as error:
        _log.warning("push service could not be reached", device=device.pk, error=type(error).__name__)
        return False
    if status in _GONE:
        device.delete()
        return False
    if status >= 300:
        _log.warning("push service refused a message", device=device.pk, status=status)
        return False
    Device.objects.filter(pk=device.pk).update(told_at=moment)
    return True


_WORDS: dict[Kind, str] = {
    Kind.MENTIONED: gettext_noop("You were mentioned"),
    Kind.ASSIGNED: gettext_noop("It was assigned to you"),
    Kind.HELD: gettext_noop("Your planned answer was held back"),
    Kind.TASK_ASSIGNED: gettext_noop("You got a task"),
    Kind.TASK_DUE: gettext_noop("A task of yours is due"),
    Kind.HANDED_OVER: gettext_noop("It was handed over to your team"),
    Kind.ANSWER: gettext_noop("A contact answered"),
    Kind.REPLY: gettext_noop("A colleague answered the contact"),
    Kind.NOTE: gettext_noop("A colleague wrote a note"),
    Kind.NEW: gettext_noop("A new ticket for your team"),
}
