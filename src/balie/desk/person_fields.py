"""Custom fields of a contact or an organisation, as pages show them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import get_language

from balie.custom_fields.definitions import CHOSEN, Option, Value
from balie.custom_fields.known import values_of
from balie.custom_fields.wording import words_of
from balie.desk.own_fields import OwnField
from balie.people.custom_fields.definitions import Definition
from balie.people.custom_fields.filling import mark_of
from balie.people.custom_fields.known import fields_of
from balie.people.field_records import Of
from balie.people.models import Contact


class Shown(NamedTuple):
    """`mark`: of what it held when it was shown."""

    field: OwnField
    mark: str


class Sent(NamedTuple):
    """What was typed into a field and will not do, and why."""

    field: int
    values: list[str]
    why: str


class PersonFields(NamedTuple):
    filled: Sequence[Shown]
    empty: Sequence[Shown]
    sent: Sent | None = None


def person_fields(of: str, kept: Mapping[str, Value], sent: Sent | None = None) -> PersonFields:
    """In their order; what is archived is only read. `sent` stands in its place again."""
    known, values = fields_of(of), values_of(kept)
    filled = [_shown(one, values[one.id], sent) for one in known.all if values.get(one.id) is not None]
    return PersonFields(filled, [_shown(one, None, sent) for one in known.live if values.get(one.id) is None], sent)


def _shown(definition: Definition, value: Value, sent: Sent | None) -> Shown:
    language, chosen = get_language() or "", value if isinstance(value, list) else [str(value)]
    field = OwnField(
        definition.id, definition.called(language), definition.explained(language), definition.type,
        words_of(definition, value, {}),
        value if isinstance(value, list) else "" if value is None else str(value),
        tuple(definition.offered(language, chosen)) if definition.type in CHOSEN else (),
        changeable=not definition.archived,
    )  # fmt: skip
    if sent and sent.field == field.id:
        field = field.with_sent(sent.values, ())
    return Shown(field, mark_of(value))


def beside_of(contact: Contact, told: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What stands beside a ticket, in words: of the contact, then of their organisation. `told`: of which each
    definition is, and the definition, as JSON.
    """
    house = contact.organisation
    held = {Of.CONTACT.value: contact.fields, Of.ORGANISATION.value: house.fields if house else {}}
    language, found = get_language() or "", list[tuple[str, str]]()
    for of, text in sorted(told, key=lambda one: one[0]) if any(held.values()) else ():
        pk, key, kind, label, options, translations = json.loads(text)
        if (value := held[of].get(str(pk))) is not None:
            options = tuple(Option(*option) for option in options)
            one = Definition(pk, key, kind, label, options=options, translations=translations)
            found.append((one.called(language), words_of(one, value, {})))
    return found
