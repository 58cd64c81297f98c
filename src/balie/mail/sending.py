"""Sends what is queued: nothing twice, and nothing forgotten.

An attempt's row is committed before the server hears of it, its phase "data" before the content goes out, the
server's answer is noted on disk when it comes, and its result committed after. A process that dies before "data"
has sent nothing: the mail is tried again. One that dies after it may have: the mail is "uncertain", and a person
decides. See docs/mail.md.
"""

import threading
from time import monotonic

import structlog

from balie.jobs import presence, queues
from balie.mail import transports
from balie.mail.claiming import Claim, claim, reach_data
from balie.mail.journal import Journal
from balie.mail.models import Result
from balie.mail.recovery import recover
from balie.mail.settling import Finding, abandoned, settle
from balie.mail.transports.base import Answer, Letter, Superseded, Transport, Unreachable
from balie.mail.writing import write

_log = structlog.get_logger(__name__)
_BATCH = 20
_RECOVER_EVERY = 30.0  # seconds


class Sender:
    """One per process. Keeps its connection and its journal from batch to batch."""

    def __init__(self) -> None:
        self._busy = threading.Lock()
        self._recovered_at: float | None = None
        self._journal: Journal | None = None

    def run_batch(self) -> int:
        if not self._busy.acquire(blocking=False):
            return 0
        transport = transports.current()
        try:
            self._recover(transport)
            claims = claim(_BATCH)
            self._send_all(claims, transport)
        except BaseException:
            self._recovered_at = None  # what was under way is looked at first, next time
            raise
        finally:
            self._busy.release()
        if queues.stopping.is_set():
            transport.close()
        elif not claims:
            transport.rest()
        return len(claims) if len(claims) == _BATCH else 0

    def _recover(self, transport: Transport) -> None:
        if self._recovered_at is not None and monotonic() - self._recovered_at < _RECOVER_EVERY:
            return
        if self._journal is not None:
            self._journal.close()
        self._journal = None
        recover(transport)
        self._recovered_at = monotonic()

    def _send_all(self, claims: list[Claim], transport: Transport) -> None:
        unreachable = ""
        for each in claims:
            if queues.stopping.is_set():
                settle(finding=abandoned(each.attempt_id, each.mail), mail=each.mail)
            elif unreachable:
                settle(finding=_failure(each, Result.RETRY, unreachable), mail=each.mail)
            else:
                unreachable = self._send(each, transport)
        if self._journal is not None:
            self._journal.clear()

    def _send(self, each: Claim, transport: Transport) -> str:
        """Returns why nothing at all can be sent now, or nothing."""
        problem = ""
        try:
            finding = self._try(each, transport)
        except Superseded:
            return ""
        except Unreachable as error:
            problem = str(error)
            finding = _failure(each, Result.RETRY, problem)
        self._note(finding, transport)
        settle(finding=finding, mail=each.mail)
        if finding.result != Result.SENT:
            _log.warning("mail not sent", mail=each.mail.pk, result=finding.result, answer=finding.answer)
        return problem

    def _try(self, each: Claim, transport: Transport) -> Finding:
        mail = each.mail
        enclosures = list(mail.enclosures.all()) if each.encloses else ()
        try:
            data = write(mail, enclosures)
        except FileNotFoundError as error:
            return _failure(each, Result.FAILED, f"An enclosed file is missing: {error.filename}")
        except Exception as error:  # noqa: BLE001 -- one mail must never stop the next, whatever is wrong with it
            _log.exception("mail not written", mail=mail.pk)
            return _failure(each, Result.RETRY, f"It could not be written: {type(error).__name__}")
        key = f"{mail.queued_at:%Y%m%dT%H%M%S%f}-{mail.pk}"

        def before_content() -> None:
            if not transport.exact and not reach_data(each.attempt_id):
                raise Superseded

        letter = Letter(key, mail.envelope_from, tuple(mail.remaining), data)
        return _weigh(each, transport.send(letter, before_content))

    def _note(self, finding: Finding, transport: Transport) -> None:
        worker_id = presence.current()
        if worker_id is None or transport.exact:
            return
        if self._journal is None:
            self._journal = Journal(worker_id)
        self._journal.note(finding)


def _weigh(each: Claim, answer: Answer) -> Finding:
    refused = (*each.mail.refused, *({"email": email, "answer": words} for email, words in answer.refused.items()))
    remaining = tuple(email for email in each.mail.remaining if email in answer.deferred)
    if answer.unknown:
        result = Result.UNCERTAIN
        remaining = tuple(email for email in each.mail.remaining if email not in answer.refused)
    elif remaining:
        result = Result.RETRY
    elif len(refused) < len(each.mail.recipients):
        result = Result.SENT
    else:
        result = Result.FAILED
    words = answer.words or next(iter(answer.deferred.values()), "")
    return Finding(each.attempt_id, each.mail.pk, each.mail.attempts, result, words, remaining, refused)


def _failure(each: Claim, result: Result, words: str) -> Finding:
    mail = each.mail
    return Finding(
        each.attempt_id, mail.pk, mail.attempts, result, words, tuple(mail.remaining), tuple(mail.refused)
    )  # fmt: skip


_sender = Sender()


def run_batch() -> int:
    return _sender.run_batch()
