"""Sends a public reply as mail: a step of "message.replied", in its transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from balie.channels.email import addresses
from balie.channels.email.compose import sender_of, words_of
from balie.channels.email.mailboxes import mailbox_of_ticket
from balie.channels.email.models import Mailbox
from balie.channels.email.recipients import as_stored, recipients_of
from balie.channels.email.references import remember
from balie.events.models import Event
from balie.mail.address import Address, domain_of
from balie.mail.queueing import Enclosed, queue
from balie.tickets.deliveries import reference_of
from balie.tickets.models import Attachment, DeliveryState, Direction, Message, Visibility

PURPOSE = "reply"
_CHAIN = 12  # ids in References: the first one and the latest


def send_reply(event: Event) -> None:
    """To nobody when the contact has no address that can be written to: then the message says so."""
    message = Message.objects.select_related("ticket__requester", "author_user").get(pk=event.message_id or 0)
    ticket = message.ticket
    mailbox = mailbox_of_ticket(ticket)
    recipients = recipients_of(message, ticket)
    if not recipients:
        Message.objects.filter(pk=message.pk).update(delivery=DeliveryState.NONE)
        return
    rfc_id = addresses.message_id(message.pk, ticket.pk, domain_of(mailbox.address))
    thread, back = _thread(message), way_back(mailbox, ticket.pk)
    words = words_of(message, answers=_latest_received(thread), mailbox=mailbox, private=recipients.asker_alone)
    queue(
        purpose=PURPOSE, reference=reference_of(message.pk), message_id=rfc_id,
        sender=sender_of(message, mailbox), to=recipients.to, cc=recipients.cc, bcc=recipients.bcc,
        subject=words.subject, text=words.text, html=words.html,
        headers=[*_thread_headers(thread), ("X-Balie-Id", addresses.instance_id())],
        enclosures=_enclosures(message), reply_to=str(back), envelope_from=back.email,
    )  # fmt: skip
    Message.objects.filter(pk=message.pk).update(
        rfc_id=rfc_id, to=as_stored(recipients.to), cc=as_stored(recipients.cc), bcc=as_stored(recipients.bcc)
    )
    remember([rfc_id], ticket.pk)


@dataclass(frozen=True, slots=True)
class Said:
    """A message before the answer."""

    message_id: int
    rfc_id: str
    received: bool


def way_back(mailbox: Mailbox, ticket_id: int) -> Address:
    """Where an answer goes, and a bounce: both find the ticket by the address alone, where the provider allows that."""
    signs = mailbox.plus_addresses
    return Address(addresses.reply_address(mailbox.address, ticket_id) if signs else mailbox.address, mailbox.name)


def _thread(message: Message) -> list[Said]:
    """Latest first; what a machine or a stranger wrote is not answered."""
    rows = (
        Message.objects.filter(
            ticket=message.ticket_id, pk__lt=message.pk, visibility=Visibility.PUBLIC, automatic=False, unverified=False
        )
        .order_by("-id")
        .values_list("id", "rfc_id", "direction")[:_CHAIN]
    )
    return [Said(pk, rfc_id, direction == Direction.IN) for pk, rfc_id, direction in rows]


def _latest_received(thread: Sequence[Said]) -> Message | None:
    latest = next((said for said in thread if said.received), None)
    return Message.objects.select_related("author_contact").get(pk=latest.message_id) if latest else None


def _thread_headers(thread: Sequence[Said]) -> list[tuple[str, str]]:
    named = [said for said in thread if said.rfc_id]
    if not named:
        return []
    answered = next((said for said in named if said.received), named[0])
    chain = " ".join(f"<{said.rfc_id}>" for said in reversed(named) if said is not answered)
    return [("In-Reply-To", f"<{answered.rfc_id}>"), ("References", f"{chain} <{answered.rfc_id}>".strip())]


def _enclosures(message: Message) -> list[Enclosed]:
    return [
        Enclosed(file.blob_id, file.filename, file.content_type, file.content_id if file.inline else "")
        for file in Attachment.objects.filter(message=message).order_by("id")
    ]
