"""A large table is made in a job and kept for a day, for whoever asked for it alone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from time import monotonic
from typing import Any

import structlog
from django.conf import settings
from django.utils import translation
from procrastinate.contrib.django import app

from balie.accounts.models import User
from balie.core.clock import now
from balie.core.sheets.dialects import Separated
from balie.core.sheets.writing import Cell, written
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.files.cleaning import let_go
from balie.files.storage import store_file
from balie.jobs.claims import FORGOTTEN, claim, each, free
from balie.jobs.queues import stopping
from balie.live.hints import hint
from balie.people.export_records import KeptExport
from balie.people.exporting.mails import tell_by_mail, tell_of_failure
from balie.people.exporting.tables import Table

_log = structlog.get_logger(__name__)
# Up to so many rows are written while one waits; more in a job.
AT_ONCE = 2_000
KEPT = timedelta(days=1)
# For so long one that fails is tried each minute.
TRIED = timedelta(hours=1)
_TOLD_EVERY = 0.5  # seconds
_MADE_BY = {"contacts": "balie.people.tasks.make_export", "organisations": "balie.people.tasks.make_export"}
_ELSEWHERE = "balie.tickets.tasks.make_ticket_export"
TableOf = Callable[[KeptExport], Table]


class TakenOver(Exception):
    """Somebody else is at it, or it is to be gone on with later."""


def topic_of(export_id: int) -> str:
    return f"export:{export_id}"


@joined
def note_export(*, what: str, rows: int | None, actor: Actor) -> None:
    """That somebody takes along what many have told the desk stands in the log. `rows`: where it is known before."""
    record("export.made", actor=actor, what=what, rows=rows)


@joined
def keep_export(*, user: User, what: str, asked: Mapping[str, Any], shape: Separated) -> KeptExport:
    it = KeptExport.objects.create(
        user=user, what=what, asked=dict(asked), separator=shape.separator, mark=shape.mark
    )  # fmt: skip
    note_export(what=what, rows=None, actor=Actor.user(user.pk))
    _defer(it)
    return it


def make(export_id: int, table_of: TableOf) -> None:
    """From the beginning, when a process has died at it or it has failed, unless that goes on for too long."""
    it = _claimed(export_id)
    if it is None:
        return
    try:
        with translation.override(it.user.language), tempfile.TemporaryFile() as file:
            for part in _parts(it, table_of(it)):
                file.write(part.encode())
            _keep(it, file)
    except TakenOver:
        return
    except Exception:
        if not _given_up(it):
            raise
        _log.exception("export given up", export_id=export_id)
    finally:
        KeptExport.objects.filter(pk=export_id, claim=it.claim).update(touched_at=None)
    _tell(export_id)


@joined
def make_again(*, export_id: int, user: User) -> None:
    """One that has failed, as it was asked for. Raises KeptExport.DoesNotExist where there is none of theirs."""
    it = KeptExport.objects.select_for_update(no_key=True).get(pk=export_id, user=user)
    if it.failed:
        KeptExport.objects.filter(pk=it.pk).update(created_at=now(), finished_at=None, rows=0)
        _defer(it)


def go_on(whats: Collection[str], table_of: TableOf) -> None:
    """What nobody is at any more, since its process has died."""
    left = KeptExport.objects.filter(free(), what__in=whats, finished_at=None, created_at__lt=now() - FORGOTTEN)
    each(left, lambda pk: make(pk, table_of))


def forget_old() -> int:
    old = KeptExport.objects.filter(created_at__lt=now() - KEPT)
    blobs = list(old.exclude(blob=None).values_list("blob_id", flat=True))
    gone, _tables = old.delete()
    let_go([blob for blob in blobs if blob])
    return gone


def _claimed(export_id: int) -> KeptExport | None:
    if claim(KeptExport.objects.filter(pk=export_id, finished_at=None)) is None:
        return None
    it = KeptExport.objects.select_related("user").get(pk=export_id)
    if not (it.user.is_active and it.user.may_answer):
        it.delete()
        return None
    it.rows = 0  # the file is begun anew
    return it


def _parts(it: KeptExport, table: Table) -> Iterator[str]:
    return written(table.head, _counted(it, table.rows), Separated(it.separator, it.mark))


def _counted(it: KeptExport, rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    told = monotonic()
    for row in rows:
        it.rows += 1
        yield row
        if monotonic() - told >= _TOLD_EVERY:
            told = monotonic()
            _go_on_telling(it)


def _go_on_telling(it: KeptExport) -> None:
    if stopping.is_set():
        raise TakenOver
    if not KeptExport.objects.filter(pk=it.pk, claim=it.claim).update(rows=it.rows, touched_at=now()):
        raise TakenOver
    _tell(it.pk)


@joined
def _keep(it: KeptExport, file: Any) -> None:
    blob = store_file(file)
    values = {"rows": it.rows, "blob": blob, "finished_at": now()}
    if KeptExport.objects.filter(pk=it.pk, claim=it.claim, finished_at=None).update(**values):
        tell_by_mail(it.user, rows=it.rows, link=_address(it))


@joined
def _given_up(it: KeptExport) -> bool:
    """Whoever asked waits no longer for what fails time and again."""
    mine = KeptExport.objects.filter(pk=it.pk, claim=it.claim, finished_at=None)
    if it.created_at > now() - TRIED or not mine.update(finished_at=now()):
        return False
    tell_of_failure(it.user, link=_address(it))
    return True


def _defer(it: KeptExport) -> None:
    app.configure_task(_MADE_BY.get(it.what, _ELSEWHERE)).defer(export_id=it.pk)


def _address(it: KeptExport) -> str:
    return f"{settings.BALIE_URL}/desk/exports/{it.pk}/"


def _tell(export_id: int) -> None:
    hint(topics=[topic_of(export_id)], kind="export", event_id=0)
