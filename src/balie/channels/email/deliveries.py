"""Takes mail in: bytes first, then the row that says they arrived. Nothing is understood here."""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import IntegrityError, transaction

from balie.channels.email.models import Delivery
from balie.core.prepared import inserted
from balie.files.storage import store
from balie.jobs.waking import wake

QUEUE = "intake"

_HEADER_LIMIT = 256 * 1024
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_MESSAGE_ID = re.compile(rb"^message-id:[ \t\r\n]*\S", re.IGNORECASE | re.MULTILINE)


class Taken(NamedTuple):
    delivery: Delivery
    # False: it had been taken in before, and nothing changed.
    is_new: bool


def take_in(
    raw: bytes, *, mailbox_id: int, source: str, envelope_from: str = "", envelope_to: Iterable[str] = (),
    confirmed: bool = True,
) -> Taken:  # fmt: skip
    """Keeps a mail for good; once this is committed, the sender may be told so.

    `source` names this arrival among all others: taking the same one in twice is taking it in once.
    """
    try:
        with transaction.atomic():
            delivery = inserted(Delivery(
                mailbox_id=mailbox_id, source=source, blob_id=store(raw).pk, envelope_from=envelope_from[:320],
                envelope_to=[address[:320] for address in envelope_to], confirmed=confirmed,
            ))  # fmt: skip
            wake(QUEUE)
            return Taken(delivery, is_new=True)
    except IntegrityError:
        return Taken(Delivery.objects.get(source=source), is_new=False)


def has_message_id(raw: bytes) -> bool:
    """Told from the header alone, cheaply."""
    blank = _BLANK_LINE.search(raw, 0, _HEADER_LIMIT)
    return bool(_MESSAGE_ID.search(raw, 0, blank.start() if blank else _HEADER_LIMIT))


def unconfirmed_twin(*, mailbox_id: int, sha256: str, except_ids: Collection[int]) -> Delivery | None:
    """An arrival of the same bytes whose sender may not know that we have them: this is then its second attempt.

    Without a Message-ID nothing else tells a retry from an alarm that reads like the one before. `except_ids`: arrivals
    whose sender is still on the line, so that it can't be retrying.
    """
    waiting = Delivery.objects.filter(mailbox_id=mailbox_id, blob_id=sha256, confirmed=False)
    return waiting.exclude(pk__in=except_ids).order_by("id").first()


def confirm(ids: Collection[int]) -> None:
    """Their sender has heard that we have them: what comes again from now on is new."""
    Delivery.objects.filter(pk__in=ids).update(confirmed=True)
