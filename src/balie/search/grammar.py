"""What is typed into a search box, understood: words, "phrases", -not, #number. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 300
MOST_TERMS = 12
_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_NUMBER = re.compile(r"#?([0-9]{1,18})")
# Shorter beginnings stand for too many words.
_SHORTEST_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class Term:
    """`others`: which will do as well."""

    text: str
    phrase: bool = False
    others: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """`number`: the whole query is a ticket's number, as 123 or #123. `beginning`: the last word, when it may be the
    beginning of one that is not fully typed yet.
    """

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    number: int | None = None
    beginning: str = ""


def understand(text: str) -> Asked:
    plain = " ".join(text.replace("\x00", " ").split())[:LONGEST]
    wanted: list[Term] = []
    unwanted: list[Term] = []
    beginning = ""
    for found in list(_TERM.finditer(plain))[:MOST_TERMS]:
        term = Term(found["phrase"] if found["word"] is None else found["word"], phrase=found["word"] is None)
        if not any(character.isalnum() for character in term.text):
            continue
        (unwanted if found["minus"] else wanted).append(term)
        beginning = term.text if found.end() == len(plain) and may_begin(term) and not found["minus"] else ""
    number = _NUMBER.fullmatch(plain)
    return Asked(tuple(wanted), tuple(unwanted), int(number[1]) if number else None, beginning)


def may_begin(term: Term) -> bool:
    return not term.phrase and term.text.isalnum() and len(term.text) >= _SHORTEST_BEGINNING
