"""A service that does not answer is left alone, and few questions are asked at once."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.translation.sparing import AT_ONCE, REST, NotNow, Sparing


class Silence(Exception):
    pass


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def ask(sparing: Sparing, address: str = "here", *, problem: type[Exception] | None = None) -> None:
    with sparing.asking(address, silent=Silence):
        if problem:
            raise problem


def test_one_that_was_silent_is_left_alone_for_a_while(clock: Clock) -> None:
    sparing = Sparing(clock)
    with pytest.raises(Silence):
        ask(sparing, problem=Silence)
    clock.now = REST - 1
    with pytest.raises(NotNow):
        ask(sparing)
    ask(sparing, "elsewhere")
    clock.now = REST
    ask(sparing)
    ask(sparing)


def test_only_one_finds_out_whether_it_is_back(clock: Clock) -> None:
    sparing = Sparing(clock)
    with suppress(Silence):
        ask(sparing, problem=Silence)
    clock.now = REST
    with sparing.asking("here", silent=Silence), pytest.raises(NotNow):
        ask(sparing)
    with suppress(Silence):
        ask(sparing, problem=Silence)
    with pytest.raises(NotNow):
        ask(sparing)


def test_what_is_wrong_with_the_question_is_no_silence(clock: Clock) -> None:
    sparing = Sparing(clock)
    with pytest.raises(ZeroDivisionError):
        ask(sparing, problem=ZeroDivisionError)
    ask(sparing)


def test_few_are_asked_at_once_wherever_they_are(clock: Clock) -> None:
    sparing = Sparing(clock)
    held = [sparing.asking(str(number), silent=Silence) for number in range(AT_ONCE)]
    for one in held:
        one.__enter__()
    with pytest.raises(NotNow):
        ask(sparing)
    held[0].__exit__(None, None, None)
    ask(sparing)


steps = st.tuples(st.sampled_from("ab"), st.sampled_from([None, Silence, KeyError]), st.floats(0, 2 * REST))


@given(st.lists(steps))
def test_it_is_asked_unless_it_was_silent_a_moment_ago(done: list[tuple[str, type[Exception] | None, float]]) -> None:
    clock = Clock()
    sparing, silent = Sparing(clock), dict[str, float]()
    for address, problem, passed in done:
        clock.now += passed
        rests = address in silent and clock.now < silent[address] + REST
        try:
            ask(sparing, address, problem=problem)
        except NotNow:
            assert rests
            continue
        except (Silence, KeyError):
            pass
        assert not rests
        if problem is None:
            silent.pop(address, None)
        elif problem is Silence or address in silent:
            silent[address] = clock.now
