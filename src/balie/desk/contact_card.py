"""The contact beside a ticket."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from balie.accounts.models import User
from balie.people.models import Contact, Identity
from balie.tickets.models import Ticket

OTHERS = 5


class Address(NamedTuple):
    kind: str
    value: str
    bounced_at: datetime | None


class Other(NamedTuple):
    id: int
    subject: str
    status: str
    updated_at: datetime


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
    others = Ticket.objects.visible_to(viewer).filter(requester=ticket.requester_id).exclude(pk=ticket.pk)
    latest = others.order_by("-updated_at", "-pk").values_list("id", "subject", "status", "updated_at")[:OTHERS]
    return ContactCard(ticket.requester, addresses_of(ticket.requester_id), [Other(*row) for row in latest])


def addresses_of(contact_id: int) -> list[Address]:
    """Oldest first: the first e-mail address is the one that is written to."""
    rows = Identity.objects.filter(contact=contact_id).order_by("pk").values_list("kind", "value", "bounced_at")
    return [Address(*row) for row in rows]
