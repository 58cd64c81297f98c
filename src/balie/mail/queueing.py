"""Puts mail in the queue, in the transaction that makes it necessary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import make_msgid

from django.db import transaction

from balie.core.clock import now
from balie.core.prepared import inserted
from balie.jobs.waking import wake
from balie.mail import outcomes
from balie.mail.address import Address, domain_of
from balie.mail.models import Enclosure, OutgoingMail, State

QUEUE = "mail"

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A stored file that goes along; with a `content_id` it is shown within the HTML."""

    sha256: str
    filename: str
    content_type: str
    content_id: str = ""


class NoRecipient(ValueError):
    """None of the addresses can be written to."""


def queue(
    *, purpose: str, sender: Address, to: Sequence[Address], subject: str, text: str, html: str = "",
    cc: Sequence[Address] = (), bcc: Sequence[Address] = (), reply_to: str = "", headers: Headers = (),
    envelope_from: str | None = None, message_id: str = "", reference: str = "", enclosures: Iterable[Enclosed] = (),
    confidential: bool = False, hold: timedelta = timedelta(),
) -> OutgoingMail:  # fmt: skip
    """Sent after the caller's transaction commits. `envelope_from`: None for the sender, "" for the null sender.

    `hold`: how long it waits before it goes out, and can be withdrawn.
    Addresses that can't be written to are left out. Raises NoRecipient when none is left.
    """
    to, cc, bcc = (tuple(address for address in group if address.is_sendable) for group in (to, cc, bcc))
    recipients = list(dict.fromkeys(address.email for address in (*to, *cc, *bcc)))
    if not recipients:
        raise NoRecipient
    moment = now()
    with transaction.atomic(savepoint=False):
        mail = inserted(OutgoingMail(
            purpose=purpose, reference=reference, confidential=confidential,
            message_id=message_id or make_msgid(domain=domain_of(sender.email)).strip("<>"),
            envelope_from=sender.email if envelope_from is None else envelope_from,
            recipients=recipients, remaining=recipients,
            headers=_headers(
                ("From", str(sender)), ("To", _listed(to) or "undisclosed-recipients:;"), ("Cc", _listed(cc)),
                ("Reply-To", reply_to), ("Subject", " ".join(subject.split())), *headers,
            ), text=text, html=html,
            created_at=moment, next_attempt_at=moment + hold, queued_at=moment,
        ))  # fmt: skip
        _enclose(mail, enclosures)
        wake(QUEUE)
    return mail


def _headers(*stated: tuple[str, str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in stated if value]


def _listed(addresses: Sequence[Address]) -> str:
    return ", ".join(map(str, addresses))


def _enclose(mail: OutgoingMail, enclosures: Iterable[Enclosed]) -> None:
    rows = [
        Enclosure(
            mail=mail,
            blob_id=file.sha256,
            filename=file.filename,
            content_type=file.content_type,
            content_id=file.content_id,
        )
        for file in enclosures
    ]
    if rows:
        Enclosure.objects.bulk_create(rows)


def withdraw(reference: str) -> bool:
    """Takes a mail back that nobody has begun to send. False: it is on its way, or there is none.

    Whoever claims mail passes over what is locked here, and we wait for whoever has it.
    """
    waiting = OutgoingMail.objects.select_for_update().filter(reference=reference, state=State.QUEUED, attempts=0)
    keys = list(waiting.values_list("pk", flat=True))
    OutgoingMail.objects.filter(pk__in=keys).delete()
    return bool(keys)


@transaction.atomic
def send_again(mail_id: int) -> bool:
    """A person decided so. False when it is on its way already, or its words are forgotten."""
    mail = OutgoingMail.objects.select_for_update().get(pk=mail_id)
    if mail.state not in {State.FAILED, State.UNCERTAIN, State.BOUNCED} or not (mail.text or mail.html):
        return False
    mail.state, mail.remaining, mail.refused = State.QUEUED, mail.remaining or mail.recipients, []
    mail.queued_at = mail.next_attempt_at = now()
    mail.finished_at = None
    mail.save(update_fields=["state", "remaining", "refused", "queued_at", "next_attempt_at", "finished_at"])
    wake(QUEUE)
    outcomes.announce(outcomes.Outcome(mail.pk, mail.purpose, mail.reference, State.QUEUED))
    return True
