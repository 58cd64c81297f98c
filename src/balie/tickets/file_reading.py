"""Reads what is in attachments, so that it can be found: new ones as they come, older ones in between.

What was read stands in the database, and so does how far that went: it goes on wherever it was broken off.
"""

from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max

from balie.jobs import queues
from balie.search.attachments.kinds import kind_of
from balie.search.attachments.reading import Reader
from balie.search.attachments.texts import Progress, read_once
from balie.tickets.indexing import index_files
from balie.tickets.models import Attachment

_NAME = "attachments"
# A message may be committed after one that was begun later. So many are looked at again beside those that are new.
_LOOK_BACK = 500
_LOOKED_AT = 500
_BATCH = 20

_WANTING = """
select a.id, a.blob_id, a.filename, a.content_type, a.size
from (select * from tickets_attachment where {stretch} order by id {order} limit {most}) a
join tickets_message m on m.id = a.message_id
left join search_filetext t on t.sha256 = a.blob_id
where not a.inline and (
    t.sha256 is null or t.reason = 'reading'
    or t.reason = '' and not exists (
        select from search_document d where d.kind = 'file' and d.group_id = m.ticket_id and d.object_id = a.id
    )
)
order by a.id {order}
"""
_NEW = _WANTING.format(stretch="id > %(newest)s - %(look_back)s", order="asc", most="%(look_back)s + %(looked_at)s")
_OLD = _WANTING.format(stretch="id <= %(oldest)s", order="desc", most="%(looked_at)s")


class _File(NamedTuple):
    id: int
    sha256: str
    filename: str
    content_type: str
    size: int

    @property
    def kind(self) -> str:
        return kind_of(self.filename, self.content_type)


def run_batch() -> int:
    """How many attachments were taken a step further; 0 when all have been read."""
    progress = _progress()
    return _read_new(progress) or _read_old(progress)


def _progress() -> Progress:
    """From where it stands now, when there is none: what comes is read first."""
    newest = Attachment.objects.aggregate(Max("pk"))["pk__max"] or 0
    return Progress.objects.get_or_create(name=_NAME, defaults={"newest": newest, "oldest": newest})[0]


def _read_new(progress: Progress) -> int:
    files = _wanting(_NEW, progress)
    done = _read(files)
    left = next((file.id for file in files if file.id not in done), None)
    reached = Attachment.objects.filter(pk__gt=progress.newest - _LOOK_BACK).order_by("pk")[: _LOOK_BACK + _LOOKED_AT]
    ids = [pk for pk in reached.values_list("pk", flat=True) if left is None or pk < left]
    newest = max([progress.newest, *ids])
    Progress.objects.filter(pk=_NAME, newest__lt=newest).update(newest=newest)
    return len(done) or int(newest > progress.newest)


def _read_old(progress: Progress) -> int:
    if progress.oldest <= 0:
        return 0
    files = _wanting(_OLD, progress)
    done = _read(files)
    left = next((file.id for file in files if file.id not in done), None)
    reached = Attachment.objects.filter(pk__lte=progress.oldest).order_by("-pk")[:_LOOKED_AT]
    oldest = min(reached.values_list("pk", flat=True), default=1) - 1 if left is None else left
    Progress.objects.filter(pk=_NAME, oldest__gt=oldest).update(oldest=oldest)
    return len(done) or int(oldest < progress.oldest)


def _wanting(statement: str, progress: Progress) -> list[_File]:
    values: dict[str, Any] = {
        "newest": progress.newest, "oldest": progress.oldest, "look_back": _LOOK_BACK, "looked_at": _LOOKED_AT,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [file for row in cursor.fetchall() if (file := _File(*row)).kind]


def _read(files: list[_File]) -> list[int]:
    """Those that are read now. One that somebody else is at stays wanted: a process that was killed left it so."""
    done: list[int] = []
    with Reader() as reader:
        for file in files:
            if queues.stopping.is_set() or len(done) >= _BATCH:
                break
            if read_once(reader=reader, sha256=file.sha256, kind=file.kind, size=file.size):
                done.append(file.id)
    if done:
        index_files(done)
    return done
