"""Conditions as they are kept: JSON. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from balie.conditions.moments import Ago, At, Day, Point, Start, Unit
from balie.conditions.tree import All, Asked, Either, Is, Node, Not, Says, Sized, Value, Who, Within


def stored(node: Node) -> dict[str, Any]:
    match node:
        case Is(name, values):
            return {"field": name, "is": [{"who": value} if isinstance(value, Who) else value for value in values]}
        case Within() | Sized():
            return {"field": node.field, **_bounds(node)}
        case Says(text, phrase):
            return {"says": text, "phrase": phrase}
        case Not(part):
            return {"not": stored(part)}
        case All(parts):
            return {"all": [stored(part) for part in parts]}
        case Either(parts):
            return {"either": [stored(part) for part in parts]}


def _bounds(node: Within | Sized) -> dict[str, Any]:
    if isinstance(node, Within):
        return {"since": _kept(node.since), "until": _kept(node.until)}
    return {"least": node.least, "most": node.most, "strictly": node.strictly}


def restored(kept: dict[str, Any]) -> Node:
    """Raises KeyError or ValueError where `stored` did not make it."""
    if "all" in kept:
        return All(tuple(restored(part) for part in kept["all"]))
    if "either" in kept:
        return Either(tuple(restored(part) for part in kept["either"]))
    if "not" in kept:
        return Not(restored(kept["not"]))
    if "says" in kept:
        return Says(kept["says"], kept["phrase"])
    return _asked(kept)


def _asked(kept: dict[str, Any]) -> Asked:
    if "is" in kept:
        return Is(kept["field"], tuple(_value(value) for value in kept["is"]))
    if "least" in kept:
        return Sized(kept["field"], kept["least"], kept["most"], kept["strictly"])
    return Within(kept["field"], _point(kept["since"]), _point(kept["until"]))


def _value(kept: Any) -> Value | Who:
    return Who(kept["who"]) if isinstance(kept, dict) else kept


def _kept(point: Point | None) -> list[Any] | None:
    match point:
        case Ago(amount, unit):
            return ["ago", amount, unit]
        case At(moment):
            return ["at", moment.isoformat()]
        case Day(day):
            return ["day", day.isoformat()]
        case Start(unit, offset):
            return ["start", unit, offset]
    return None


def _point(kept: list[Any] | None) -> Point | None:
    match kept:
        case ["ago", amount, unit]:
            return Ago(amount, Unit(unit))
        case ["at", moment]:
            return At(datetime.fromisoformat(moment))
        case ["day", day]:
            return Day(date.fromisoformat(day))
        case ["start", unit, offset]:
            return Start(Unit(unit), offset)
    return None
