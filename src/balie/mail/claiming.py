"""Takes what is due for sending, so that no other process does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection

from balie.core.clock import now
from balie.core.prepared import columns, made, rows, run
from balie.jobs import presence
from balie.mail.models import OutgoingMail


@dataclass(frozen=True, slots=True)
class Claim:
    attempt_id: int
    mail: OutgoingMail
    encloses: bool


# One round trip and one commit: the attempts exist before anything goes out.
_CLAIM = f"""
with picked as (
    select id from mail_outgoingmail where state = 'queued' and next_attempt_at <= %(now)s
    order by next_attempt_at, id limit %(limit)s for update skip locked
), claimed as (
    update mail_outgoingmail mail set state = 'sending', attempts = attempts + 1 from picked
    where mail.id = picked.id returning mail.*
), begun as (
    insert into mail_attempt (mail_id, number, worker_id, phase, started_at, result, answer)
    select id, attempts, %(worker)s, 'claimed', %(now)s, '', '' from claimed returning id, mail_id
)
select {columns(OutgoingMail, "claimed")}, begun.id, exists(select from mail_enclosure where mail_id = claimed.id)
from claimed join begun on begun.mail_id = claimed.id
order by claimed.next_attempt_at, claimed.id
"""  # noqa: S608 -- columns of the model

_NEXT = "select min(next_attempt_at) from mail_outgoingmail where state = 'queued'"

_REACH_DATA = """
update mail_attempt set phase = 'data' where id = %s and phase = 'claimed' and finished_at is null
"""


def claim(limit: int) -> list[Claim]:
    worker = presence.current()
    values = {"now": now(), "limit": limit, "worker": str(worker) if worker else None}
    return [_claimed(iter(row)) for row in rows(_CLAIM, values)]


def _claimed(values: Iterator[Any]) -> Claim:
    mail = cast("OutgoingMail", made(OutgoingMail, values))
    return Claim(mail=mail, attempt_id=next(values), encloses=next(values))


def seconds_until_due() -> float | None:
    """Until the next mail may go out; None when none waits."""
    (next_at,) = rows(_NEXT, ())[0]
    return None if next_at is None else max(0.0, (next_at - now()).total_seconds())


def reach_data(attempt_id: int) -> bool:
    """Committed right before the content goes out. False: the attempt was given up on our behalf, and sends nothing."""
    if connection.in_atomic_block:
        raise RuntimeError("the phase must be committed before the content goes out")
    return run(_REACH_DATA, (str(attempt_id),)) == 1
