"""Does what was asked of many tickets, one after the other, each in a transaction of its own.

Several may work at the same one, and any of them may die: a ticket is taken up and marked as done together.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import cast

import structlog
from django.db import OperationalError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from balie.core.clock import now
from balie.events.actor import Actor
from balie.events.models import Event
from balie.jobs.claims import each
from balie.jobs.queues import stopping
from balie.live.hints import hint
from balie.tickets.bulk.changes import Change, make, take_for
from balie.tickets.bulk.standing import Before, Snapshot, reached, refuse_unseen
from balie.tickets.bulk.undoing import put_back
from balie.tickets.bulk_records import BulkChange, BulkItem, State
from balie.tickets.conflicts import NotAllowed
from balie.tickets.lifecycle import OpenChildren
from balie.tickets.models import Ticket

_log = structlog.get_logger(__name__)
_TOLD_EVERY = 0.5  # seconds
# How often a ticket is tried for which the database has failed, as by two who wait for each other.
_TRIES = 3
# A minute after it was asked for nobody is at it any more, or a job is: that one takes no harm.
_FORGOTTEN = timedelta(minutes=1)
KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Outcome:
    state: str
    reason: str = ""
    code: str = ""
    before: Before = field(default_factory=Before)
    event_id: int | None = None


def topic_of(bulk_id: int) -> str:
    return f"bulk:{bulk_id}"


def work_off(bulk_id: int) -> None:
    """Until nothing of it is left, or the process is to end: then it is gone on with later."""
    bulk = BulkChange.objects.select_related("user", "undoes").filter(pk=bulk_id, finished_at=None).first()
    if bulk is None:
        return
    told, failed = monotonic(), Counter[int]()
    with translation.override(bulk.user.language):
        while not stopping.is_set() and _take_next(bulk, failed):
            if monotonic() - told >= _TOLD_EVERY:
                told = monotonic()
                _tell(bulk_id)
    if not BulkItem.objects.filter(bulk=bulk, state=State.WAITING).exists():
        BulkChange.objects.filter(pk=bulk_id, finished_at=None).update(finished_at=now())
    _tell(bulk_id)


def go_on() -> None:
    """What nobody is at any more, since its process has died."""
    each(BulkChange.objects.filter(finished_at=None, created_at__lt=now() - _FORGOTTEN), work_off)


def forget_old() -> int:
    rows, _tables = BulkChange.objects.filter(finished_at__lt=now() - KEPT).delete()
    return rows


def _tell(bulk_id: int) -> None:
    hint(topics=[topic_of(bulk_id)], kind="bulk", event_id=0)


def _take_next(bulk: BulkChange, failed: Counter[int]) -> bool:
    """`failed`: items by how often: they are tried again after all others."""
    with transaction.atomic():
        waiting = BulkItem.objects.select_for_update(skip_locked=True).filter(bulk=bulk, state=State.WAITING)
        item = waiting.exclude(pk__in=failed).order_by("pk").first()
        if item is None and failed:
            item = waiting.order_by("pk").first()
        if item is None:
            return False
        outcome = _outcome(bulk, item, last=failed[item.pk] + 1 >= _TRIES)
        if outcome is None:
            failed[item.pk] += 1
            return True
        BulkItem.objects.filter(pk=item.pk).update(
            state=outcome.state, reason=outcome.reason, code=outcome.code, before=outcome.before,
            event_id=outcome.event_id,
        )  # fmt: skip
    return True


def _outcome(bulk: BulkChange, item: BulkItem, *, last: bool) -> Outcome | None:
    """In a savepoint: what a verb that fails has begun is undone, and told. None: to be tried again, unless it is the
    `last` time.
    """
    try:
        with transaction.atomic():
            if not bulk.user.may_answer:
                raise NotAllowed(_("Only those who answer tickets can change them."))
            return _put_back(bulk, item) if bulk.undoes_id else _changed(bulk, item)
    except OpenChildren as refusal:
        return Outcome(State.REFUSED, str(refusal), "children")
    except NotAllowed as refusal:
        return Outcome(State.REFUSED, str(refusal))
    except Ticket.DoesNotExist:
        return Outcome(State.REFUSED, _("There is no such ticket, or you can't see it any more."))
    except Exception as problem:
        if connection.connection is None or connection.connection.closed:
            raise
        if isinstance(problem, OperationalError) and not last:
            return None
        _log.exception("ticket could not be changed with others", bulk=bulk.pk, ticket=item.ticket_id)
        return Outcome(State.REFUSED, _("Something went wrong. Try it on the ticket itself."))


def _changed(bulk: BulkChange, item: BulkItem) -> Outcome:
    refuse_unseen(bulk.user, item.ticket_id, bulk.change.get("merge_into") or item.ticket_id)
    actor, change = Actor.user(bulk.user.pk), cast("Change", bulk.change)
    take_for(change, ticket_id=item.ticket_id)
    stood = Snapshot(item.ticket_id, status=change.get("status"), actor=actor)
    make(change, ticket_id=item.ticket_id, actor=actor)
    before = stood.before()
    if not before:
        return Outcome(State.SAME)
    events = Event.objects.filter(ticket_id__in=reached(item.ticket_id, before)).order_by("-id")
    return Outcome(State.DONE, before=before, event_id=events.values_list("id", flat=True).first())


def _put_back(bulk: BulkChange, item: BulkItem) -> Outcome:
    undone = BulkItem.objects.get(bulk=bulk.undoes_id, ticket_id=item.ticket_id)
    left = put_back(ticket_id=item.ticket_id, before=undone.before, since=undone.event_id or 0, user=bulk.user)
    return Outcome(State.DONE, left)
