"""Writes down what became of an attempt."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from balie.core.clock import now
from balie.mail import outcomes
from balie.mail.models import Attempt, OutgoingMail, Result, State

_PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 8 * 60, 24 * 60)
)  # after the last one: the same again


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


@transaction.atomic
def settle(finding: Finding, mail: OutgoingMail) -> None:
    """Whoever comes second changes nothing; but what is known for certain replaces what was uncertain."""
    open_attempt = Attempt.objects.filter(
        Q(finished_at__isnull=True) | Q(result=Result.UNCERTAIN), pk=finding.attempt_id
    )
    moment = now()
    if not open_attempt.update(finished_at=moment, result=finding.result, answer=finding.answer[:500]):
        return
    state = _state_after(finding, mail)
    fields: dict[str, object] = {
        "state": state,
        "answer": finding.answer[:500],
        "remaining": list(finding.remaining),
        "refused": list(finding.refused),
        "finished_at": None if state == State.QUEUED else moment,
    }
    if state == State.QUEUED:
        fields["next_attempt_at"] = moment + _pause(finding)
    if state == State.SENT and mail.confidential:
        fields |= {"text": "", "html": ""}
    ours = OutgoingMail.objects.filter(pk=mail.pk, attempts=finding.number, state__in=[State.SENDING, State.UNCERTAIN])
    if ours.update(**fields) and state != State.QUEUED:
        outcomes.announce(outcomes.Outcome(mail.pk, mail.purpose, mail.reference, state))


def _state_after(finding: Finding, mail: OutgoingMail) -> State:
    if finding.result == Result.RETRY and now() + _pause(finding) > mail.give_up_at:
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
