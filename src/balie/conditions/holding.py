"""Whether conditions hold of something at hand. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from balie.conditions.looking import Looking, meant
from balie.conditions.moments import Point, instant
from balie.conditions.tree import All, Asked, Either, Is, Node, Not, Says, Sized, Value, Within


@dataclass(frozen=True, slots=True)
class Written:
    """A text that is asked for by a part of it."""

    text: str


Fact = Value | float | datetime | Written | Collection[Value]
Facts = Mapping[str, Fact]


def holds(node: Node, facts: Facts, looking: Looking, said: str = "") -> bool:
    """`facts` by field, those of any number as a collection; `said`: all that was said."""
    match node:
        case Not(part):
            return not holds(part, facts, looking, said)
        case All(parts):
            return all(holds(part, facts, looking, said) for part in parts)
        case Either(parts):
            return any(holds(part, facts, looking, said) for part in parts)
        case Says(text):
            return text.casefold() in said.casefold()
        case _:
            return _meets(facts.get(node.field), node, looking)


def _meets(fact: Fact, asked: Asked, looking: Looking) -> bool:
    match asked:
        case Is():
            return _is_one_of(fact, meant(asked.values, looking))
        case Within():
            return _lies(fact, asked.since, asked.until, looking)
        case Sized():
            return _measures(fact, asked)


def _is_one_of(fact: object, values: tuple[Value, ...]) -> bool:
    if isinstance(fact, Written):
        return any(str(value).casefold() in fact.text.casefold() for value in values if value is not None)
    return bool(_had(fact) & set(values))


def _measures(fact: object, asked: Sized) -> bool:
    if not isinstance(fact, int | float):
        return False
    if asked.strictly:
        return (asked.least is None or fact > asked.least) and (asked.most is None or fact < asked.most)
    return (asked.least is None or fact >= asked.least) and (asked.most is None or fact <= asked.most)


def _had(fact: object) -> set[object]:
    """Nothing at all is None, as a condition names it."""
    if isinstance(fact, Collection) and not isinstance(fact, str):
        return set(fact) or {None}
    return {fact}


def _lies(fact: object, since: Point | None, until: Point | None, looking: Looking) -> bool:
    if not isinstance(fact, datetime):
        return False
    begins = since is None or fact >= instant(since, looking.now, looking.zone)
    return begins and (until is None or fact < instant(until, looking.now, looking.zone))
