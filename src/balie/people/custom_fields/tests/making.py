"""Fields of people as the tests define them."""

from typing import Any

from balie.custom_fields.option_lines import options_of
from balie.custom_fields.types import Type
from balie.events.actor import SYSTEM
from balie.people.custom_fields.defining import Shape, add_field
from balie.people.field_records import Of

OPTIONS = "Gold\n  Gold plus\nSilver"


def made(key: str, kind: str = Type.TEXT, *, of: str = Of.CONTACT, options: str = OPTIONS, **shape: Any) -> int:
    """The id of a new field."""
    chosen = options_of(options, tree=kind == Type.TREE)
    return add_field(
        of=of, key=key, kind=kind, shape=Shape(key.capitalize(), options=chosen, **shape), actor=SYSTEM
    ).pk  # fmt: skip
