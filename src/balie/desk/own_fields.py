"""Custom fields of a ticket, as its page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language

from balie.accounts.directory import Directory
from balie.custom_fields.definitions import CHOSEN, Value
from balie.custom_fields.file_kinds import endings
from balie.custom_fields.known import values_of
from balie.custom_fields.types import Type
from balie.custom_fields.wording import words_of
from balie.files.uploads import Waiting
from balie.people.models import Contact, Identity, IdentityKind
from balie.people.naming import called
from balie.tickets.custom_fields.checking import Values, shown_fields
from balie.tickets.custom_fields.definitions import Definition
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.custom_fields.showing_files import HeldFile, files_held, listed
from balie.tickets.defined import Defined
from balie.tickets.models import Ticket

Options = tuple[tuple[str, str], ...]


class OwnField(NamedTuple):
    """`words`: what it holds, to read; `value`: as a form has it. One that can't be changed any more is only read."""

    id: int
    label: str
    help: str
    type: str
    words: str
    value: str | list[str]
    options: Options
    changeable: bool = True
    needed: bool = False  # to resolve the ticket
    files: Sequence[HeldFile] = ()
    accepts: str = ""
    several: bool = False
    kept: Sequence[Waiting] = ()  # files of a form that comes back

    def with_sent(self, sent: list[str], kept: Sequence[Waiting]) -> OwnField:
        """As a form has it that was sent and comes back."""
        if self.type == Type.FILE:
            return self._replace(kept=kept)
        return self._replace(value=sent if self.type == Type.CHOICES else sent[-1]) if sent else self


def own_fields_of(ticket: Ticket, known: Directory, told: Defined | None = None) -> list[OwnField]:
    """Those that the ticket has, in their order; then what it holds of others: archived, or of another kind or team."""
    every, values = known_fields(told), values_of(ticket.fields)
    shown = shown_fields(every.live, values, kind=ticket.kind, team=ticket.team_id)
    ids = {one.id for one in shown}
    former = [one for one in every.all if one.id not in ids and values.get(one.id) is not None]
    files = files_held(values.get(one.id) for one in (*shown, *former) if one.type == Type.FILE)
    meant = _Meant(_contacts((*shown, *former), values), files)
    language = get_language() or ""
    return [
        *(_field(one, values.get(one.id), known, meant, language) for one in shown),
        *(_field(one, values[one.id], known, meant, language)._replace(changeable=False) for one in former),
    ]


def field_names() -> dict[int, str]:
    """For what the history says of them."""
    language = get_language() or ""
    return {one.id: one.called(language) for one in known_fields().all}


def options_for(definition: Definition, value: Value, known: Directory) -> Options:
    if definition.type == Type.USER:
        people = known.answering | {pk: known.users.get(pk, f"#{pk}") for pk in (value,) if isinstance(pk, int)}
        return tuple((str(pk), name) for pk, name in people.items())
    chosen = value if isinstance(value, list) else [str(value)]
    return tuple(definition.offered(get_language() or "", chosen))


def missing_fields(ids: Iterable[int], ticket: Ticket, known: Directory) -> list[OwnField]:
    """Those that are asked for before the ticket can be resolved."""
    values, by_id, language = values_of(ticket.fields), known_fields().by_id, get_language() or ""
    asked = tuple(by_id[pk] for pk in ids if pk in by_id)
    meant = _Meant(_contacts(asked, values), {})
    return [_field(one, values.get(one.id), known, meant, language) for one in asked]


def _field(definition: Definition, value: Value, known: Directory, meant: _Meant, language: str) -> OwnField:
    who = meant.contacts.get(value) if isinstance(value, int) and definition.type == Type.CONTACT else None
    enclosed = listed(value, meant.files) if definition.type == Type.FILE else []
    held = value if isinstance(value, list) else "" if value is None else str(value)
    return OwnField(
        definition.id,
        definition.called(language),
        definition.explained(language),
        definition.type,
        who.name if who else words_of(definition, value, {it.id: it.filename for it in enclosed} or known.users),
        who.address if who else held,
        options_for(definition, value, known) if definition.type in CHOSEN | {Type.USER} else (),
        needed=definition.resolving and value is None,
        files=enclosed,
        accepts=endings(definition.accepts),
        several=definition.several,
    )


class _Meant(NamedTuple):
    """What fields mean by an id."""

    contacts: Mapping[int, _Named]
    files: Mapping[int, HeldFile]


class _Named(NamedTuple):
    name: str
    address: str


def _contacts(definitions: tuple[Definition, ...], values: Values) -> dict[int, _Named]:
    """One query, and only where a contact is named."""
    held = (values.get(one.id) for one in definitions if one.type == Type.CONTACT)
    ids = [pk for pk in held if isinstance(pk, int)]
    if not ids:
        return {}
    addresses = Identity.objects.filter(contact=OuterRef("pk"), kind=IdentityKind.EMAIL).order_by("pk").values("value")
    found = Contact.objects.filter(pk__in=ids).values_list("pk", "name", Subquery(addresses[:1]))
    return {pk: _Named(called(name), address or "") for pk, name, address in found}
