"""Who is away, and who stands in for them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from balie.accounts.absence import Away, Refused, announce_absence, end_absence
from balie.accounts.directory import _read as directory
from balie.accounts.models import Absence, User
from balie.accounts.staffing import deactivate_user
from balie.events.actor import Actor
from balie.events.models import Event
from tests.support.world import World

MONDAY, FRIDAY = date(2099, 3, 2), date(2099, 3, 6)

At = Callable[..., dict[int, Away]]


def away(user: User, substitute: User | None = None, first: date = MONDAY, last: date = FRIDAY) -> None:
    announce_absence(
        user_id=user.pk, first_day=first, last_day=last, substitute_id=substitute.pk if substitute else None
    )


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Who is away at a time of March 2099."""

    def asked(day: int, hour: int = 12) -> dict[int, Away]:
        monkeypatch.setattr("balie.accounts.absence.now", lambda: datetime(2099, 3, day, hour, tzinfo=UTC))
        return directory().away

    return asked


@pytest.mark.parametrize(("day", "there"), [(1, True), (2, False), (4, False), (6, False), (7, True)])
def test_both_days_belong_to_it(world: World, at: At, day: int, there: bool) -> None:
    away(world.anna, world.bram)
    assert at(day) == ({} if there else {world.anna.pk: Away(FRIDAY, world.bram.pk)})


@pytest.mark.parametrize(
    ("zone", "there"), [("Pacific/Auckland", False), ("America/Los_Angeles", True), ("No/Where", True)]
)
def test_a_day_begins_where_they_are(world: World, at: At, zone: str, there: bool) -> None:
    User.objects.filter(pk=world.anna.pk).update(time_zone=zone)
    away(world.anna)
    assert (world.anna.pk not in at(1, hour=14)) == there


def test_a_later_one_takes_the_place_of_the_one_before(world: World) -> None:
    away(world.anna, world.bram)
    away(world.anna, None, last=MONDAY)
    announced = Absence.objects.get()
    assert (announced.last_day, announced.substitute) == (MONDAY, None)
    end_absence(user_id=world.anna.pk)
    end_absence(user_id=world.anna.pk)
    kinds = [kind for kind in Event.objects.order_by("pk").values_list("kind", flat=True) if "absence" in kind]
    assert kinds == ["user.absence_announced", "user.absence_announced", "user.absence_ended"]


def test_days_that_make_no_sense_are_refused(world: World) -> None:
    for first, last in ((FRIDAY, MONDAY), (date(2020, 1, 1), date(2020, 1, 2))):
        with pytest.raises(Refused):
            away(world.anna, first=first, last=last)


def test_only_another_who_answers_can_stand_in(world: World) -> None:
    for other in (world.anna, world.lena):
        with pytest.raises(Refused):
            away(world.anna, other)


def test_nobody_is_offered_who_is_away_or_gone_themselves(world: World, at: At) -> None:
    at(4)
    away(world.anna, world.bram)
    assert directory().substitute_for(world.anna.pk) == world.bram.pk
    assert directory().substitute_for(world.bram.pk) is None
    away(world.bram, world.chiara)
    assert directory().substitute_for(world.anna.pk) is None
    end_absence(user_id=world.bram.pk)
    deactivate_user(user_id=world.bram.pk, actor=Actor.user(world.dieter.pk))
    assert directory().substitute_for(world.anna.pk) is None
