"""What a custom field holds, as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balie.custom_fields.definitions import CHOSEN, Definition, Value
from balie.custom_fields.types import Type


def words_of(definition: Definition, value: Value, people: Mapping[int, str]) -> str:
    """Empty for nothing. `people`: names of those, or of the files, that the field may mean, by id."""
    if value is None:
        return ""
    if definition.type == Type.FILE:
        return ", ".join(people.get(int(one), _("file")) for one in value) if isinstance(value, list) else ""
    if definition.type in CHOSEN:
        chosen = value if isinstance(value, list) else [str(value)]
        return ", ".join(definition.word(one, get_language() or "") for one in chosen)
    if isinstance(value, bool):
        return _("Yes")
    if isinstance(value, int | float):
        named = definition.type in {Type.USER, Type.CONTACT}
        return people.get(int(value), f"#{value}") if named else number_format(value, use_l10n=True)
    day = definition.type == Type.DATE
    return date_format(date.fromisoformat(str(value)), "DATE_FORMAT") if day else str(value)
