"""Sends a public reply as mail: a step of "message.replied", in its transaction."""

from datetime import timedelta

from balie.channels.email import addresses
from balie.channels.email.answer import Answer, read_answer
from balie.channels.email.compose import first_known, sender_of, words_of
from balie.channels.email.mailboxes import mailbox_of_ticket, recent_directory
from balie.channels.email.models import Mailbox
from balie.channels.email.recipients import as_stored, recipients_of
from balie.events.models import Event
from balie.mail.address import Address, domain_of
from balie.mail.queueing import queue
from balie.tickets.deliveries import note_addressed, reference_of
from balie.tickets.models import DeliveryState

PURPOSE = "reply"


def send_reply(event: Event) -> None:
    """To nobody when the contact has no address that can be written to: then the message says so."""
    answer = read_answer(event.message_id or 0)
    asker = answer.asker
    mailbox = mailbox_of_ticket(asker.ticket_id, asker.team_id)
    recipients = recipients_of(answer, is_own=recent_directory().is_own)
    if not recipients:
        note_addressed(message_id=answer.message_id, delivery=DeliveryState.NONE)
        return
    language = first_known(asker.language, asker.ticket_language, mailbox.language)
    words = words_of(answer, language=language, private=recipients.asker_alone)
    rfc_id = addresses.message_id(answer.message_id, asker.ticket_id, domain_of(mailbox.address))
    back = way_back(mailbox, asker.ticket_id)
    queue(
        purpose=PURPOSE, reference=reference_of(answer.message_id), message_id=rfc_id,
        sender=sender_of(answer.agent, mailbox.address, mailbox.name),
        to=recipients.to, cc=recipients.cc, bcc=recipients.bcc, reply_to=str(back), envelope_from=back.email,
        subject=words.subject, text=words.text, html=words.html, enclosures=answer.files,
        hold=timedelta(seconds=event.data.get("held", 0)),
        headers=[*_thread_headers(answer), ("X-Balie-Id", addresses.instance_id())],
    )  # fmt: skip
    note_addressed(
        message_id=answer.message_id, delivery=DeliveryState.QUEUED, rfc_id=rfc_id,
        to=as_stored(recipients.to), cc=as_stored(recipients.cc), bcc=as_stored(recipients.bcc),
    )  # fmt: skip


def way_back(mailbox: Mailbox, ticket_id: int) -> Address:
    """Where an answer goes, and a bounce: both find the ticket by the address alone, where the provider allows that."""
    signs = mailbox.plus_addresses
    return Address(addresses.reply_address(mailbox.address, ticket_id) if signs else mailbox.address, mailbox.name)


def _thread_headers(answer: Answer) -> list[tuple[str, str]]:
    """The chain of the latest ids, the answered one last (RFC 5322, section 3.6.4)."""
    if not answer.thread:
        return []
    answered = next((said for said in answer.thread if said.received), answer.thread[0])
    older = [said.rfc_id for said in reversed(answer.thread) if said is not answered]
    return [
        ("In-Reply-To", f"<{answered.rfc_id}>"),
        ("References", " ".join(f"<{rfc_id}>" for rfc_id in (*older, answered.rfc_id))),
    ]
