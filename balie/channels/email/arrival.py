"""One mail, from its bytes to a ticket: in the transaction of whoever calls."""

from dataclasses import dataclass
from uuid import UUID

from balie.channels.email import duplicates, references
from balie.channels.email.addresses import instance_id
from balie.channels.email.bounces_in import Returned, note_bounce
from balie.channels.email.content import content_of
from balie.channels.email.landing import Lead, authentication_failed, is_colleague, is_participant, lead_of
from balie.channels.email.mailboxes import Directory, recent_directory
from balie.channels.email.models import Delivery, Outcome
from balie.channels.email.parse import Address, Auto, ParsedEmail, parse
from balie.channels.email.provisional import Landing, detect, judge, land
from balie.channels.email.senders import contact_of, writer_of
from balie.events.actor import Actor
from balie.files.storage import read_blob
from balie.people.identities import find_contact
from balie.people.models import Contact
from balie.tickets.content import Content
from balie.tickets.conversation import open_ticket, receive
from balie.tickets.models import Channel, Message, Status
from balie.tickets.participation import add_participants

# More people in copy than that are a distribution list, not participants.
_MOST_IN_COPY = 20


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a delivery. `reason` is a code; all of them are in docs/mail-in.md."""

    outcome: str
    reason: str
    ticket_id: int | None = None
    message_id: int | None = None
    fingerprint: UUID | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail and what is known about it before anything is decided."""

    delivery: Delivery
    email: ParsedEmail
    fingerprint: UUID | None
    writer: Address
    lead: Lead | None
    known: Directory
    # The ticket that the same mail has reached by another mailbox.
    copy_in: int | None


def understand(delivery: Delivery) -> Result:
    raw = read_blob(delivery.blob_id)
    email = parse(raw)
    references.hold_thread(_thread(email))
    mark = duplicates.fingerprint(email, raw)
    earlier = duplicates.earlier_arrivals(mark) if mark else {}
    if delivery.mailbox_id in earlier:
        return Result(Outcome.DUPLICATE, "same-message", earlier[delivery.mailbox_id])
    known = recent_directory()
    writer = writer_of(email, delivery, known)
    lead = lead_of(email, delivery)
    return _judged(Arrival(delivery, email, mark, writer, lead, known, next(iter(earlier.values()), None)))


def _judged(arrival: Arrival) -> Result:
    verdict = judge(
        arrival.email,
        from_own=arrival.known.is_own(arrival.writer.email),
        own_desk=arrival.email.envelope.balie_id == instance_id(),
        has_lead=arrival.lead is not None,
    )
    if verdict.decision == "bounce":
        return _returned(arrival, verdict.reason)
    if verdict.decision == "ignore":
        return Result(Outcome.IGNORED, verdict.reason, fingerprint=arrival.fingerprint)
    landing = _landing(arrival)
    if arrival.copy_in and landing.append_to == arrival.copy_in:
        return Result(Outcome.DUPLICATE, "same-message", arrival.copy_in)
    said = _appended if landing.append_to else _opened
    outcome, message = said(arrival, landing, acknowledge=verdict.may_acknowledge)
    references.remember(_thread(arrival.email), message.ticket_id)
    return Result(outcome, message.reason, message.ticket_id, message.pk, arrival.fingerprint)


def _thread(email: ParsedEmail) -> tuple[str, ...]:
    named = references.chain(email.in_reply_to, email.references)
    return (email.message_id, *named) if email.message_id else named


def _returned(arrival: Arrival, reason: str) -> Result:
    """A report that something of ours did not arrive: noted where it was sent from, and no ticket of its own."""
    bounce = arrival.email.bounce
    ticket_id = arrival.lead.ticket.pk if arrival.lead else None
    if bounce is not None:
        returned = [Returned(one.email, one.status or "", one.permanent) for one in bounce.recipients]
        note_bounce(returned, original_message_id=bounce.original_message_id, ticket_id=ticket_id)
    return Result(Outcome.BOUNCE, reason, ticket_id, fingerprint=arrival.fingerprint)


def _landing(arrival: Arrival) -> Landing:
    failed = authentication_failed(arrival.email.envelope, arrival.delivery.mailbox)
    if arrival.lead is None:
        return land(None, None, False, failed)
    ticket = arrival.lead.ticket
    email = arrival.writer.email
    trusted = is_participant(find_contact(email), ticket) or is_colleague(email, ticket)
    landing = land(arrival.lead.by, ticket.pk, trusted, failed)
    if landing.append_to and ticket.status == Status.CLOSED:
        return Landing(None, ticket.pk, False, landing.marked, "closed")
    return landing


def _opened(arrival: Arrival, landing: Landing, *, acknowledge: bool) -> tuple[str, Message]:
    mailbox, language = arrival.delivery.mailbox, _language(arrival)
    contact = contact_of(arrival.writer, language=language)
    in_copy = _in_copy(arrival) if acknowledge and not landing.marked else []
    _ticket, message = open_ticket(
        subject=arrival.email.subject, content=_content(arrival, automatic=not acknowledge), requester=contact,
        channel=Channel.EMAIL, actor=Actor.contact(contact.pk), team_id=mailbox.team_id, language=language,
        linked_to=landing.linked_to or arrival.copy_in, participants=[other.pk for other in in_copy],
        reason=landing.reason,
    )  # fmt: skip
    return Outcome.OPENED, message


def _appended(arrival: Arrival, landing: Landing, *, acknowledge: bool) -> tuple[str, Message]:
    assert landing.append_to is not None
    contact = contact_of(arrival.writer)
    actor = Actor.contact(contact.pk)
    if acknowledge and not landing.unverified:
        in_copy = [other.pk for other in _in_copy(arrival)]
        add_participants(ticket_id=landing.append_to, contact_ids=in_copy, actor=actor)
    # Of what machines write only an automatic reply leaves a resolved ticket as it is: an alarm must not.
    message = receive(
        ticket_id=landing.append_to, content=_content(arrival, automatic=arrival.email.auto == Auto.REPLY),
        author=contact, channel=Channel.EMAIL, actor=actor, unverified=landing.unverified, reason=landing.reason,
    )  # fmt: skip
    return Outcome.APPENDED, message


def _content(arrival: Arrival, *, automatic: bool) -> Content:
    return content_of(arrival.email, original=arrival.delivery.blob_id, automatic=automatic)


def _language(arrival: Arrival) -> str:
    return detect(arrival.email.reply_text or arrival.email.text) or arrival.delivery.mailbox.language


def _in_copy(arrival: Arrival) -> list[Contact]:
    """Those the mail was sent to besides us."""
    writer = arrival.writer.email.lower()
    others = {
        address.email.lower(): address
        for address in (*arrival.email.to, *arrival.email.cc)
        if "@" in address.email and not arrival.known.is_own(address.email) and address.email.lower() != writer
    }
    return [contact_of(address) for address in others.values()] if len(others) <= _MOST_IN_COPY else []
