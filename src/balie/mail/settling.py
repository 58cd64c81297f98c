"""Writes down what became of an attempt."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from balie.core.clock import now
from balie.core.prepared import run
from balie.core.transactions import joined
from balie.mail import outcomes
from balie.mail.models import OutgoingMail, Result, State

_PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 8 * 60, 24 * 60)
)  # after the last one: the same again
_GIVE_UP_AFTER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of an attempt once it is over. `refused` and `remaining` are of the mail after it."""

    attempt_id: int
    mail_id: int
    number: int
    result: str
    answer: str = ""
    remaining: tuple[str, ...] = ()
    refused: tuple[dict[str, str], ...] = ()


def abandoned(attempt_id: int, mail: OutgoingMail) -> Finding:
    """Nothing of it went out: it may be tried again at once."""
    return Finding(
        attempt_id, mail.pk, mail.attempts, Result.ABANDONED, remaining=tuple(mail.remaining),
        refused=tuple(mail.refused),
    )  # fmt: skip


# The attempt and its mail in one round trip. Whoever comes second changes nothing; but what is known for certain
# replaces what was uncertain, unless the mail has been sent anew since.
_SETTLE = """
with over as (
    update mail_attempt set finished_at = %(now)s, result = %(result)s, answer = %(answer)s
    where id = %(attempt)s and (finished_at is null or result = 'uncertain') returning mail_id
)
update mail_outgoingmail mail set state = %(state)s, answer = %(answer)s, remaining = %(remaining)s,
    refused = %(refused)s, next_attempt_at = coalesce(%(again)s::timestamptz, next_attempt_at),
    finished_at = %(finished)s,
    text = case when %(forget)s then '' else text end, html = case when %(forget)s then '' else html end
from over where mail.id = over.mail_id and mail.attempts = %(number)s and mail.state in ('sending', 'uncertain')
"""


@joined
def settle(*, finding: Finding, mail: OutgoingMail) -> None:
    """Writes it down, and tells those who wait for it when it is final."""
    moment, state = now(), _state_after(finding, mail)
    waits = state == State.QUEUED
    values: dict[str, Any] = {
        "now": str(moment), "result": finding.result, "answer": finding.answer[:500],
        "attempt": str(finding.attempt_id), "state": state,
        "remaining": json.dumps(finding.remaining), "refused": json.dumps(finding.refused),
        "again": str(moment + _pause(finding)) if waits else None, "finished": None if waits else str(moment),
        "forget": mail.confidential and state == State.SENT, "number": str(finding.number),
    }  # fmt: skip
    changed = run(_SETTLE, values) == 1
    if changed and not waits:
        outcomes.announce(outcomes.Outcome(mail.pk, mail.purpose, mail.reference, state))


def _state_after(finding: Finding, mail: OutgoingMail) -> State:
    if finding.result == Result.RETRY and now() + _pause(finding) > mail.queued_at + _GIVE_UP_AFTER:
        reached = len(finding.remaining) + len(finding.refused) < len(mail.recipients)
        return State.SENT if reached else State.FAILED
    return {
        Result.SENT: State.SENT,
        Result.FAILED: State.FAILED,
        Result.UNCERTAIN: State.UNCERTAIN,
        Result.RETRY: State.QUEUED,
        Result.ABANDONED: State.QUEUED,
    }[Result(finding.result)]


def _pause(finding: Finding) -> timedelta:
    if finding.result == Result.ABANDONED:
        return timedelta()
    return _PAUSES[min(finding.number, len(_PAUSES)) - 1]
