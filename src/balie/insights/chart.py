"""Bars of a small chart: where each stands, in units of the drawing. Nothing here needs a style or a script."""

from dataclasses import dataclass

from balie.insights.dashboard import Day

HEIGHT = 100
STEP = 40
BAR = 13


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Pair:
    day: Day
    x: int
    new: Bar
    solved: Bar


@dataclass(frozen=True, slots=True)
class Chart:
    pairs: list[Pair]
    top: int
    width: int


def chart_of(days: list[Day]) -> Chart:
    """`top` is the number at the upper line: a round one, at least as large as the largest bar."""
    top = _round_up(max((max(day.new, day.solved) for day in days), default=0))
    pairs = [
        Pair(
            day,
            x=index * STEP,
            new=_bar(index * STEP + 6, day.new, top),
            solved=_bar(index * STEP + 6 + BAR + 2, day.solved, top),
        )
        for index, day in enumerate(days)
    ]
    return Chart(pairs, top, STEP * len(days))


def _bar(x: int, number: int, top: int) -> Bar:
    height = round(number / top * HEIGHT, 1)
    return Bar(x, HEIGHT - height, height)


def _round_up(number: int) -> int:
    step = next(
        size * factor
        for size in (1, 10, 100, 1_000, 10_000, 10**9)
        for factor in (1, 2, 5)
        if size * factor * 5 >= number
    )
    return max(4, -(-number // step) * step)
