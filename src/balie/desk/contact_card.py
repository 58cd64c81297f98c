"""The contact beside a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from balie.accounts.models import User
from balie.core.prepared import rows
from balie.core.together import Reading
from balie.desk.person_fields import beside_of
from balie.people.models import NOBODY, Contact
from balie.tickets.models import Ticket
from balie.tickets.reading import Other, others_asked, others_made

# One question for all: notes on the contact and on their organisation come after the addresses, then the custom fields
# that stand beside tickets and hold something.
_CARD = """
select 0, kind, value, bounced_at, id, blocked_at is not null from people_identity
where contact_id = %(contact)s::bigint and value <> %(nobody)s
union all (
    select 1, coalesce(nullif(author.name, ''), author.email, ''), note.text, note.changed_at, note.id, false
    from people_personnote note left join accounts_user author on author.id = note.changed_by_id
    where note.contact_id = %(contact)s::bigint or note.organisation_id = %(organisation)s::bigint
    order by note.id desc limit 5
)
union all (
    select 2, of, json_build_array(id, key, type, label, options, translations)::text, null, position, false
    from people_personfield where beside and archived_at is null
) order by 1, 5
"""
_ADDRESSES = """
select kind, value, bounced_at, id, blocked_at is not null from people_identity
where contact_id = %s::bigint and value <> %s order by id
"""


class Address(NamedTuple):
    kind: str
    value: str
    bounced_at: datetime | None
    id: int
    blocked: bool


class Noted(NamedTuple):
    """Something colleagues should know. `who` said so last; empty when they are gone."""

    who: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactCard:
    """`notes`: on them and on their organisation, the latest first. `others`: their latest other tickets that
    the viewer may see. `fields`: custom ones of both that stand here, and what they say.
    """

    contact: Contact
    addresses: list[Address]
    notes: list[Noted]
    others: list[Other]
    fields: Sequence[tuple[str, str]] = ()

    @property
    def address(self) -> str:
        return next((row.value for row in self.addresses if row.kind == "email"), "")


def asking_card(ticket: Ticket, viewer: User) -> Reading[ContactCard]:
    asked = {"contact": ticket.requester_id, "nobody": NOBODY, "organisation": ticket.requester.organisation_id}
    found, others = yield [(_CARD, asked), others_asked(viewer, ticket)]
    addresses, notes, beside = list[Address](), list[Noted](), list[tuple[str, str]]()
    for part, first, second, at, pk, blocked in found:
        match part:
            case 0:
                addresses.append(Address(first, second, at, pk, blocked))
            case 1:
                notes.insert(0, Noted(first, second, at))
            case _:
                beside.append((first, second))
    return ContactCard(ticket.requester, addresses, notes, others_made(others), beside_of(ticket.requester, beside))


def addresses_of(contact_id: int) -> list[Address]:
    """Oldest first: the first e-mail address is the one that is written to."""
    return [Address._make(row) for row in rows(_ADDRESSES, (contact_id, NOBODY))]
