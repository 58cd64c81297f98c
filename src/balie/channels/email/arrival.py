"""One mail, from its bytes to a ticket: in the transaction of whoever calls."""

from dataclasses import dataclass, replace
from uuid import UUID

from balie.channels.email import duplicates, guard, references
from balie.channels.email.addresses import instance_id
from balie.channels.email.bounces_in import Returned, note_bounce
from balie.channels.email.content import content_of
from balie.channels.email.guard import Decision, Verdict, judge
from balie.channels.email.landing import Pointer, authentication_failed, pointer_of, relation_of, speaks_of_ours
from balie.channels.email.mailboxes import Directory, recent_directory
from balie.channels.email.models import Delivery, Outcome
from balie.channels.email.parse import Address, Auto, Bounce, ParsedEmail, parse
from balie.channels.email.senders import NOBODY, contact_of, writer_of
from balie.channels.email.thread import Landing, Reason, Relation, land
from balie.core.language import detect
from balie.events.actor import SYSTEM, Actor
from balie.files.storage import read_blob
from balie.people.identities import sender_of
from balie.people.models import Contact
from balie.tickets.content import Content
from balie.tickets.conversation import open_ticket, receive
from balie.tickets.destinations import destination
from balie.tickets.lifecycle import move_to
from balie.tickets.locking import locked
from balie.tickets.models import Channel, Message, Status
from balie.tickets.participation import add_participants

_MOST_IN_COPY = 20


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a delivery. `reason` and `unanswered` are codes; all of them are in docs/mail-in.md."""

    outcome: str
    reason: str
    ticket_id: int | None = None
    message_id: int | None = None
    fingerprint: UUID | None = None
    # Why no program may answer it; empty: one may.
    unanswered: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail and what is known about it before anything is decided."""

    delivery: Delivery
    email: ParsedEmail
    fingerprint: UUID | None
    writer: Address
    pointer: Pointer | None
    known: Directory
    # The ticket that the same mail has reached by another mailbox.
    copy_in: int | None


def understand(delivery: Delivery) -> Result:
    raw = read_blob(delivery.blob_id)
    email = _as_sent(parse(raw), delivery)
    references.hold_thread(_thread(email))
    mark = duplicates.fingerprint(email, raw)
    earlier = duplicates.earlier_arrivals(mark) if mark else {}
    if delivery.mailbox_id in earlier:
        return Result(Outcome.DUPLICATE, duplicates.SAME_MESSAGE, earlier[delivery.mailbox_id])
    known = recent_directory()
    writer = writer_of(email, delivery, known)
    pointer = pointer_of(email, delivery)
    copy_in = next((destination(ticket) for ticket in earlier.values() if ticket), None)
    return _judged(Arrival(delivery, email, mark, writer, pointer, known, copy_in))


def _as_sent(email: ParsedEmail, delivery: Delivery) -> ParsedEmail:
    """The null sender of the envelope counts as one that stands in the header."""
    if delivery.envelope_from != "<>":
        return email
    return replace(email, envelope=replace(email.envelope, return_path=""))


def _judged(arrival: Arrival) -> Result:
    bounce = arrival.email.bounce
    about = speaks_of_ours(bounce) if bounce else None
    verdict = judge(
        arrival.email,
        from_own=arrival.known.is_own(arrival.writer.email),
        own_desk=arrival.email.envelope.balie_id == instance_id(),
        has_lead=arrival.pointer is not None,
        about_ours=about is not None,
    )
    if verdict.decision is Decision.BOUNCE and bounce is not None:
        return _returned(arrival, bounce, verdict, about)
    if verdict.decision is Decision.IGNORE:
        return Result(Outcome.IGNORED, verdict.reason, fingerprint=arrival.fingerprint)
    if arrival.writer is NOBODY:
        verdict = replace(verdict, may_acknowledge=False)
    return _landed(arrival, verdict)


def _returned(arrival: Arrival, bounce: Bounce, verdict: Verdict, about: int | None) -> Result:
    """A report that something of ours did not arrive: noted where it was sent from, and no ticket of its own."""
    ticket_id = about or (arrival.pointer.ticket.pk if arrival.pointer else None)
    returned = [Returned(one.email, one.status or "", one.permanent) for one in bounce.recipients]
    note_bounce(returned, original_message_id=bounce.original_message_id, ticket_id=ticket_id)
    return Result(Outcome.BOUNCE, verdict.reason, ticket_id, fingerprint=arrival.fingerprint)


def _landed(arrival: Arrival, verdict: Verdict) -> Result:
    contact, blocked = sender_of(arrival.writer.email)
    if contact and blocked:
        return _shut(arrival, contact)
    landing = _landing(arrival, contact)
    if arrival.copy_in and landing.append_to == arrival.copy_in:
        return Result(Outcome.DUPLICATE, duplicates.SAME_MESSAGE, arrival.copy_in)
    writer = contact if contact and contact.name else contact_of(arrival.writer, language=_language(arrival))
    if landing.append_to:
        outcome, message = Outcome.APPENDED, _append(arrival, landing, landing.append_to, writer, verdict)
    else:
        outcome, message = Outcome.OPENED, _open(arrival, landing, writer, verdict)
    references.remember(_thread(arrival.email), message.ticket_id)
    return Result(
        outcome, landing.reason, message.ticket_id, message.pk, arrival.fingerprint, unanswered=verdict.reason
    )


def _shut(arrival: Arrival, writer: Contact) -> Result:
    """Of somebody who was blocked: kept as a closed ticket of its own, whatever it answers."""
    shut = Landing(append_to=None, linked_to=None, unverified=False, marked=False, reason=Reason.BLOCKED)
    verdict = Verdict(Decision.ACCEPT, guard.Reason.BLOCKED)
    message = _open(replace(arrival, copy_in=None), shut, writer, verdict)
    move_to(locked(message.ticket_id), Status.CLOSED, actor=SYSTEM)
    references.remember(_thread(arrival.email), message.ticket_id)
    return Result(
        Outcome.OPENED, shut.reason, message.ticket_id, message.pk, arrival.fingerprint, unanswered=verdict.reason
    )


def _landing(arrival: Arrival, contact: Contact | None) -> Landing:
    failed = authentication_failed(arrival.email.envelope, arrival.delivery.mailbox)
    if arrival.pointer is None:
        return land(None, None, Relation.STRANGER, failed=failed)
    ticket = arrival.pointer.ticket
    relation = relation_of(contact, arrival.writer.email, ticket)
    return land(arrival.pointer.lead, ticket.pk, relation, failed=failed, closed=ticket.status == Status.CLOSED)


def _open(arrival: Arrival, landing: Landing, writer: Contact, verdict: Verdict) -> Message:
    in_copy = _in_copy(arrival) if verdict.may_acknowledge and not landing.marked else []
    _ticket, message = open_ticket(
        subject=arrival.email.subject, content=_content(arrival, automatic=not verdict.may_acknowledge),
        requester=writer, channel=Channel.EMAIL, actor=Actor.contact(writer.pk),
        team_id=arrival.delivery.mailbox.team_id, language=_language(arrival),
        linked_to=landing.linked_to or arrival.copy_in, participants=in_copy, reason=landing.reason,
    )  # fmt: skip
    return message


def _append(arrival: Arrival, landing: Landing, ticket_id: int, writer: Contact, verdict: Verdict) -> Message:
    actor = Actor.contact(writer.pk)
    # Before the ticket is taken, since contacts come first: one without a name gets one here.
    brings = verdict.may_acknowledge and not landing.unverified and not landing.inside
    in_copy = _in_copy(arrival) if brings else []
    # Of what machines write only an automatic reply leaves a resolved ticket as it is: an alarm must not.
    message = receive(
        ticket_id=ticket_id, content=_content(arrival, automatic=arrival.email.auto is Auto.REPLY), author=writer,
        channel=Channel.EMAIL, actor=actor, unverified=landing.unverified, reason=landing.reason,
        by_way_of=arrival.pointer.by_way_of if arrival.pointer else None, inside=landing.inside,
    )  # fmt: skip
    if in_copy and not message.unverified:
        add_participants(ticket_id=message.ticket_id, contact_ids=in_copy, actor=actor)
    return message


def _thread(email: ParsedEmail) -> tuple[str, ...]:
    named = references.chain(email.in_reply_to, email.references)
    return (email.message_id, *named) if email.message_id else named


def _content(arrival: Arrival, *, automatic: bool) -> Content:
    return content_of(arrival.email, original=arrival.delivery.blob_id, automatic=automatic)


def _language(arrival: Arrival) -> str:
    return detect(arrival.email.reply_text or arrival.email.text) or arrival.delivery.mailbox.language


def _in_copy(arrival: Arrival) -> list[int]:
    """Those the mail was sent to besides us; so many that it was a distribution list take no part."""
    writer = arrival.writer.email.lower()
    others = {
        address.email.lower(): address
        for address in (*arrival.email.to, *arrival.email.cc)
        if "@" in address.email and not arrival.known.is_own(address.email) and address.email.lower() != writer
    }
    if len(others) > _MOST_IN_COPY:
        return []
    # In one order for all: two workers that make the same contacts never wait for each other.
    return [contact_of(others[email]).pk for email in sorted(others)]
