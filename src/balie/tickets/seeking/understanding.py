"""What is typed into the search box: words to look for, and among them conditions on tickets as in a filter. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from balie.conditions.fields import Choice, Field, UnknownValue
from balie.conditions.grammar import Unclear, Why, understand
from balie.conditions.tree import (
    ANYTHING,
    Either,
    Is,
    Node,
    Not,
    Says,
    all_of,
    condition_on,
    is_asked,
    parts_of,
    without,
)
from balie.search.grammar import LONGEST, MOST_TERMS, Asked, Term, may_begin

TICKETS, CONTACTS, ORGANISATIONS, ARTICLES = "tickets", "contacts", "organisations", "articles"
PLACES = (TICKETS, CONTACTS, ORGANISATIONS, ARTICLES)
IN = Choice("in", {place: place for place in PLACES})
_NUMBER = re.compile(r"#?([0-9]{1,18})")
_NAMED = re.compile(r"(?P<minus>-?)(?P<key>[A-Za-z_][A-Za-z0-9_]*):(?P<values>(?:\"[^\"]*\"?|[^\s\"()])*)")
# As a header of a mail has it.
_APART = re.compile(r"-?(?P<typed>(?P<key>[A-Za-z_][A-Za-z0-9_]*):\s+(?P<value>[^\s\"():]+))")
_OF_FIELDS = frozenset({Why.NO_FIELD, Why.NO_VALUE, Why.UNKNOWN_VALUE})
_MENDABLE = _OF_FIELDS | {Why.UNCLOSED, Why.UNOPENED, Why.TOO_MANY}


@dataclass(frozen=True, slots=True)
class Sought:
    """`node`: all of it, but `in:`; `asked`: its words; `rest`: what else there is of it; `place`: the one kind of
    thing that is looked for, or empty; `text`: as it was taken; `mistyped`: why a word of which text may have been
    meant otherwise.
    """

    node: Node
    asked: Asked
    rest: Node
    place: str
    text: str
    mistyped: tuple[Unclear, str] | None = None

    @property
    def words(self) -> str:
        """To look for people and articles by; empty where that was not what was asked."""
        return "" if self.rest != ANYTHING else " ".join(term.text for term in self.asked.wanted)


def sought(text: str, fields: Mapping[str, Field]) -> Sought:
    """An address, "Re:" or "From: emma" is no field, nor need brackets be closed here. Raises Unclear for a kind of
    thing within brackets.
    """
    plain = " ".join(text.replace("\x00", " ").split())[:LONGEST]
    node, taken, mistyped = _understood(plain, {**fields, IN.key: IN})
    chosen = condition_on(node, IN.key)
    node = without(node, IN.key) if chosen else node
    if is_asked(node, IN.key):
        raise Unclear(Why.NO_FIELD, taken.lower().find("in:"), field=IN.key)
    place = str(chosen.values[0]) if isinstance(chosen, Is) else ""
    asked, rest = _parted(node, plain)
    return Sought(node, asked, rest, place, taken, mistyped)


def _understood(text: str, fields: Mapping[str, Field]) -> tuple[Node, str, tuple[Unclear, str] | None]:
    mistyped = None
    while True:
        try:
            return understand(text, fields), text, mistyped
        except Unclear as unclear:
            if unclear.why not in _MENDABLE:
                raise
            meant = _put_together(text, unclear, fields) if unclear.why == Why.NO_VALUE else unclear
            mistyped = mistyped or ((meant, text) if meant.near else None)
            text = _mended(text, unclear)


def _put_together(text: str, unclear: Unclear, fields: Mapping[str, Field]) -> Unclear:
    """With what stands after the colon and a space as its value, if it can be that."""
    found = _APART.match(text, unclear.at)
    if found is None:
        return unclear
    key, value = found["key"].lower(), found["value"]
    try:
        fields[key].read([value])
    except UnknownValue:
        return unclear
    return Unclear(unclear.why, unclear.at, field=key, value=found["typed"], near=(f"{key}:{value}",))


def _mended(text: str, unclear: Unclear) -> str:
    before, after = text[: unclear.at], text[unclear.at :]
    if unclear.why == Why.TOO_MANY:
        return before
    if unclear.why in _OF_FIELDS and (found := _NAMED.match(after)):
        words = " ".join(f"{found['key']}:{found['values']}".replace('"', " ").split())
        return f'{before}{found["minus"]}"{words}"{after[found.end() :]}'
    return before + " " + after.removeprefix("-")[1:]


def _parted(node: Node, text: str) -> tuple[Asked, Node]:
    """Words, and what is a condition on each ticket. Unwanted words alone are one, too."""
    wanted: list[Term] = []
    unwanted: list[Says] = []
    rest: list[Node] = []
    for part in parts_of(node):
        match part:
            case Says():
                wanted.append(_term(part))
            case Not(Says() as said):
                unwanted.append(said)
            case Either(parts) if all(isinstance(one, Says) for one in parts):
                first, *others = (_term(one) for one in parts if isinstance(one, Says))
                wanted.append(Term(first.text, phrase=first.phrase, others=tuple(others)))
            case _:
                rest.append(part)
    if not wanted:
        return Asked(number=_number(text)), all_of(*rest, *map(Not, unwanted))
    last = wanted[-1]
    begun = last.text if may_begin(last) and not last.others and text.split()[-1:] == [last.text] else ""
    return Asked(tuple(wanted[:MOST_TERMS]), tuple(map(_term, unwanted)), _number(text), begun), all_of(*rest)


def _term(said: Says) -> Term:
    return Term(said.text, phrase=said.phrase)


def _number(text: str) -> int | None:
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None
