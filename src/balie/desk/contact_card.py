"""The contact beside a ticket."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from balie.accounts.models import User
from balie.core.prepared import rows
from balie.people.models import NOBODY, Contact
from balie.tickets.models import Ticket
from balie.tickets.reading import Other, others_of

_ADDRESSES = (
    "select kind, value, bounced_at, id from people_identity where contact_id = %s::bigint and value <> %s order by id"
)


class Address(NamedTuple):
    kind: str
    value: str
    bounced_at: datetime | None
    id: int


@dataclass(frozen=True, slots=True)
class ContactCard:
    """`others`: their latest other tickets that the viewer may see."""

    contact: Contact
    addresses: list[Address]
    others: list[Other]

    @property
    def address(self) -> str:
        return next((row.value for row in self.addresses if row.kind == "email"), "")


def card_of(ticket: Ticket, viewer: User) -> ContactCard:
    return ContactCard(ticket.requester, addresses_of(ticket.requester_id), others_of(viewer, ticket))


def addresses_of(contact_id: int) -> list[Address]:
    """Oldest first: the first e-mail address is the one that is written to."""
    return [Address._make(row) for row in rows(_ADDRESSES, (contact_id, NOBODY))]
