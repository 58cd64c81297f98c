"""What becomes of a mail that cannot be understood: a ticket all the same, with the mail attached as it came."""

import re

from balie.channels.email.arrival import Result
from balie.channels.email.models import Delivery, Outcome
from balie.channels.email.parse import Address
from balie.channels.email.senders import NOBODY, contact_of
from balie.events.actor import Actor
from balie.files.storage import read_blob
from balie.tickets.content import Content, File
from balie.tickets.conversation import open_ticket
from balie.tickets.models import Channel

NOT_UNDERSTOOD = "not-understood"
_HEADER = 64 * 1024
_FROM = re.compile(
    rb"^from:[^\r\n]*?(?<![A-Za-z0-9._%+-])([A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255})", re.IGNORECASE | re.MULTILINE
)
_SUBJECT = re.compile(rb"^subject:[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)


def keep(delivery: Delivery) -> Result:
    """Reads no more of it than plain searching finds: reading it is what failed."""
    raw = read_blob(delivery.blob_id)
    contact = contact_of(_sender(raw, delivery))
    original = File(delivery.blob_id, "original.eml", "message/rfc822", len(raw))
    ticket, message = open_ticket(
        subject=_subject(raw),
        content=Content(text="", files=(original,), automatic=True, original=delivery.blob_id),
        requester=contact, channel=Channel.EMAIL, actor=Actor.contact(contact.pk), team_id=delivery.mailbox.team_id,
        language=delivery.mailbox.language, reason=NOT_UNDERSTOOD,
    )  # fmt: skip
    return Result(Outcome.KEPT, NOT_UNDERSTOOD, ticket.pk, message.pk)


def _sender(raw: bytes, delivery: Delivery) -> Address:
    found = _FROM.search(raw, 0, _HEADER)
    if found:
        return Address(found[1].decode())
    path = delivery.envelope_from.strip("<>")
    return Address(path) if "@" in path else NOBODY


def _subject(raw: bytes) -> str:
    found = _SUBJECT.search(raw, 0, _HEADER)
    return found[1].decode("ascii", "replace").replace("\x00", "").strip() if found else ""
