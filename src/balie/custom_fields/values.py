"""What was given for a field, in its one normal form. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from balie.core.visible import visible
from balie.custom_fields.definitions import Definition, Value
from balie.custom_fields.file_kinds import MOST as MOST_FILES
from balie.custom_fields.file_kinds import is_taken
from balie.custom_fields.types import Accepts, Type
from balie.files.uploads import NewFile

LONGEST = {Type.TEXT: 500, Type.LONG_TEXT: 10_000}
# Numbers are kept as JSON has them: so many digits come back as they were.
DIGITS = 15
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_TWO_WAYS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_YES = frozenset({"true", "on", "1", "yes"})
_NO = frozenset({"false", "off", "0", "no"})


class Why(StrEnum):
    REQUIRED = "required"
    NO_TEXT = "no_text"
    TOO_LONG = "too_long"
    NO_NUMBER = "no_number"
    TOO_MANY_DIGITS = "too_many_digits"
    TWO_WAYS = "two_ways"
    NO_DATE = "no_date"
    NO_CHOICE = "no_choice"
    NO_ANSWER = "no_answer"  # a checkbox is yes or no
    NOBODY = "nobody"
    NO_FILE = "no_file"
    NO_PICTURE = "no_picture"
    NO_DOCUMENT = "no_document"
    ONE_FILE = "one_file"
    TOO_MANY_FILES = "too_many_files"
    NO_FIELD = "no_field"


class Wrong(ValueError):
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def normal(definition: Definition, given: object, before: Value = None) -> Value:
    """None for nothing. A choice that is gone may only be kept, if it was there `before`. Raises Wrong."""
    if given is None or given is False or given in ("", []):
        return None
    return _READERS[Type(definition.type)](definition, given, before)


def _text(definition: Definition, given: object, _before: Value) -> Value:
    if not isinstance(given, str):
        raise Wrong(Why.NO_TEXT)
    text = given.replace("\x00", "").replace("\r\n", "\n").encode("utf-8", "ignore").decode().strip()
    if definition.type == Type.TEXT:
        text = " ".join(text.split())
    if len(text) > LONGEST[Type(definition.type)]:
        raise Wrong(Why.TOO_LONG)
    return text if visible(text) else None


def _number(_definition: Definition, given: object, before: Value) -> Value:
    if isinstance(given, str):
        text = given.strip().replace("\u2212", "-")
        if not _NUMBER.fullmatch(text):
            raise Wrong(Why.NO_NUMBER)
        if sum(character.isdecimal() for character in text) > DIGITS:
            raise Wrong(Why.TOO_MANY_DIGITS)
        given = float(text.replace(",", "."))
        # A thousand to some, one to others.
        if _TWO_WAYS.fullmatch(text) and given != before:
            raise Wrong(Why.TWO_WAYS)
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        raise Wrong(Why.NO_NUMBER)
    if abs(given) >= 10**DIGITS:
        raise Wrong(Why.TOO_MANY_DIGITS)
    number = round(float(given), DIGITS)
    return int(number) if number == int(number) else number


def _date(_definition: Definition, given: object, _before: Value) -> Value:
    if not isinstance(given, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given.strip()):
        raise Wrong(Why.NO_DATE)
    try:
        return date.fromisoformat(given.strip()).isoformat()
    except ValueError:
        raise Wrong(Why.NO_DATE) from None


def _choice(definition: Definition, given: object, before: Value) -> Value:
    kept = before if isinstance(before, list) else [before]
    for option in definition.options:
        if option.id == given and (not option.gone or option.id in kept):
            return option.id
    raise Wrong(Why.NO_CHOICE)


def _choices(definition: Definition, given: object, before: Value) -> Value:
    """Each once, in the order of the definition."""
    if not isinstance(given, list | tuple):
        given = [given]
    chosen = {_choice(definition, one, before) for one in given if one}
    return [option.id for option in definition.options if option.id in chosen] or None


def _checkbox(_definition: Definition, given: object, _before: Value) -> Value:
    if given is True:
        return True
    word = given.strip().lower() if isinstance(given, str) else ""
    if word not in _YES | _NO:
        raise Wrong(Why.NO_ANSWER)
    return True if word in _YES else None


def _person(_definition: Definition, given: object, _before: Value) -> Value:
    """By id; who that is, or whether, is looked up by whoever may."""
    if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) <= DIGITS:
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, int) or not 0 < given < 10**DIGITS:
        raise Wrong(Why.NOBODY)
    return given


def new_files(given: object) -> tuple[NewFile, ...]:
    """Of what was given for a field: what it does not hold yet."""
    every = given if isinstance(given, list | tuple) else [given]
    return tuple(one for one in every if isinstance(one, NewFile))


def _files(definition: Definition, given: object, before: Value) -> Value:
    """Ids of those that it keeps. The new ones (`new_files`) get theirs when they are stored: a list may be empty."""
    every = given if isinstance(given, list | tuple) else [given]
    new, held = new_files(given), before if isinstance(before, list) else []
    kept = list(dict.fromkeys(str(one) for one in every if not isinstance(one, NewFile)))
    if any(one not in held for one in kept):
        raise Wrong(Why.NO_FILE)
    if any(not is_taken(one.filename, definition.accepts) for one in new):
        raise Wrong(Why.NO_PICTURE if definition.accepts == Accepts.PICTURES else Why.NO_DOCUMENT)
    if len(kept) + len(new) > (MOST_FILES if definition.several else 1):
        raise Wrong(Why.TOO_MANY_FILES if definition.several else Why.ONE_FILE)
    return kept


_READERS: dict[Type, Callable[[Definition, object, Value], Value]] = {
    Type.TEXT: _text,
    Type.LONG_TEXT: _text,
    Type.NUMBER: _number,
    Type.DATE: _date,
    Type.CHOICE: _choice,
    Type.TREE: _choice,
    Type.CHOICES: _choices,
    Type.CHECKBOX: _checkbox,
    Type.CONTACT: _person,
    Type.USER: _person,
    Type.FILE: _files,
}
