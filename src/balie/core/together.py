"""Readings that need nothing of one another ask the database together: in one round trip.

A reading is a generator: it yields statements with their parameters, is sent the rows of each, may ask on, and returns
what it made of them.
"""

from collections.abc import Generator, Sequence
from typing import Any, TypeVar, overload

from balie.core.prepared import several
from balie.core.trips import Question

Rows = list[tuple[Any, ...]]
R = TypeVar("R")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")

Reading = Generator[Sequence[Question], Sequence[Rows], R]


def alone(reading: Reading[R]) -> R:
    try:
        asked = next(reading)
        while True:
            asked = reading.send(several(asked))
    except StopIteration as end:
        made: R = end.value
        return made


@overload
def together(one: Reading[A], two: Reading[B], /) -> tuple[A, B]: ...
@overload
def together(one: Reading[A], two: Reading[B], three: Reading[C], /) -> tuple[A, B, C]: ...
@overload
def together(one: Reading[A], two: Reading[B], three: Reading[C], four: Reading[D], /) -> tuple[A, B, C, D]: ...
def together(*readings: Reading[Any]) -> tuple[Any, ...]:
    """What each of them makes, in their order; as many round trips as the one takes that asks most often."""
    return alone(_abreast(readings))


def _abreast(readings: Sequence[Reading[Any]]) -> Reading[tuple[Any, ...]]:
    made: list[Any] = [None] * len(readings)
    asked: dict[int, Sequence[Question]] = {}

    def go_on(place: int, answers: Sequence[Rows] | None) -> None:
        try:
            asked[place] = readings[place].send(answers)  # type: ignore[arg-type] # None begins it
        except StopIteration as end:
            made[place] = end.value

    for place in range(len(readings)):
        go_on(place, None)
    while asked:
        round_, answers = list(asked.items()), iter((yield [one for some in asked.values() for one in some]))
        asked.clear()
        for place, questions in round_:
            go_on(place, [next(answers) for _ in questions])
    return tuple(made)
