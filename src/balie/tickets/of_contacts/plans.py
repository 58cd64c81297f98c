"""What a merge of two contacts would do, told before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from balie.accounts.models import User
from balie.people.merging.belongings import would_fill
from balie.people.models import NOBODY, Contact
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Ticket
from balie.tickets.of_contacts.merging import refuse_merge, tickets_to_go
from balie.tickets.of_contacts.permitting import refuse_user
from balie.tickets.participants import Participant


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two. `tickets`: how many they asked; `takes_part`: in how many they do besides."""

    contact: Contact
    addresses: Sequence[str]
    tickets: int
    takes_part: int
    notes: int
    stays: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """`filled`: what the one that stays lacks and gets; `refusal`: why it can't be done."""

    parts: Sequence[Part]
    filled: dict[str, object]
    refusal: str = ""

    @property
    def stays(self) -> Part:
        return next(part for part in self.parts if part.stays)

    @property
    def goes(self) -> Part | None:
        return next((part for part in self.parts if not part.stays), None)

    @property
    def strange(self) -> bool:
        """They belong to two houses: perhaps they are two people after all."""
        return len({part.contact.organisation_id for part in self.parts} - {None}) > 1

    @property
    def two_names(self) -> bool:
        return len({part.contact.name.casefold() for part in self.parts} - {""}) > 1


def plan_contact_merge(*, contact_id: int, other_id: int | None, stays: int | None, viewer: User) -> Plan:
    """The older stays, unless `stays` is the other. Raises Contact.DoesNotExist."""
    wanted = {contact_id, other_id or contact_id}
    found = Contact.objects.filter(pk__in=wanted).select_related("organisation", "merged_into").order_by("pk")
    contacts = {contact.pk: contact for contact in found}
    if contact_id not in contacts:
        raise Contact.DoesNotExist
    target = contacts.get(stays or 0) or next(iter(contacts.values()))
    source = next((one for one in contacts.values() if one != target), None)
    parts = [_part(one, stays=one == target) for one in contacts.values()]
    if source is None:
        return Plan(parts, {})
    try:
        refuse_merge(source.pk, target.pk, contacts)
        refuse_user(contacts, user=viewer)
        tickets_to_go(source)
    except NotAllowed as refusal:
        return Plan(parts, {}, str(refusal))
    return Plan(parts, would_fill(source, target))


def _part(contact: Contact, *, stays: bool) -> Part:
    addresses = contact.identities.exclude(value=NOBODY).order_by("pk").values_list("value", flat=True)
    return Part(
        contact, list(addresses),
        tickets=Ticket.objects.filter(requester=contact).count(),
        takes_part=Participant.objects.filter(contact=contact).count(), notes=contact.notes.count(), stays=stays,
    )  # fmt: skip
