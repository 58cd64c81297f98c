"""Whose custom fields there are, and the verbs of each: the screens are the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from balie.administration.archiving import Verb
from balie.administration.field_forms import FieldForm
from balie.administration.person_field_forms import PersonFieldForm
from balie.custom_fields.definitions import Definition
from balie.custom_fields.known import KnownFields
from balie.custom_fields.types import Type
from balie.people.custom_fields import defining as of_people
from balie.people.custom_fields.known import fields_of
from balie.people.custom_fields.known import forget_fields as forget_of_people
from balie.people.field_records import Of
from balie.tickets.custom_fields import defining as of_tickets
from balie.tickets.custom_fields.known import forget_fields, known_fields

TICKET = "ticket"


class Owner(NamedTuple):
    """`known`: those there are. `forget`: so that they are read anew, where something is to be written back."""

    of: str
    called: str | Promise
    types: Sequence[Type]
    form: Callable[..., Any]
    known: Callable[[], KnownFields[Definition]]
    forget: Callable[[], None]
    key_for: Callable[[str], str]
    add: Callable[..., object]
    change: Callable[..., object]
    move: Callable[..., object]
    archive: Verb
    restore: Verb

    @property
    def address(self) -> str:
        return "/desk/settings/fields/" if self.of == TICKET else f"/desk/settings/fields/{self.of}/"


def _of_people(of: Of) -> Owner:
    return Owner(
        of.value, of.label, of_people.TYPES, PersonFieldForm, partial(fields_of, of.value), forget_of_people,
        partial(of_people.key_for, of.value), partial(of_people.add_field, of=of.value), of_people.change_field,
        of_people.move_field, of_people.archive_field, of_people.restore_field,
    )  # fmt: skip


OWNERS: Mapping[str, Owner] = {
    TICKET: Owner(
        TICKET, gettext_lazy("Tickets"), tuple(Type), FieldForm, known_fields, forget_fields, of_tickets.key_for,
        of_tickets.add_field, of_tickets.change_field, of_tickets.move_field, of_tickets.archive_field,
        of_tickets.restore_field,
    ),
    **{of.value: _of_people(of) for of in Of},
}  # fmt: skip
