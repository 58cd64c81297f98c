"""Goes through the file of an import, some rows at a time: tries it out, or does it.

Each lot is one transaction together with how far that is, so that a process that dies has done a row once or not at
all, and another goes on where it was. Whoever works at it has claimed it: there is never more than one.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from time import monotonic

import structlog
from django.db import connection
from django.db.utils import IntegrityError, OperationalError

from balie.core.clock import now
from balie.core.sheets.reading import Read
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.jobs.claims import FORGOTTEN, claim, each, free
from balie.jobs.queues import stopping
from balie.live.hints import hint
from balie.people.import_records import AT_WORK, ContactImport, Stage
from balie.people.importing import lots
from balie.people.importing.files import MOST_ROWS, rows_in
from balie.people.importing.gathering import MovedMeanwhile
from balie.people.importing.lots import Lot, Trial
from balie.people.importing.reasons import Kind

_log = structlog.get_logger(__name__)
LOT = 500
_AGAIN = 5
_TOLD_EVERY = 0.5  # seconds
# For so long one that fails, and gets no further, is tried each minute.
TRIED = timedelta(hours=1)


class Ended(Exception):
    """It was stopped, or somebody else is at it."""


def topic_of(import_id: int) -> str:
    return f"import:{import_id}"


def tell(import_id: int) -> None:
    hint(topics=[topic_of(import_id)], kind="import", event_id=0)


def work_off(import_id: int) -> None:
    """Until nothing of it is left, it is stopped, or the process is to end: then it is gone on with later."""
    it = _claimed(import_id)
    if it is None:
        return
    first = it.position if it.stage == Stage.RUNNING else MOST_ROWS  # of trying it out nothing is kept
    try:
        _go_through(it)
    except Ended:
        pass
    except FileNotFoundError:
        _log.exception("file of an import is gone", import_id=import_id)
        _fail(it)
    except Exception:
        if it.position > first or it.begun_at is None or it.begun_at > now() - TRIED:
            raise
        _log.exception("import given up", import_id=import_id)
        _fail(it)
    finally:
        ContactImport.objects.filter(pk=import_id, claim=it.claim).update(touched_at=None)
    tell(import_id)


def go_on() -> None:
    """What nobody is at any more, since its process has died."""
    each(ContactImport.objects.filter(free(), stage__in=AT_WORK, begun_at__lt=now() - FORGOTTEN), work_off)


def _claimed(import_id: int) -> ContactImport | None:
    mine = claim(ContactImport.objects.filter(pk=import_id, stage__in=AT_WORK))
    if mine is None:
        return None
    it = ContactImport.objects.select_related("user").get(pk=import_id)
    if it.user is None or not (it.user.is_active and it.user.is_admin):
        ContactImport.objects.filter(pk=import_id, claim=mine).update(stage=Stage.STOPPED, touched_at=None)
        return None
    return it


def _go_through(it: ContactImport) -> None:
    trial = Trial() if it.stage == Stage.CHECKING else None
    if trial:
        # What it has seen of the file went with the process that looked: from the beginning.
        it.position, it.expected = 0, {}
        it.rows.filter(trial=True).delete()
    told = monotonic()
    for rows in _lots(islice(rows_in(it), it.position, MOST_ROWS + 1)):
        if stopping.is_set():
            raise Ended
        _work_at(it, rows, trial)
        if monotonic() - told >= _TOLD_EVERY:
            told = monotonic()
            tell(it.pk)
    _finish(it)


def _lots(rows: Iterator[Read]) -> Iterator[list[Read]]:
    while lot := list(islice(rows, LOT)):
        yield lot


def _work_at(it: ContactImport, rows: Sequence[Read], trial: Trial | None) -> None:
    """Row by row where something unforeseen is wrong with one of them, so that the others are not kept from it."""
    for attempt in range(_AGAIN):
        try:
            _done(it, rows, trial)
        except (IntegrityError, MovedMeanwhile, OperationalError):
            if attempt + 1 == _AGAIN or connection.connection is None or connection.connection.closed:
                raise
        except (Ended, FileNotFoundError):
            raise
        except Exception:  # noqa: BLE001 -- whatever it is, it is logged, and the other rows are done
            _log.exception("rows could not be imported", import_id=it.pk, line=rows[0].line, rows=len(rows))
            if len(rows) == 1:
                return _done(it, rows, trial, wrong=Kind.FAILED)
            for row in rows:
                _work_at(it, [row], trial)
            return None
        else:
            return None
    return None


@joined
def _done(it: ContactImport, rows: Sequence[Read], trial: Trial | None, wrong: Kind | None = None) -> None:
    """All of them and how far it is, or nothing."""
    mine = ContactImport.objects.select_for_update(no_key=True, of=("self",)).filter(pk=it.pk, claim=it.claim)
    held = mine.filter(stage=Stage.CHECKING if trial else Stage.RUNNING).only("position").first()
    if held is None or (not trial and held.position != it.position):
        raise Ended
    lot = Lot(it, rows, trial, most=MOST_ROWS - it.position, wrong=wrong)
    lots.do(lot)
    position = it.position + len(rows)
    values = {"expected" if trial else "done": lot.counts.kept, "position": position, "touched_at": now()}
    ContactImport.objects.filter(pk=it.pk).update(**values)
    it.position = position
    setattr(it, "expected" if trial else "done", lot.counts.kept)


def _fail(it: ContactImport) -> None:
    """What was done stays."""
    ContactImport.objects.filter(pk=it.pk, claim=it.claim, stage=it.stage).update(
        stage=Stage.FAILED, finished_at=now()
    )  # fmt: skip


@joined
def _finish(it: ContactImport) -> None:
    mine = ContactImport.objects.filter(pk=it.pk, claim=it.claim)
    if it.stage == Stage.CHECKING:
        mine.filter(stage=Stage.CHECKING).update(stage=Stage.CHECKED, total=it.position, position=0)
    elif mine.filter(stage=Stage.RUNNING).update(stage=Stage.FINISHED, finished_at=now()):
        rows = it.done.get("rows", {})
        actor = Actor.user(it.user_id) if it.user_id else Actor("system")
        record("import.finished", actor=actor, import_id=it.pk, rows=rows)
