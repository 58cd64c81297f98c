"""The queue of mail that was taken in: each is understood in one transaction, tried again, or kept as it is."""

from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, transaction

from balie.channels.email.arrival import Result, understand
from balie.channels.email.keeping import keep
from balie.channels.email.mailboxes import recent_mailbox
from balie.channels.email.models import Delivery, State
from balie.core.clock import now
from balie.core.prepared import columns, made, rows, update
from balie.core.transactions import joined

_log = structlog.get_logger(__name__)
_AGAIN_IN = (timedelta(seconds=5), timedelta(minutes=1))
_AT_LAST_AGAIN_IN = timedelta(minutes=15)
_MOST_ATTEMPTS = len(_AGAIN_IN) + 1
# Of a delivery that ends the process each time, nothing but its count of attempts remains.
MOST_STARTS = 5
# A start is counted before it is made, in a commit of its own, and one that need not wait for the disk.
_LOCK = f"""
select {columns(Delivery, "d")} from email_delivery d where id = %s and state = 'received' for update skip locked
"""  # noqa: S608 -- columns of the model
_DUE_LONGEST = """
with quick as materialized (select set_config('synchronous_commit', 'off', true))
update email_delivery set attempts = attempts + 1 from quick where id = (
    select id from email_delivery where state = 'received' and due_at <= %s
    order by due_at, id limit 1 for update skip locked
) returning id
"""
_THIS = """
with quick as materialized (select set_config('synchronous_commit', 'off', true))
update email_delivery set attempts = attempts + 1 from quick where id = (
    select id from email_delivery where state = 'received' and id = %s for update skip locked
) returning id
"""


def run_batch() -> int:
    """Processes the oldest delivery that is due; 0 when there is none."""
    claimed = _count_start(_DUE_LONGEST, now())
    if claimed is None:
        return 0
    process(claimed)
    return 1


def process(delivery_id: int) -> None:
    """Nothing happens when somebody else is at it, or was.

    Trouble with the database comes through: it is not the message's fault. Everything else is held against the message.
    """
    try:
        _understand(delivery_id)
    except (OperationalError, InterfaceError):
        raise
    except Exception as problem:  # noqa: BLE001 -- one bad message must never stop the next, whatever is wrong with it
        _log.exception("mail not understood", delivery=delivery_id)
        _after_failure(delivery_id, problem)


@joined
def _understand(delivery_id: int) -> None:
    delivery = _locked(delivery_id)
    if delivery is None:
        return
    if delivery.attempts > MOST_STARTS:
        raise EndsTheProcess
    _done(delivery, understand(delivery))


class EndsTheProcess(Exception):
    """Whoever began to read this message did not live to finish."""


def begin(delivery_id: int) -> bool:
    """Counts a start of this delivery, due or not; False while somebody else is at it."""
    return _count_start(_THIS, str(delivery_id)) is not None


def _count_start(which: str, value: str | datetime) -> int | None:
    found = rows(which, (value,))
    return found[0][0] if found else None


def _locked(delivery_id: int) -> Delivery | None:
    """Held to the end of the transaction: when its holder dies, the next one may have it at once."""
    found = rows(_LOCK, (str(delivery_id),))
    delivery = made(Delivery, iter(found[0])) if found else None
    if delivery is not None:
        delivery.mailbox = recent_mailbox(delivery.mailbox_id)
    return delivery


def _done(delivery: Delivery, result: Result, *, state: str = State.DONE) -> None:
    update(Delivery, delivery.pk, {
        "state": state, "outcome": result.outcome, "reason": result.reason, "ticket_id": result.ticket_id,
        "message_id": result.message_id, "fingerprint": result.fingerprint, "unanswered": result.unanswered,
    })  # fmt: skip


def _after_failure(delivery_id: int, problem: Exception) -> None:
    """What failed for no lasting reason may do better later; the rest becomes a ticket with the mail attached."""
    with transaction.atomic():
        delivery = _locked(delivery_id)
        if delivery is None:
            return
        if delivery.attempts < _MOST_ATTEMPTS and not isinstance(problem, EndsTheProcess):
            _put_off(delivery, problem, _AGAIN_IN[max(delivery.attempts - 1, 0)])
        else:
            _keep(delivery, problem)


def _keep(delivery: Delivery, problem: Exception) -> None:
    try:
        with transaction.atomic():
            _done(delivery, keep(delivery), state=State.KEPT)
            Delivery.objects.filter(pk=delivery.pk).update(error=_words(problem))
    except (OperationalError, InterfaceError):
        raise
    except Exception as worse:  # noqa: BLE001 -- the bytes are safe, and somebody is told; the next message must not wait
        _log.exception("mail cannot even be kept as a ticket", delivery=delivery.pk)
        _put_off(delivery, worse, _AT_LAST_AGAIN_IN)


def _put_off(delivery: Delivery, problem: Exception, pause: timedelta) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(error=_words(problem), due_at=now() + pause)


def _words(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:2000].replace("\x00", "")
