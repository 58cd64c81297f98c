"""What the custom fields of a contact or an organisation hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balie.core.digests import digest
from balie.core.transactions import joined
from balie.custom_fields.definitions import Value
from balie.custom_fields.known import kept_as, values_of
from balie.custom_fields.refusing import FieldsRefused
from balie.custom_fields.values import Why, Wrong, normal
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.custom_fields.known import Known, fields_of
from balie.people.editing.latest_changes import latest_change
from balie.people.editing.refusals import ChangedMeanwhile
from balie.people.field_records import Of
from balie.people.models import Contact, Organisation

CONTACT_CHANGED = "contact.fields_changed"
ORGANISATION_CHANGED = "organisation.fields_changed"
Holder = TypeVar("Holder", Contact, Organisation)


def mark_of(value: Value) -> str:
    """Another one when somebody has changed it."""
    return digest(json.dumps(value)).hex()[:16]


@joined
def change_contact_fields(
    *, contact_id: int, given: Mapping[int, object], actor: Actor, seen: Mapping[int, str] | None = None
) -> Contact:
    """Those that are not given stay as they are. `seen`: the marks of what the page knew.

    Raises Contact.DoesNotExist, FieldsRefused, ChangedMeanwhile.
    """
    contact = Contact.objects.select_for_update(no_key=True).get(pk=contact_id, merged_into=None)
    if changed := _changed(Of.CONTACT, contact, given, seen, latest=(CONTACT_CHANGED, "contact")):
        record(CONTACT_CHANGED, actor=actor, contact=contact_id, fields=changed)
    return contact


@joined
def change_organisation_fields(
    *, organisation_id: int, given: Mapping[int, object], actor: Actor, seen: Mapping[int, str] | None = None
) -> Organisation:
    """As `change_contact_fields`. Raises Organisation.DoesNotExist, FieldsRefused, ChangedMeanwhile."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    if changed := _changed(Of.ORGANISATION, organisation, given, seen, latest=(ORGANISATION_CHANGED, "organisation")):
        record(ORGANISATION_CHANGED, actor=actor, organisation=organisation_id, fields=changed)
    return organisation


def _changed(
    of: Of, it: Holder, given: Mapping[int, object], seen: Mapping[int, str] | None, *, latest: tuple[str, str]
) -> list[int]:
    """Which fields are another now; they are saved."""
    known, before = fields_of(of), values_of(it.fields)
    after = before | read(known, given, before)
    changed = [pk for pk in given if before.get(pk) != after.get(pk)]
    for pk in changed:
        if seen is not None and seen.get(pk) != mark_of(before.get(pk)):
            raise ChangedMeanwhile(_told(known, pk, latest, it.pk))
    if changed:
        it.fields = kept_as({pk: value for pk, value in after.items() if value is not None})
        it.save(update_fields=["fields"])
    return sorted(changed)


def read(known: Known, given: Mapping[int, object], before: Mapping[int, Value]) -> dict[int, Value]:
    """In normal form; None for nothing. Raises FieldsRefused."""
    values, problems = dict[int, Value](), dict[int, Why]()
    for pk, said in given.items():
        definition = known.by_id.get(pk)
        try:
            if definition is None or definition.archived:
                raise Wrong(Why.NO_FIELD)
            values[pk] = normal(definition, said, before.get(pk))
        except Wrong as wrong:
            problems[pk] = wrong.why
    if problems:
        raise FieldsRefused(problems, known)
    return values


def _told(known: Known, pk: int, latest: tuple[str, str], about: int) -> str:
    event, key = latest
    change = latest_change(event, **{key: about})
    words = _("%(who)s has changed “%(field)s” meanwhile. Look at it and save again.")
    return words % {
        "who": change.who if change else _("Somebody else"), "field": known.by_id[pk].called(get_language() or "")
    }  # fmt: skip
