"""Conditions on things that have fields: what views, filters and rules are made of. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from balie.conditions.moments import Point

Value = str | int | None


class Who(StrEnum):
    """Values that mean another thing for everyone who looks."""

    ME = "me"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Is:
    """The field holds one of these; None stands for nothing at all."""

    field: str
    values: tuple[Value | Who, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """Of a moment: not before `since`, and before `until`."""

    field: str
    since: Point | None = None
    until: Point | None = None


@dataclass(frozen=True, slots=True)
class Sized:
    """Of a number: not less than `least` and not more than `most`; `strictly`: neither of them itself."""

    field: str
    least: float | None = None
    most: float | None = None
    strictly: bool = False


@dataclass(frozen=True, slots=True)
class Says:
    """These words, or as a phrase, somewhere in what was said."""

    text: str
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Node, ...]


Node = Is | Within | Sized | Says | Not | All | Either
# What is asked of one field.
Asked = Is | Within | Sized
ANYTHING = All()


def parts_of(node: Node) -> tuple[Node, ...]:
    """What all has to hold."""
    return node.parts if isinstance(node, All) else (node,)


def all_of(*nodes: Node) -> Node:
    parts = tuple(part for node in nodes for part in parts_of(node))
    return parts[0] if len(parts) == 1 else All(parts)


def leaves(node: Node) -> Iterator[Asked | Says]:
    match node:
        case Not(part):
            yield from leaves(part)
        case All(parts) | Either(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            yield node


def without(node: Node, field: str) -> Node:
    """As it stands, but for what is asked of this field by itself."""
    return all_of(*(part for part in parts_of(node) if not _only_of(part, field)))


def replaced(node: Node, field: str, part: Node) -> Node:
    """As `without`, with this in its place, or at the end."""
    parts = parts_of(node)
    at = next((place for place, one in enumerate(parts) if _only_of(one, field)), len(parts))
    before, after = parts[:at], parts[at:]
    return all_of(*before, part, *(one for one in after if not _only_of(one, field)))


def condition_on(node: Node, field: str) -> Asked | None:
    """What is asked of a field, where that is one thing; None where it is nothing, or more, or the opposite."""
    found = [leaf for leaf in leaves(node) if not isinstance(leaf, Says) and leaf.field == field]
    return found[0] if len(found) == 1 and found[0] in parts_of(node) else None


def is_asked(node: Node, field: str) -> bool:
    return any(not isinstance(leaf, Says) and leaf.field == field for leaf in leaves(node))


def _only_of(node: Node, field: str) -> bool:
    inner = node.part if isinstance(node, Not) else node
    return isinstance(inner, Asked) and inner.field == field
