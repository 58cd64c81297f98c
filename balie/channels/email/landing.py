"""What is known of where a mail belongs: facts for `thread`, which decides by them alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from balie.accounts.models import User
from balie.channels.email.addresses import ticket_of, ticket_of_message_id
from balie.channels.email.models import Delivery, Mailbox
from balie.channels.email.parse import Envelope, ParsedEmail
from balie.channels.email.references import chain, tickets_of
from balie.people.identities import normalised
from balie.people.models import Contact
from balie.tickets.models import Participant, Ticket

_NUMBER = re.compile(r"\[#(\d{1,12})\]")
_DMARC_FAILED = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lead:
    """A ticket that a mail points to."""

    ticket: Ticket
    by: str  # "signed", "reference" or "subject"


def lead_of(email: ParsedEmail, delivery: Delivery) -> Lead | None:
    """The strongest one: a signed address, then the ids of its thread, then the number in the subject."""
    recipients = (*delivery.envelope_to, *email.envelope.delivered_to, *(to.email for to in (*email.to, *email.cc)))
    if ticket := _existing(ticket_of(address) for address in recipients):
        return Lead(ticket, "signed")
    if ticket := _of_thread(email):
        return Lead(ticket, "reference")
    if ticket := _existing(int(number) for number in _NUMBER.findall(email.subject)):
        return Lead(ticket, "subject")
    return None


def _of_thread(email: ParsedEmail) -> Ticket | None:
    answered = chain(email.in_reply_to, email.references)
    own = email.message_id or ""
    known = tickets_of(rfc_id for rfc_id in (*answered, own) if rfc_id)
    nearest = next((known[rfc_id] for rfc_id in answered if rfc_id in known), None)
    ticket = nearest or _existing(ticket_of_message_id(rfc_id) for rfc_id in answered)
    if ticket is None and own in known and not known[own].messages.filter(rfc_id=own).exists():
        # An answer to this mail has overtaken it. Were the mail known too, this would be another one under its id:
        # some senders use one for all they send.
        return known[own]
    return ticket


def is_participant(contact: Contact | None, ticket: Ticket) -> bool:
    """The requester, or somebody who was accepted."""
    if contact is None:
        return False
    if ticket.requester_id == contact.pk:
        return True
    return Participant.objects.filter(ticket=ticket, contact=contact, accepted=True).exists()


def is_colleague(email: str, ticket: Ticket) -> bool:
    """Somebody who works at the desk and may see the ticket. Their mail is still a contact's: From can be forged."""
    user = User.objects.staff().filter(email=normalised(email)).first()
    return user is not None and Ticket.objects.visible_to(user).filter(pk=ticket.pk).exists()


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
