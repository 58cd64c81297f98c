"""Takes up what a process that died, or lost the database, left unfinished."""

from datetime import timedelta

import structlog

from balie.core.clock import now
from balie.jobs import presence
from balie.mail import journal
from balie.mail.models import Attempt, OutgoingMail, Phase, Result
from balie.mail.settling import Finding, abandoned, settle
from balie.mail.transports.base import Transport

_log = structlog.get_logger(__name__)
# Senders that are no workers (a command, a test) hold no lock: they get this long.
_OTHERS = timedelta(minutes=15)


def recover(transport: Transport) -> None:
    """Call when this process has no attempt under way. Answers that were noted down come first: they are certain."""
    alive, own = presence.living(), presence.current()
    for path in journal.of_the_dead(alive - {own}):
        for finding in journal.read(path):
            _apply(finding)
        path.unlink(missing_ok=True)
    for attempt in Attempt.objects.filter(finished_at__isnull=True).select_related("mail").order_by("id"):
        if _is_orphan(attempt, alive, own):
            settle(finding=_finding(attempt, transport), mail=attempt.mail)
            _log.warning("attempt recovered", mail=attempt.mail_id, phase=attempt.phase, worker=attempt.worker_id)


def _apply(finding: Finding) -> None:
    mail = OutgoingMail.objects.filter(pk=finding.mail_id).first()
    if mail is not None:
        settle(finding=finding, mail=mail)


def _is_orphan(attempt: Attempt, alive: set[int], own: int | None) -> bool:
    if attempt.worker_id is None:
        return attempt.started_at < now() - _OTHERS
    return attempt.worker_id == own or attempt.worker_id not in alive


def _finding(attempt: Attempt, transport: Transport) -> Finding:
    mail = attempt.mail
    if attempt.phase == Phase.CLAIMED or transport.exact:
        return abandoned(attempt.pk, mail)
    return Finding(
        attempt.pk, mail.pk, attempt.number, Result.UNCERTAIN, remaining=tuple(mail.remaining),
        refused=tuple(mail.refused),
    )  # fmt: skip
