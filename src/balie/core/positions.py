"""How definitions that stand in an order come to another place in it."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from django.db.models import QuerySet


class Placed(Protocol):
    pk: Any
    position: int


P = TypeVar("P", bound=Placed)


def locked_in_order(rows: "QuerySet[Any]") -> list[Any]:
    """All of them, taken by their ids, as an order changes. Call within a transaction."""
    return sorted(rows.select_for_update().order_by("pk"), key=lambda one: (one.position, one.pk))


def place_of(it: P, order: Sequence[P], beside: Sequence[P]) -> int:
    """How many of `beside` stand before it."""
    before = {one.pk for one in order[: order.index(it)]}
    return sum(one.pk in before for one in beside)


def put(it: P, order: Sequence[P], beside: Sequence[P], *, place: int) -> list[P]:
    """After so many of `beside`, which it is none of. The others stay as they stand."""
    rest = [one for one in order if one != it]
    if not beside:
        return list(order)
    at = rest.index(beside[place]) if place < len(beside) else rest.index(beside[-1]) + 1
    return [*rest[:at], it, *rest[at:]]


def write_order(rows: "QuerySet[Any]", order: Iterable[Placed]) -> None:
    for position, one in enumerate(order, start=1):
        if one.position != position:
            rows.filter(pk=one.pk).update(position=position)
