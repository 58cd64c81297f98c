"""Who gets an answer."""

from dataclasses import dataclass

from django.db.models import F, Q

from balie.channels.email.mailboxes import directory
from balie.mail.address import Address
from balie.people.models import Identity, IdentityKind
from balie.tickets.models import Message, Participant, Ticket


@dataclass(frozen=True, slots=True)
class Recipients:
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    # Nobody but the requester reads it.
    asker_alone: bool = False

    def __bool__(self) -> bool:
        return bool(self.to or self.cc or self.bcc)


def recipients_of(message: Message, ticket: Ticket) -> Recipients:
    """Those the writer named; otherwise the requester, and in copy all who take part. Our own mailboxes never."""
    asker, participants = _addresses_of(ticket)
    to = _given(message.to) or asker
    cc = tuple(dict.fromkeys((*_given(message.cc), *participants)))
    bcc = _given(message.bcc)
    if not cc and not bcc and to == asker:
        return Recipients(to, (), (), asker_alone=True)
    is_own = directory().is_own
    seen: set[str] = set()

    def once(addresses: tuple[Address, ...]) -> tuple[Address, ...]:
        kept = []
        for address in addresses:
            key = address.email.lower()
            if address.is_sendable and key not in seen and not is_own(address.email):
                seen.add(key)
                kept.append(address)
        return tuple(kept)

    return Recipients(once(to), once(cc), once(bcc))


def _addresses_of(ticket: Ticket) -> tuple[tuple[Address, ...], tuple[Address, ...]]:
    """Of the requester and of the accepted participants; each their oldest address that works."""
    taking_part = Participant.objects.filter(ticket=ticket, accepted=True).values("contact_id")
    rows = (
        Identity.objects.filter(Q(contact=ticket.requester_id) | Q(contact__in=taking_part), kind=IdentityKind.EMAIL)
        .order_by(F("bounced_at").asc(nulls_first=True), "id")
        .values_list("contact_id", "value", "contact__name")
    )
    chosen: dict[int, Address] = {}
    for contact_id, value, name in rows:
        chosen.setdefault(contact_id, Address(value, name))
    asker = chosen.pop(ticket.requester_id, None)
    return ((asker,) if asker else ()), tuple(chosen.values())


def _given(entries: list[dict[str, str]]) -> tuple[Address, ...]:
    addresses = (Address(entry.get("email", "").strip(), entry.get("name", "")) for entry in entries)
    return tuple(address for address in addresses if address.is_sendable)


def as_stored(addresses: tuple[Address, ...]) -> list[dict[str, str]]:
    return [{"name": address.name, "email": address.email} for address in addresses]
