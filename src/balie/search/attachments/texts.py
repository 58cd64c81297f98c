"""Texts of files, each read once however often the file came; and how far they were looked through."""

from datetime import timedelta

from django.db import connection, models

from balie.core.clock import now
from balie.files.models import Blob
from balie.search.attachments.reading import Reader

READING = "reading"
# A process that has not come back by then has died.
_STALE = timedelta(minutes=5)

_CLAIM = """
insert into search_filetext (sha256, kind, text, reason, at) values (%s, %s, '', 'reading', %s)
on conflict (sha256) do update set at = excluded.at
where search_filetext.reason = 'reading' and search_filetext.at < %s
returning 1
"""


class FileText(models.Model):
    """`reason`: why there is no text, `reading` while it is being read; a page break is between pages or sheets."""

    # With the bytes go their words.
    sha256 = models.OneToOneField(
        Blob, primary_key=True, on_delete=models.CASCADE, db_column="sha256", related_name="+"
    )
    kind = models.CharField(max_length=8)
    text = models.TextField(blank=True)
    reason = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk[:8]} {self.reason}"


class Progress(models.Model):
    """Files were looked through from `oldest` to `newest`; what is older is looked through when nothing new comes."""

    name = models.CharField(primary_key=True, max_length=20)
    oldest = models.BigIntegerField()
    newest = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.name} {self.oldest} to {self.newest}"


def read_once(*, reader: Reader, sha256: str, kind: str, size: int) -> bool:
    """Whether it is read, now or before; not while somebody else is at it."""
    moment = now()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [sha256, kind, moment, moment - _STALE])
        if cursor.fetchone() is None:
            return FileText.objects.filter(pk=sha256).exclude(reason=READING).exists()
    reading = reader.read_stored(sha256, kind, size)
    text = reading.text.replace("\x00", " ")
    FileText.objects.filter(pk=sha256).update(text=text, reason=reading.reason, at=now())
    return True
