"""Definitions come to another place among their like; the others stay as they stand."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from balie.core.positions import place_of, put


@dataclass(unsafe_hash=True)
class One:
    pk: int
    position: int = 0


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[One], One, list[One], int]:
    """An order, one of it, those it has its place among, and a place."""
    order = [One(pk) for pk in range(draw(st.integers(1, 8)))]
    it = draw(st.sampled_from(order))
    beside = [one for one in order if one != it and draw(st.booleans())]
    return order, it, beside, draw(st.integers(0, len(beside)))


@given(cases())
def test_it_stands_after_as_many_of_its_like_as_was_asked(case: tuple[list[One], One, list[One], int]) -> None:
    order, it, beside, place = case
    after = put(it, order, beside, place=place)
    assert place_of(it, after, beside) == (place if beside else place_of(it, order, beside))
    assert [one for one in after if one != it] == [one for one in order if one != it]


@given(cases())
def test_where_it_stands_already_it_stays_among_its_like(case: tuple[list[One], One, list[One], int]) -> None:
    order, it, beside, _place = case
    after = put(it, order, beside, place=place_of(it, order, beside))
    like = {it, *beside}
    assert [one for one in after if one in like] == [one for one in order if one in like]
