"""Where a mail lands. Pure: what it points to and who sent it in, a decision out. The table is in ARCHITECTURE.md."""

from dataclasses import dataclass
from enum import StrEnum


class Lead(StrEnum):
    """How a mail points to a ticket; the strongest way counts."""

    SIGNED = "signed"  # it was sent to a signed reply address
    REFERENCE = "reference"  # In-Reply-To or References name a mail of the ticket
    SUBJECT = "subject"  # the ticket's number stands in the subject


class Relation(StrEnum):
    """Who the sender is to that ticket."""

    PARTICIPANT = "participant"  # the requester, or somebody who was accepted
    COLLEAGUE = "colleague"  # works at the desk and may see the ticket
    ASKED = "asked"  # a message of the ticket was forwarded to them
    STRANGER = "stranger"


class Reason(StrEnum):
    """Why it landed there. Stored with the message.

    - `new`: it points to no ticket
    - `signed-address`, `reference`, `subject`: appended because of that
    - `signed-address-by-stranger`: appended, its sender is an unverified participant
    - `forwarded`: appended among the notes, since the desk had forwarded a message to its sender
    - `reference-by-stranger`, `subject-by-stranger`: a new ticket, linked to the one it points to
    - `subject-by-colleague`: the same, since a number in a subject is not enough for somebody who does not take part
    - `not-authenticated`: a new ticket, since the mail is not by whom it says (DMARC)
    - `blocked`: a new ticket that is closed, since its sender was blocked
    - `closed`: it would have been appended, but that ticket is closed
    """

    NEW = "new"
    SIGNED = "signed-address"
    REFERENCE = "reference"
    SUBJECT = "subject"
    SIGNED_BY_STRANGER = "signed-address-by-stranger"
    FORWARDED = "forwarded"
    REFERENCE_BY_STRANGER = "reference-by-stranger"
    SUBJECT_BY_STRANGER = "subject-by-stranger"
    SUBJECT_BY_COLLEAGUE = "subject-by-colleague"
    NOT_AUTHENTICATED = "not-authenticated"
    BLOCKED = "blocked"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Landing:
    """Either `append_to` a ticket, or a new one, perhaps `linked_to` another."""

    append_to: int | None
    linked_to: int | None
    unverified: bool  # the sender takes part once an agent has accepted that
    marked: bool  # the sender's authentication failed: agents are warned
    reason: Reason
    inside: bool = False  # it answers the desk: the requester does not read it


_APPENDED = {Lead.SIGNED: Reason.SIGNED, Lead.REFERENCE: Reason.REFERENCE, Lead.SUBJECT: Reason.SUBJECT}


def land(
    lead: Lead | None, ticket: int | None, relation: Relation, *, failed: bool = False, closed: bool = False
) -> Landing:
    """`failed`: the sender's domain says that the mail is not its own; `closed`: nothing is appended any more."""
    if lead is None or ticket is None:
        return _new(None, Reason.NOT_AUTHENTICATED if failed else Reason.NEW, failed=failed)
    if relation is Relation.ASKED and (failed or lead is Lead.SUBJECT):
        relation = Relation.STRANGER  # anybody can write that address into a From, and a number into a subject
    if relation is Relation.ASKED:
        landing = Landing(ticket, None, unverified=False, marked=False, reason=Reason.FORWARDED, inside=True)
    elif lead is Lead.SIGNED:
        stranger = failed or relation is Relation.STRANGER
        reason = Reason.SIGNED_BY_STRANGER if stranger else Reason.SIGNED
        landing = Landing(ticket, None, stranger, failed, reason)
    elif failed:
        return _new(ticket if lead is Lead.REFERENCE else None, Reason.NOT_AUTHENTICATED, failed=True)
    elif relation is Relation.STRANGER:
        return _new(ticket, Reason.REFERENCE_BY_STRANGER if lead is Lead.REFERENCE else Reason.SUBJECT_BY_STRANGER)
    elif lead is Lead.SUBJECT and relation is Relation.COLLEAGUE:
        return _new(ticket, Reason.SUBJECT_BY_COLLEAGUE)
    else:
        landing = Landing(ticket, None, unverified=False, marked=False, reason=_APPENDED[lead])
    return _new(ticket, Reason.CLOSED, failed=landing.marked) if closed else landing


def _new(linked_to: int | None, reason: Reason, *, failed: bool = False) -> Landing:
    return Landing(None, linked_to, unverified=False, marked=failed, reason=reason)
