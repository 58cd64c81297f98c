"""Cuts out of a text what shows best why it was found. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

LENGTH = 240
# How much stands before the first mark.
_LEAD = 60
_MORE = "…"

Stretch = tuple[int, int]


class Part(NamedTuple):
    text: str
    marked: bool


def cut(text: str, marks: Sequence[Stretch]) -> list[Part]:
    """Some 240 characters with as many marks as fit; the beginning when there is none. Whole words."""
    if not text:
        return []
    begin = _begin(text, marks)
    end = _word_end(text, begin + LENGTH)
    shown = [(max(start, begin) - begin, stop - begin) for start, stop in marks if start >= begin and stop <= end]
    parts = marked_parts(text[begin:end], shown)
    before = [Part(_MORE + " ", marked=False)] if begin else []
    after = [Part(" " + _MORE, marked=False)] if end < len(text) else []
    return [*before, *parts, *after]


def marked_parts(text: str, marks: Sequence[Stretch]) -> list[Part]:
    parts, at = [], 0
    for start, stop in marks:
        parts += [Part(text[at:start], marked=False), Part(text[start:stop], marked=True)]
        at = stop
    return [part for part in [*parts, Part(text[at:], marked=False)] if part.text]


def _begin(text: str, marks: Sequence[Stretch]) -> int:
    if not marks:
        return 0
    reach = LENGTH - _LEAD
    best = max(marks, key=lambda mark: sum(mark[0] <= other[0] and other[1] <= mark[0] + reach for other in marks))
    begin = best[0] - _LEAD
    if begin <= 0:
        return 0
    space = text.find(" ", begin, best[0])
    return space + 1 if space >= 0 else begin


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", max(end - 40, 0), end)
    return space if space > 0 else end
