"""What somebody wants to be told, and when they work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.notifications.gathering import Chosen, wishes_of
from balie.notifications.kinds import Kind, Rhythm, Way
from balie.notifications.models import Bundle, Choice
from balie.notifications.wishes import USUAL, Ways, Wishes

CHOSEN = "user.notifications_chosen"
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """`days` from Monday, 0; none: no quiet hours. `begins` and `ends` in minutes since midnight."""

    ways: Mapping[Kind, Ways]
    rhythm: Rhythm
    days: Iterable[int]
    begins: int
    ends: int


@joined
def choose(*, user_id: int, wanted: Wanted) -> None:
    """Only what is not as usual is kept. What is due by mail already, and wanted no more, does not go out."""
    changed = {kind: sorted(ways) for kind, ways in wanted.ways.items() if ways != USUAL[kind]}
    fields = {
        "ways": changed, "rhythm": wanted.rhythm, "days": sorted(set(wanted.days) & set(range(7))),
        "begins": wanted.begins % _DAY, "ends": wanted.ends % _DAY,
    }  # fmt: skip
    Choice.objects.update_or_create(user_id=user_id, defaults=fields)
    if not any(Way.MAIL in wishes_for(user_id).ways(kind) for kind in Kind):
        Bundle.objects.filter(user=user_id, mail_at__isnull=False).taken().update(mail_at=None)
    record(CHOSEN, actor=Actor.user(user_id), user=user_id)


@joined
def stop_mail(*, user_id: int) -> None:
    """All of it; the centre tells as before."""
    now = wishes_for(user_id)
    ways = {kind: now.ways(kind) - {Way.MAIL} for kind in Kind}
    choose(user_id=user_id, wanted=Wanted(ways, now.rhythm, now.shift.days, now.shift.begins, now.shift.ends))


def wishes_for(user_id: int, zone: str = "UTC") -> Wishes:
    return wishes_of(zone, _chosen(user_id))


def _chosen(user_id: int) -> Chosen:
    names = ("ways", "rhythm", "days", "begins", "ends")
    row = Choice.objects.filter(user=user_id).values_list(*names).first()
    return Chosen(*row) if row else Chosen(None, None, None, None, None)
