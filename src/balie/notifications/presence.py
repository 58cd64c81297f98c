"""Who is at the desk: they see what happens there, and get no mail of it."""

from datetime import datetime, timedelta

from balie.core.clock import now
from balie.core.prepared import run
from balie.notifications.models import Choice, weekdays

PRESENT_FOR = timedelta(minutes=5)
_EXACT = timedelta(minutes=1)

# Most of the time it writes nothing.
_NOTE = """
update notifications_choice set seen_at = %(now)s::timestamptz where user_id = %(user)s::bigint
    and (seen_at is null or seen_at < %(before)s::timestamptz)
"""


def note_present(*, user_id: int) -> None:
    moment = now()
    if not run(_NOTE, {"user": user_id, "now": moment, "before": moment - _EXACT}):
        Choice.objects.bulk_create([Choice(user_id=user_id, days=weekdays(), seen_at=moment)], ignore_conflicts=True)


def is_present(seen_at: datetime | None, moment: datetime) -> bool:
    return seen_at is not None and moment - seen_at < PRESENT_FOR
