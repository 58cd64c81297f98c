"""Columns of custom fields: called by their keys, the same in every language."""

import json
from collections.abc import Sequence

from balie.core.sheets.writing import Cell
from balie.custom_fields.definitions import CHOSEN, Value
from balie.custom_fields.wording import words_of
from balie.people.custom_fields.definitions import Definition


def cells_of(fields: Sequence[Definition], kept: str) -> list[Cell]:
    """`kept`: the column, as JSON. Numbers and days as programs read them, choices in their words."""
    values = json.loads(kept) if fields else {}
    return [_said(one, values.get(str(one.id))) for one in fields]


def _said(field: Definition, value: Value) -> Cell:
    if value is None:
        return ""
    if field.type in CHOSEN:
        return words_of(field, value, {})
    return "yes" if isinstance(value, bool) else str(value)
