"""A queue's thread: it goes on whatever happens."""

import threading
from collections.abc import Callable, Iterator

import pytest

from balie.jobs import lane as lanes
from balie.jobs.lane import Lane
from balie.jobs.queues import Queue

pytestmark = pytest.mark.django_db(transaction=True)

_PATIENCE = 10.0


class Work:
    """A queue whose batches are the given ones, then none."""

    def __init__(self, *batches: int | Exception) -> None:
        self.batches = list(batches)
        self.runs = 0
        self.ran = threading.Condition()

    def __call__(self) -> int:
        with self.ran:
            self.runs += 1
            self.ran.notify_all()
        batch = self.batches.pop(0) if self.batches else 0
        if isinstance(batch, Exception):
            raise batch
        return batch

    def wait_for(self, runs: int) -> bool:
        with self.ran:
            return self.ran.wait_for(lambda: self.runs >= runs, _PATIENCE)


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Work, float], Lane]]:
    started: list[Lane] = []

    def run(work: Work, sweep: float) -> Lane:
        monkeypatch.setattr(Queue, "load", lambda _queue: work)
        lane = Lane(Queue("test", "nowhere", sweep))
        started.append(lane)
        lane.start()
        return lane

    monkeypatch.setattr(lanes, "_FIRST_PAUSE", 0.01)
    yield run
    for lane in started:
        lane.stop()
        lane.join(_PATIENCE)
        assert not lane.is_alive()


def test_it_runs_until_nothing_is_left_and_again_when_woken(start: Callable[[Work, float], Lane]) -> None:
    work = Work(20, 7)
    lane = start(work, 60.0)
    assert work.wait_for(3)

    lane.wake()
    assert work.wait_for(4)


def test_it_looks_by_itself_too(start: Callable[[Work, float], Lane]) -> None:
    work = Work()
    start(work, 0.01)

    assert work.wait_for(4)


def test_an_error_is_told_and_the_queue_goes_on(start: Callable[[Work, float], Lane]) -> None:
    work = Work(ValueError("out of order"), ValueError("still"), 1)
    lane = start(work, 60.0)

    assert work.wait_for(4)
    lane.wake()
    assert work.wait_for(5)
    assert lane.problem == ""


def test_what_is_wrong_can_be_seen(start: Callable[[Work, float], Lane], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "_FIRST_PAUSE", 60.0)
    work = Work(ValueError("out of order"))
    lane = start(work, 60.0)
    assert work.wait_for(1)
    lane.stop()
    lane.join(_PATIENCE)

    assert lane.problem == "ValueError: out of order"
    assert work.runs == 1
