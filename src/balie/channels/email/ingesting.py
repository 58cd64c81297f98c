"""Messages taken in by hand, as if they had been received now, and followed until they are processed."""

from dataclasses import dataclass
from hashlib import sha256
from time import sleep

from balie.channels.email.deliveries import take_in
from balie.channels.email.intake import MOST_STARTS, begin, process
from balie.channels.email.mailboxes import default_mailbox, directory, named_in
from balie.channels.email.models import Delivery, Outcome, State

TAKEN_IN_BEFORE, NOT_PROCESSED = "taken-in-before", "not-processed"
_LOOK_AGAIN = 0.02  # seconds, while a worker is at it


@dataclass(frozen=True, slots=True)
class Answer:
    outcome: str
    ticket: int | None
    message: int | None
    reason: str


def ingest(raw: bytes, *, occurrence: int = 1) -> Answer:
    """Safe beside running workers. The same bytes again are a duplicate, unless they are another `occurrence`:
    the second time within one run they are a second message.
    """
    source = f"ingest:{sha256(raw).hexdigest()}:{occurrence}"
    known = Delivery.objects.filter(source=source).first()
    if known is None:
        mailbox_id = directory().mailbox_among(named_in(raw)) or default_mailbox().pk
        delivery, is_new = take_in(raw, mailbox_id=mailbox_id, source=source)
    else:
        delivery, is_new = known, False
    done = _processed(delivery)
    if not is_new:
        return Answer(Outcome.DUPLICATE, done.ticket_id, None, TAKEN_IN_BEFORE)
    if done.state == State.RECEIVED:
        return Answer("failed", None, None, NOT_PROCESSED)
    return Answer(done.outcome, done.ticket_id, done.message_id, done.reason)


def _processed(delivery: Delivery) -> Delivery:
    """Its attempts follow one another at once: somebody is waiting for the answer."""
    starts = 0
    while delivery.state == State.RECEIVED and starts <= MOST_STARTS:
        if begin(delivery.pk):
            starts += 1
            process(delivery.pk)
        else:
            sleep(_LOOK_AGAIN)
        delivery.refresh_from_db()
    return delivery
