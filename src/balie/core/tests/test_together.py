"""Readings that need nothing of one another ask together."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.core import together as module
from balie.core.prepared import several
from balie.core.together import Reading, alone, together
from balie.core.trips import Question

pytestmark = pytest.mark.django_db

_SUM = "select %s::int + %s::int"


def counting(*rounds: int) -> Reading[list[int]]:
    """Asks so many questions in each round; each tells its round and its place."""
    told: list[int] = []
    for nth, questions in enumerate(rounds):
        found = yield [(_SUM, (100 * nth, place)) for place in range(questions)]
        told += [value for ((value,),) in found]
    return told


def test_a_reading_alone_hears_the_answers_to_its_own_questions() -> None:
    assert alone(counting(2, 0, 1)) == [0, 1, 200]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), max_size=3), min_size=2, max_size=4))
def test_together_each_hears_what_it_would_hear_alone(plans: list[list[int]]) -> None:
    readings = [counting(*plan) for plan in plans]

    assert list(together(*readings)) == [alone(counting(*plan)) for plan in plans]


def test_as_many_trips_are_made_as_one_of_them_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    trips: list[int] = []

    def counted(questions: list[Question]) -> object:
        trips.append(len(questions))
        return several(questions)

    monkeypatch.setattr(module, "several", counted)

    together(counting(1, 2), counting(3), counting(1, 1))

    assert trips == [5, 3]
