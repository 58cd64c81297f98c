"""The same mail a second time, however it came."""

from hashlib import blake2b
from uuid import UUID

from balie.channels.email.parse import ParsedEmail
from balie.core.prepared import rows

SAME_MESSAGE = "same-message"

_EARLIER = "select mailbox_id, ticket_id from email_delivery where fingerprint = %s order by id"


def fingerprint(email: ParsedEmail, raw: bytes) -> UUID | None:
    """Of Message-ID, sender, date, subject and body. Without Message-ID none: two alarms that read the same are two.

    A Message-ID alone proves nothing: some senders use one for all they send.
    """
    if not email.message_id:
        return None
    sender = email.from_address.email.lower() if email.from_address else ""
    date = email.date.isoformat() if email.date else ""
    digest = blake2b(digest_size=16)
    for part in (email.message_id.encode(), sender.encode(), date.encode(), email.subject.encode(), _body(raw)):
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return UUID(bytes=digest.digest())


def earlier_arrivals(mark: UUID) -> dict[int, int | None]:
    """Mailbox -> ticket of those that came before."""
    return dict(rows(_EARLIER, (mark,)))


def _body(raw: bytes) -> bytes:
    """Without the header, which grows on the way, and whatever the ends of lines have become."""
    plain = raw.replace(b"\r\n", b"\n")
    return plain.partition(b"\n\n")[2].rstrip(b"\n")
