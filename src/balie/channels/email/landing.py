"""What is known of where a mail belongs: facts for `thread`, which decides by them alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from balie.accounts.models import User
from balie.channels.email.addresses import ticket_of, ticket_of_message_id
from balie.channels.email.models import Delivery, Mailbox
from balie.channels.email.parse import Bounce, Envelope, ParsedEmail
from balie.channels.email.references import chain, tickets_of
from balie.channels.email.thread import Lead, Relation
from balie.people.identities import normalised
from balie.people.models import Contact
from balie.tickets.destinations import destination
from balie.tickets.forwarding.forwarding import was_forwarded_to
from balie.tickets.models import Message, Ticket
from balie.tickets.participants import Participant

_NUMBER = re.compile(r"\[#(\d{1,12})\]")
_DMARC_FAILED = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A ticket that a mail points to, and how. `by_way_of`: what it named was merged into that ticket."""

    ticket: Ticket
    lead: Lead
    by_way_of: int | None = None


def pointer_of(email: ParsedEmail, delivery: Delivery) -> Pointer | None:
    """The strongest one: a signed address, then the ids of its thread, then the number in the subject."""
    pointer = _first_pointer(email, delivery)
    if pointer is None or pointer.ticket.merged_into_id is None:
        return pointer
    stays = Ticket.objects.get(pk=destination(pointer.ticket.pk))
    return Pointer(stays, pointer.lead, by_way_of=pointer.ticket.pk)


def _first_pointer(email: ParsedEmail, delivery: Delivery) -> Pointer | None:
    recipients = (*delivery.envelope_to, *email.envelope.delivered_to, *(to.email for to in (*email.to, *email.cc)))
    if ticket := _existing(ticket_of(address) for address in recipients):
        return Pointer(ticket, Lead.SIGNED)
    if ticket := _of_thread(email):
        return Pointer(ticket, Lead.REFERENCE)
    if ticket := _existing(int(number) for number in _NUMBER.findall(email.subject)):
        return Pointer(ticket, Lead.SUBJECT)
    return None


def _of_thread(email: ParsedEmail) -> Ticket | None:
    answered = chain(email.in_reply_to, email.references)
    own = email.message_id or ""
    known = tickets_of(rfc_id for rfc_id in (*answered, own) if rfc_id)
    ticket = _existing(known.get(rfc_id) or ticket_of_message_id(rfc_id) for rfc_id in answered)
    if ticket is None and own in known:
        # An answer to this mail has overtaken it. Were the mail known too, this would be another one under its id:
        # some senders use one for all they send.
        there = Message.objects.filter(ticket=destination(known[own]), rfc_id=own)
        return None if there.exists() else _existing([known[own]])
    return ticket


def relation_of(contact: Contact | None, email: str, ticket: Ticket) -> Relation:
    """Of a contact, if the address is known. Mail of a colleague is still a contact's: From can be forged."""
    if contact is not None:
        taking_part = Participant.objects.filter(ticket=ticket, contact=contact, accepted=True)
        if ticket.requester_id == contact.pk or taking_part.exists():
            return Relation.PARTICIPANT
    user = User.objects.staff().filter(email=normalised(email)).first()
    if user is not None and Ticket.objects.visible_to(user).filter(pk=ticket.pk).exists():
        return Relation.COLLEAGUE
    return Relation.ASKED if was_forwarded_to(ticket_id=ticket.pk, email=email) else Relation.STRANGER


def speaks_of_ours(bounce: Bounce) -> int | None:
    """The ticket of the mail that a report speaks of."""
    original = bounce.original_message_id
    if not original:
        return None
    known = tickets_of([original])
    return known.get(original) or ticket_of_message_id(original)


def authentication_failed(envelope: Envelope, mailbox: Mailbox) -> bool:
    """The domain of the sender says that this mail is not its own (DMARC), as our own mail server has found (RFC 8601).

    Where that server's name is not known the topmost finding counts: to forge a failure would serve nobody.
    """
    for line in envelope.authentication_results:
        if not mailbox.authserv_id:
            return bool(_DMARC_FAILED.search(line))
        if line.split(";")[0].split()[:1] == [mailbox.authserv_id]:
            return bool(_DMARC_FAILED.search(line))
    return False


def _existing(ids: Iterable[int | None]) -> Ticket | None:
    """The first of these that there is."""
    for pk in dict.fromkeys(ids):
        if pk is not None and (ticket := Ticket.objects.filter(pk=pk).first()):
            return ticket
    return None
