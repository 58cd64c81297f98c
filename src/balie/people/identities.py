"""Finds or makes the contact behind an address."""

from typing import NamedTuple

from balie.core.clock import now
from balie.core.prepared import columns, made, rows
from balie.core.transactions import joined
from balie.events.actor import SYSTEM
from balie.events.recording import record
from balie.people.models import NOBODY, Contact, Domain, Identity, IdentityKind, Organisation


class Sender(NamedTuple):
    """Whom an address belongs to; `blocked`: it, or all of theirs."""

    contact: Contact | None
    blocked: bool


def normalised(email: str) -> str:
    return email.strip().strip("<>").lower()


@joined
def contact_for(*, email: str, name: str = "", language: str = "") -> Contact:
    """The contact with this address, made when there is none; a missing name is filled in, a given one kept.

    Safe when several workers meet the same new address at once.
    """
    address = normalised(email)
    if address == NOBODY:
        name = ""
    contact = _known(address)
    if contact is None:
        contact = _new(address, name, language)
    if name and not contact.name:
        Contact.objects.filter(pk=contact.pk, name="").update(name=name[:200])
        contact.name = name[:200]
    return contact


def find_contact(email: str) -> Contact | None:
    return _known(normalised(email))


def sender_of(email: str) -> Sender:
    found = rows(_KNOWN, (normalised(email),))
    if not found:
        return Sender(None, blocked=False)
    values = iter(found[0])
    contact = made(Contact, values)
    return Sender(contact, blocked=next(values) is not None)


def emails_of(contact_id: int) -> list[str]:
    """Oldest first: the first is the one that is written to."""
    return [value for (value,) in rows(_EMAILS, (str(contact_id),))]


_EMAILS = "select value from people_identity where contact_id = %s and kind = 'email' order by id"


def note_bounce(*, email: str, status: str) -> None:
    """An address that refused a message for good."""
    Identity.objects.filter(kind=IdentityKind.EMAIL, value=normalised(email)).update(
        bounced_at=now(), bounce_status=status[:20]
    )


# Whoever was merged is meant as what they were merged into.
_KNOWN = f"""
select {columns(Contact, "c")}, coalesce(c.blocked_at, identity.blocked_at) from people_identity identity
join people_contact found on found.id = identity.contact_id
join people_contact c on c.id = coalesce(found.merged_into_id, found.id)
where identity.kind = 'email' and identity.value = %s"""  # noqa: S608 -- columns of the model


def _known(address: str) -> Contact | None:
    found = rows(_KNOWN, (address,))
    return made(Contact, iter(found[0])) if found else None


def _new(address: str, name: str, language: str) -> Contact:
    contact = Contact.objects.create(
        name=name[:200], language=language, organisation=organisation_for(address.rpartition("@")[2])
    )
    written = Identity.objects.bulk_create(
        [Identity(contact=contact, kind=IdentityKind.EMAIL, value=address)], ignore_conflicts=True
    )
    winner = _known(address)
    if winner is None or winner.pk != contact.pk:
        # Somebody else was quicker; theirs counts.
        contact.delete()
        if winner is None:
            raise RuntimeError(f"identity of {len(written)} contact vanished while it was made")
        return winner
    record("contact.added", actor=SYSTEM, contact=contact.pk)
    return contact


def organisation_for(domain: str) -> Organisation | None:
    found = Domain.objects.select_related("organisation").filter(name=domain).first()
    return found.organisation if found else None
