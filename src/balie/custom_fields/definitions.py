"""What a custom field is, and what it can hold. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from balie.custom_fields.types import Accepts, Type

# As JSON keeps it. A date is text (ISO 8601), a choice its id, a contact or user theirs; files are a list of
# their ids as text; an unset checkbox is None.
Value = str | int | float | bool | list[str] | None


CHOSEN = frozenset({Type.CHOICE, Type.TREE, Type.CHOICES})
WRITTEN = frozenset({Type.TEXT, Type.LONG_TEXT})
CHECKED = "true"  # what a condition of another field calls a set checkbox


class Option(NamedTuple):
    """`gone`: offered no more, but what has it keeps its word."""

    id: str
    label: str
    parent: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    id: int
    key: str
    type: str
    label: str
    help: str = ""
    options: tuple[Option, ...] = ()
    default: Value = None
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    archived: bool = False
    # Of files: which, and whether more than one.
    accepts: str = Accepts.ANY
    several: bool = False

    def called(self, language: str) -> str:
        return self._in(language, "label") or self.label

    def explained(self, language: str) -> str:
        return self._in(language, "help") or self.help

    def word(self, option: str, language: str) -> str:
        """Of a choice, in a tree with those above it."""
        known = {one.id: one for one in self.options}
        path: list[str] = []
        translated: Mapping[str, str] = self.translations.get(language, {}).get("options", {})
        while (one := known.get(option)) and len(path) <= len(known):
            path.insert(0, translated.get(one.id) or one.label)
            option = one.parent
        return " › ".join(path) or option

    def offered(self, language: str, now: Iterable[str] = ()) -> list[tuple[str, str]]:
        """Choices with their words; of those that are gone only what is chosen `now`."""
        kept = set(now)
        return [(one.id, self.word(one.id, language)) for one in self.options if not one.gone or one.id in kept]

    def below(self, option: str) -> tuple[str, ...]:
        """The choice and, in a tree, all that stand under it."""
        found = [option]
        for one in found:
            found.extend(other.id for other in self.options if other.parent == one and other.id not in found)
        return tuple(found)

    def above(self, option: str) -> tuple[str, ...]:
        """The choice and all that it stands under."""
        parents = {one.id: one.parent for one in self.options}
        found = [option]
        while (parent := parents.get(found[-1])) and parent not in found:
            found.append(parent)
        return tuple(found)

    def _in(self, language: str, what: str) -> str:
        return str(self.translations.get(language, {}).get(what, ""))


def tokens(definition: Definition, value: Value) -> tuple[str, ...]:
    """What a condition of another field may ask of a value: choices with those above them, a set checkbox."""
    if definition.type == Type.CHECKBOX:
        return (CHECKED,) if value else ()
    chosen = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return tuple(token for one in chosen for token in definition.above(one))
