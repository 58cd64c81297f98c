"""The custom fields of this desk's contacts and organisations, as every page that shows one needs them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from balie.core.remembering import Remembered
from balie.custom_fields.definitions import Option
from balie.custom_fields.known import KnownFields
from balie.people.custom_fields.definitions import Definition
from balie.people.field_records import Of, PersonField

Known = KnownFields[Definition]
_remembered = Remembered[None, Mapping[str, Known]](seconds=10)


def fields_of(of: str) -> Known:
    return _remembered.get(None, _read)[of]


def forget_fields() -> None:
    """For whoever asks in the transaction that changed it, and with its commit for others of this process."""
    _remembered.forget()
    transaction.on_commit(_remembered.forget)


def _read() -> Mapping[str, Known]:
    rows = list(PersonField.objects.all())
    return {of: Known(tuple(_field(row) for row in rows if row.of == of)) for of in Of.values}


def _field(row: PersonField) -> Definition:
    return Definition(
        row.pk, row.key, row.type, row.label, row.help, options=tuple(Option(*option) for option in row.options),
        default=row.default, translations=row.translations, archived=row.archived_at is not None, beside=row.beside,
    )  # fmt: skip
