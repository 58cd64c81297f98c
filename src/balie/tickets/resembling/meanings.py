"""Tells what tickets mean: new ones as they come, older ones in between, those that say something else by now first.

How far that went stands in the database: it goes on wherever it was broken off.
"""

from django.db import connection
from django.db.models import Max

from balie.events.models import Event
from balie.search.attachments.texts import Progress
from balie.search.meaning import keeping
from balie.search.meaning.bits import Said
from balie.search.meaning.records import Meaning
from balie.tickets.models import Ticket

KIND = "ticket"
_NAME = "meanings"
_BATCH = 50
# A ticket may be committed after one that was begun later.
_LOOK_BACK = 200

_SAID = """
select ticket.id, ticket.subject || E'\\n' || coalesce(first.said, ''), ticket.language
from tickets_ticket as ticket left join lateral (
    select coalesce(nullif(reply_text, ''), text) as said from tickets_message
    where ticket_id = ticket.id and visibility = 'public' order by id limit 1
) as first on true
where ticket.id = any(%s)
"""


def outdate_meaning(event: Event) -> None:
    keeping.outdate(KIND, event.ticket_id or 0)


def run_batch() -> int:
    """How many tickets were looked at; 0 when all are told."""
    if outdated := keeping.outdated(KIND, limit=_BATCH):
        return _tell(outdated)
    newest = Ticket.objects.aggregate(Max("pk"))["pk__max"] or 0
    progress, _new = Progress.objects.get_or_create(name=_NAME, defaults={"newest": newest, "oldest": newest})
    # However many new ones come, old ones have their turn.
    return _tell_new(progress) + _tell_old(progress)


def _tell_new(progress: Progress) -> int:
    after = Ticket.objects.filter(pk__gt=progress.newest - _LOOK_BACK).order_by("pk").values_list("pk", flat=True)
    ids = list(after[: _LOOK_BACK + _BATCH])
    told = _tell(_wanting(ids))
    newest = max([progress.newest, *ids])
    Progress.objects.filter(pk=_NAME, newest__lt=newest).update(newest=newest)
    return told or int(newest > progress.newest)


def _tell_old(progress: Progress) -> int:
    if progress.oldest <= max(0, progress.newest - keeping.REACH):
        return 0
    before = Ticket.objects.filter(pk__lte=progress.oldest).order_by("-pk").values_list("pk", flat=True)
    ids = list(before[:_BATCH])
    told = _tell(_wanting(ids))
    oldest = min(ids, default=1) - 1
    Progress.objects.filter(pk=_NAME, oldest__gt=oldest).update(oldest=oldest)
    return told or int(bool(ids))


def _wanting(ids: list[int]) -> list[int]:
    known = set(Meaning.objects.filter(kind=KIND, object_id__in=ids).values_list("object_id", flat=True))
    return [pk for pk in ids if pk not in known]


def _tell(ids: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [ids])
        said = {pk: Said(text, language) for pk, text, language in cursor.fetchall()}
    if said:
        keeping.keep(KIND, said)
    return len(said)
