"""Whether conditions hold of something at hand. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from balie.conditions.looking import Looking, meant
from balie.conditions.moments import Point, instant
from balie.conditions.tree import All, Either, Is, Node, Not, Says, Value, Within

Facts = Mapping[str, "Value | datetime | Collection[Value]"]


def holds(node: Node, facts: Facts, looking: Looking, said: str = "") -> bool:
    """`facts` by field, those of any number as a collection; `said`: all that was said."""
    match node:
        case Not(part):
            return not holds(part, facts, looking, said)
        case All(parts):
            return all(holds(part, facts, looking, said) for part in parts)
        case Either(parts):
            return any(holds(part, facts, looking, said) for part in parts)
        case Is(name, values):
            return bool(_had(facts.get(name)) & set(meant(values, looking)))
        case Within(name, since, until):
            return _lies(facts.get(name), since, until, looking)
        case Says(text):
            return text.casefold() in said.casefold()


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
