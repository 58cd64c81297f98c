"""What is typed into a filter, understood: `status:open team:it,none -tag:vip (created:7d or "printer")`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from balie.conditions.fields import Field, UnknownValue
from balie.conditions.tree import All, Either, Node, Not, Says, all_of

LONGEST = 1_000
MOST_TERMS = 40
DEEPEST = 8

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<open>-?\()
  | (?P<close>\))
  | (?P<minus>-?)(?:
        (?P<key>[A-Za-z_][A-Za-z0-9_]*):(?P<values>(?:"[^"]*"?|[^\s"()])*)
      | "(?P<phrase>[^"]*)"?
      | (?P<word>[^\s"()]+)
    )
    """,
    re.VERBOSE,
)
_VALUE = re.compile(r'"(?P<quoted>[^"]*)"?|(?P<bare>[^,"]+)')
_OR = "or"


class Why(StrEnum):
    NO_FIELD = "no_field"
    NO_VALUE = "no_value"
    UNKNOWN_VALUE = "unknown_value"
    UNCLOSED = "unclosed"
    UNOPENED = "unopened"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"


class Unclear(ValueError):
    """Why a filter can't be understood, and where in its text; `near`: what may have been meant."""

    def __init__(self, why: Why, at: int = 0, *, field: str = "", value: str = "", near: tuple[str, ...] = ()) -> None:
        super().__init__(why, at)
        self.why, self.at, self.field, self.value, self.near = why, at, field, value, near


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    at: int
    text: str = ""
    key: str = ""
    minus: bool = False


def understand(text: str, fields: Mapping[str, Field]) -> Node:
    """Terms beside each other must all hold; `or` binds weaker. Raises Unclear."""
    if len(text) > LONGEST:
        raise Unclear(Why.TOO_LONG, LONGEST)
    tokens = list(_tokens(text.replace("\x00", " ")))
    if len(tokens) > MOST_TERMS:
        raise Unclear(Why.TOO_MANY, tokens[MOST_TERMS].at)
    reader = _Reader(tokens, fields)
    node = reader.either(depth=0)
    if reader.left:
        raise Unclear(Why.UNOPENED, reader.left[0].at)
    return node


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:  # a minus before nothing
            at += 1
            continue
        at = found.end()
        kind = found.lastgroup
        if kind == "space":
            continue
        if kind in {"open", "close"}:
            yield _Token(kind, found.start(), minus=found[0].startswith("-"))
            continue
        minus = bool(found["minus"])
        if found["key"] is not None:
            yield _Token("field", found.start(), found["values"], found["key"].lower(), minus)
        elif found["phrase"] is not None:
            yield _Token("phrase", found.start(), found["phrase"], minus=minus)
        else:
            yield _Token("word", found.start(), found["word"], minus=minus)


class _Reader:
    def __init__(self, tokens: list[_Token], fields: Mapping[str, Field]) -> None:
        self.left = tokens
        self._fields = fields

    def either(self, depth: int) -> Node:
        parts = [self._all(depth)]
        while self.left and _is_or(self.left[0]):
            self.left = self.left[1:]
            parts.append(self._all(depth))
        # An `or` with nothing at one of its sides is a word that was not meant.
        told = [part for part in parts if part != All()]
        return told[0] if len(told) == 1 else Either(tuple(told)) if told else All()

    def _all(self, depth: int) -> Node:
        parts: list[Node] = []
        while self.left and self.left[0].kind != "close" and not _is_or(self.left[0]):
            token, self.left = self.left[0], self.left[1:]
            node = self._group(token, depth) if token.kind == "open" else self._leaf(token)
            if node != All():
                parts.append(Not(node) if token.minus else node)
        return all_of(*parts)

    def _group(self, begun: _Token, depth: int) -> Node:
        if depth >= DEEPEST:
            raise Unclear(Why.TOO_MANY, begun.at)
        node = self.either(depth + 1)
        if not self.left:
            raise Unclear(Why.UNCLOSED, begun.at)
        self.left = self.left[1:]
        return node

    def _leaf(self, token: _Token) -> Node:
        if token.kind != "field":
            # What can only be written in quotation marks is as if it had been.
            quoted = token.kind == "phrase" or token.text.lower() == _OR
            return Says(token.text, quoted) if _has_letters(token.text) else All()
        if token.key not in self._fields:
            near = tuple(get_close_matches(token.key, list(self._fields)))
            raise Unclear(Why.NO_FIELD, token.at, field=token.key, near=near)
        values = [value for value in _values(token.text) if value]
        if not values:
            raise Unclear(Why.NO_VALUE, token.at, field=token.key)
        try:
            return self._fields[token.key].read(values)
        except UnknownValue as unknown:
            raise Unclear(
                Why.UNKNOWN_VALUE, token.at, field=token.key, value=unknown.value, near=unknown.near
            ) from unknown


def _is_or(token: _Token) -> bool:
    return token.kind == "word" and token.text.lower() == _OR and not token.minus


def _has_letters(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _values(text: str) -> list[str]:
    return [found["quoted"] if found["bare"] is None else found["bare"] for found in _VALUE.finditer(text)]
