"""What a condition can be about: each field reads the words typed for it, and writes them again. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Protocol

from balie.conditions.moments import read_span, write_span
from balie.conditions.tree import Either, Is, Node, Value, Who, Within

NONE = "none"


class UnknownValue(ValueError):
    """`value` is none that the field knows; `near`: what may have been meant."""

    def __init__(self, value: str, near: Sequence[str] = ()) -> None:
        super().__init__(value)
        self.value = value
        self.near = tuple(near)


class Field(Protocol):
    @property
    def key(self) -> str: ...

    def read(self, values: Sequence[str]) -> Node:
        """Raises UnknownValue."""
        ...

    def write(self, condition: Is | Within) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words. `groups` are words for several of them; where `ordered`, ">=high" is understood."""

    key: str
    options: Mapping[str, Value]
    groups: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    ordered: bool = False

    def read(self, values: Sequence[str]) -> Node:
        found = [value for text in values for value in self._meant(text)]
        return Is(self.key, tuple(dict.fromkeys(found)))

    def _meant(self, text: str) -> tuple[Value, ...]:
        word = text.lower().replace("-", "_") if text.lower() not in self.options else text.lower()
        if word in self.options:
            return (self.options[word],)
        if word in self.groups:
            return self.groups[word]
        if self.ordered and word[:1] in "<>":
            return self._compared(word)
        raise UnknownValue(text, get_close_matches(word, [*self.options, *self.groups]))

    def _compared(self, word: str) -> tuple[Value, ...]:
        name = word.lstrip("<>=")
        if name not in self.options:
            raise UnknownValue(word, get_close_matches(name, list(self.options)))
        order = list(self.options.values())
        at = order.index(self.options[name]) + ((word[0] == ">") != word.startswith((">=", "<=")))
        return tuple(order[at:] if word.startswith(">") else order[:at])

    def write(self, condition: Is | Within) -> tuple[str, ...]:
        values = condition.values if isinstance(condition, Is) else ()
        for name, group in self.groups.items():
            if group == values:
                return (name,)
        words = {value: word for word, value in self.options.items()}
        return tuple(words[value] for value in values if value in words)


@dataclass(frozen=True, slots=True)
class Named:
    """One of many things that have names. `find` and `name` look them up; `who` are words that hang on who looks."""

    key: str
    find: Callable[[str], int | str | None]
    name: Callable[[int | str], str | None]
    who: tuple[Who, ...] = ()
    optional: bool = True

    def read(self, values: Sequence[str]) -> Node:
        return Is(self.key, tuple(dict.fromkeys(self._meant(text) for text in values)))

    def _meant(self, text: str) -> Value | Who:
        plain = text.lower()
        if plain == NONE and self.optional:
            return None
        if plain in self.who:
            return Who(plain)
        found = self.find(text)
        if found is None:
            raise UnknownValue(text)
        return found

    def write(self, condition: Is | Within) -> tuple[str, ...]:
        return tuple(self._written(value) for value in (condition.values if isinstance(condition, Is) else ()))

    def _written(self, value: Value | Who) -> str:
        if value is None:
            return NONE
        if isinstance(value, Who):
            return value.value
        # What was taken away since keeps its place, so that a view does not begin to hold more than it did.
        return self.name(value) or f"#{value}"


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened. `optional`: it may never have."""

    key: str
    optional: bool = False

    def read(self, values: Sequence[str]) -> Node:
        parts = tuple(self._meant(text.lower()) for text in values)
        return parts[0] if len(parts) == 1 else Either(parts)

    def _meant(self, text: str) -> Is | Within:
        if text == NONE and self.optional:
            return Is(self.key, (None,))
        span = read_span(text)
        if span is None:
            raise UnknownValue(text)
        return Within(self.key, *span)

    def write(self, condition: Is | Within) -> tuple[str, ...]:
        return (NONE,) if isinstance(condition, Is) else (write_span(condition.since, condition.until),)


@dataclass(frozen=True, slots=True)
class Text:
    """Words that stand somewhere in it."""

    key: str

    def read(self, values: Sequence[str]) -> Node:
        return Is(self.key, tuple(values))

    def write(self, condition: Is | Within) -> tuple[str, ...]:
        return tuple(str(value) for value in condition.values) if isinstance(condition, Is) else ()
