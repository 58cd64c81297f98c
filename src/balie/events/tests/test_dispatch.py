"""The steps that follow an event after its commit."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from balie.core import clock
from balie.events import dispatch, reactions
from balie.events.actor import SYSTEM
from balie.events.models import Event
from balie.events.reactions import Reaction, Step
from balie.events.recording import record

pytestmark = pytest.mark.django_db(transaction=True)

Follow = Callable[..., None]


@pytest.fixture
def follow(monkeypatch: pytest.MonkeyPatch) -> Follow:
    def table(*steps: Step) -> None:
        monkeypatch.setattr(reactions, "_table", {"test.happened": Reaction(after=steps)})
        monkeypatch.setattr(reactions, "_every", ())

    return table


def happen() -> Event:
    with transaction.atomic():
        return record("test.happened", actor=SYSTEM)


def broken(_event: Event) -> None:
    raise ValueError("out of order")


def test_each_step_is_taken_once(follow: Follow) -> None:
    taken: list[int] = []
    follow(lambda event: taken.append(event.pk), lambda event: taken.append(-event.pk))
    event = happen()

    dispatch.run_batch()
    dispatch.run_batch()
    assert taken == [event.pk, -event.pk]


def test_a_step_that_fails_keeps_nobody_from_theirs_and_is_taken_again(follow: Follow) -> None:
    taken: list[int] = []
    follow(broken, lambda event: taken.append(event.pk))
    first, second = happen(), happen()

    dispatch.run_batch()
    dispatch.run_batch()
    assert taken == [first.pk, second.pk]

    follow(lambda event: taken.append(-event.pk))
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        dispatch.run_batch()
    assert taken[2:] == [-first.pk, -second.pk]
    assert not Event.objects.filter(due_at__isnull=False).exists()


def test_what_a_failing_step_changed_is_undone(follow: Follow) -> None:
    def half_done(event: Event) -> None:
        Event.objects.filter(pk=event.pk).update(data={"half": "done"})
        broken(event)

    follow(half_done)
    event = happen()
    dispatch.run_batch()

    event.refresh_from_db()
    assert event.data == {}
    assert event.attempts == 1


def test_one_that_never_works_is_given_up_in_the_end(follow: Follow) -> None:
    follow(broken)
    event = happen()
    moment = clock.now()
    for _attempt in range(20):
        moment += timedelta(hours=7)
        with clock.set_to(moment):
            dispatch.run_batch()

    event.refresh_from_db()
    assert event.due_at is None
    assert event.attempts == 16


def test_nothing_happens_for_a_change_that_was_undone(follow: Follow) -> None:
    taken: list[int] = []
    follow(lambda event: taken.append(event.pk))
    with pytest.raises(RuntimeError), transaction.atomic():
        happen()
        raise RuntimeError

    assert dispatch.run_batch() == 0
    assert taken == []
