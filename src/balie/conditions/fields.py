"""What a condition can be about: each field reads the words typed for it, and writes them again. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Protocol

from balie.conditions.moments import read_span, write_span
from balie.conditions.tree import Asked, Either, Is, Node, Sized, Value, Who, Within

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

    def write(self, condition: Asked) -> tuple[str, ...]: ...


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

    def write(self, condition: Asked) -> tuple[str, ...]:
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

    def write(self, condition: Asked) -> tuple[str, ...]:
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

    def write(self, condition: Asked) -> tuple[str, ...]:
        return (write_span(condition.since, condition.until),) if isinstance(condition, Within) else (NONE,)


@dataclass(frozen=True, slots=True)
class Text:
    """Words that stand somewhere in it. `optional`: there may be none."""

    key: str
    optional: bool = False

    def read(self, values: Sequence[str]) -> Node:
        return Is(self.key, tuple(None if self.optional and text.lower() == NONE else text for text in values))

    def write(self, condition: Asked) -> tuple[str, ...]:
        values = condition.values if isinstance(condition, Is) else ()
        return tuple(NONE if value is None else str(value) for value in values)


_AMOUNT = r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?"
_COMPARED = re.compile(rf"(?P<sign>>=|<=|>|<)(?P<amount>{_AMOUNT})")
_RANGE = re.compile(rf"(?P<least>{_AMOUNT})?\.\.(?P<most>{_AMOUNT})?")


@dataclass(frozen=True, slots=True)
class Number:
    """How much it is: "5", ">=5", "<5", "5..10"."""

    key: str

    def read(self, values: Sequence[str]) -> Node:
        parts = tuple(self._meant(text.lower()) for text in values)
        return parts[0] if len(parts) == 1 else Either(parts)

    def _meant(self, text: str) -> Is | Sized:
        if text == NONE:
            return Is(self.key, (None,))
        if re.fullmatch(_AMOUNT, text):
            return Sized(self.key, amount := _amount(text), amount)
        if found := _COMPARED.fullmatch(text):
            sign, amount = found["sign"], _amount(found["amount"])
            strictly = len(sign) == 1
            if sign[0] == ">":
                return Sized(self.key, least=amount, strictly=strictly)
            return Sized(self.key, most=amount, strictly=strictly)
        found = _RANGE.fullmatch(text)
        if found is None or found["least"] is found["most"] is None:
            raise UnknownValue(text)
        least, most = (None if found[name] is None else _amount(found[name]) for name in ("least", "most"))
        return Sized(self.key, least, most)

    def write(self, condition: Asked) -> tuple[str, ...]:
        if not isinstance(condition, Sized):
            return (NONE,)
        least, most = condition.least, condition.most
        if least is not None and least == most:
            return (_told(least),)
        if condition.strictly:
            return (f">{_told(least)}" if least is not None else f"<{_told(most)}",)
        return (
            (f"{_told(least)}..{_told(most)}",)
            if least is not None and most is not None
            else (f">={_told(least)}" if least is not None else f"<={_told(most)}",)
        )


def _amount(text: str) -> float:
    number = float(text)
    return int(number) if number == int(number) else number


def _told(amount: float | None) -> str:
    if not isinstance(amount, float):
        return "" if amount is None else str(amount)
    return f"{amount:.15f}".rstrip("0").rstrip(".")
