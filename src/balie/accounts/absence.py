"""Who is away, from when until when, and who stands in for them.

Nothing is handed over by itself: colleagues are told wherever they choose somebody, and choose the other or not.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from balie.accounts.models import Absence, User
from balie.core.clock import now
from balie.core.zones import zone_named
from balie.events.actor import Actor
from balie.events.recording import record

ANNOUNCED = "user.absence_announced"
ENDED = "user.absence_ended"


class Refused(Exception):
    """`str()` is a reason for people, in their language."""


@dataclass(frozen=True, slots=True)
class Away:
    """Today; `until` is the last day."""

    until: date
    substitute: int | None


@transaction.atomic
def announce_absence(*, user_id: int, first_day: date, last_day: date, substitute_id: int | None) -> None:
    """In place of what was announced before. Raises Refused."""
    user = User.objects.select_for_update().get(pk=user_id)
    if last_day < first_day:
        raise Refused(_("The last day is before the first."))
    if last_day < today_of(user.time_zone):
        raise Refused(_("These days are over."))
    if substitute_id is not None and not _may_stand_in(substitute_id, user):
        raise Refused(_("Somebody else who answers tickets has to stand in."))
    days = {"first_day": first_day, "last_day": last_day, "substitute_id": substitute_id}
    Absence.objects.update_or_create(user=user, defaults=days)
    record(ANNOUNCED, actor=Actor.user(user_id), user=user_id, substitute=substitute_id)


@transaction.atomic
def end_absence(*, user_id: int) -> None:
    deleted, _by_model = Absence.objects.filter(user_id=user_id).delete()
    if deleted:
        record(ENDED, actor=Actor.user(user_id), user=user_id)


def away_today(first_day: date | None, last_day: date | None, substitute: int | None, zone: str) -> Away | None:
    """By the day that it is where they are."""
    if first_day is None or last_day is None:
        return None
    return Away(last_day, substitute) if first_day <= today_of(zone) <= last_day else None


def today_of(zone: str) -> date:
    return now().astimezone(zone_named(zone)).date()


def _may_stand_in(substitute_id: int, user: User) -> bool:
    other = User.objects.filter(pk=substitute_id, is_active=True).exclude(pk=user.pk).first()
    return bool(other and other.may_answer)
