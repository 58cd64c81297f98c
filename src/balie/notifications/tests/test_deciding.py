"""Who is told, whatever happens and whoever is there."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from balie.notifications.deciding import BY_NAME, MOST, Happening, Person, decide, may_see
from balie.notifications.kinds import Kind, Rhythm, Way
from balie.notifications.shifts import Shift
from balie.notifications.wishes import Wishes

MONDAY_NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SHIFT = Shift(AMSTERDAM)
ids, teams = some.integers(1, 6), some.frozensets(some.integers(1, 3), max_size=2)
moments = some.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001 -- made aware at once
shifts = some.builds(
    Shift, some.just(AMSTERDAM), some.frozensets(some.integers(0, 6)), some.integers(0, 1439), some.integers(0, 1439)
)
wishes = some.builds(
    Wishes, shifts,
    some.dictionaries(some.sampled_from(Kind), some.lists(some.sampled_from(Way), unique=True)),
    some.sampled_from(Rhythm),
)  # fmt: skip
happenings = some.builds(
    Happening,
    some.sampled_from(
        ["ticket.assigned", "ticket.opened", "message.received", "message.replied", "message.noted", "x", *BY_NAME]
    ),
    some.none() | ids, some.none() | some.integers(1, 3), some.none() | ids, some.booleans(), some.frozensets(ids),
    teams, some.frozensets(ids, max_size=2),
)  # fmt: skip
peoples = some.lists(
    some.builds(
        Person, ids, wishes, some.booleans(), some.booleans(), teams, some.booleans(), some.booleans(),
        some.none() | ids,
    ),
    unique_by=lambda one: one.id,
).map(lambda all_: {one.id: one for one in all_})  # fmt: skip


@given(happenings, peoples, moments)
def test_nobody_is_told_what_they_did_or_may_not_see_nor_twice(
    it: Happening, people: dict[int, Person], moment: datetime
) -> None:
    told = decide(it, people, moment)
    assert len({one.user for one in told}) == len(told) <= MOST
    for one in told:
        person = people[one.user]
        assert one.user != it.actor
        assert one.user not in it.besides
        assert person.works
        assert may_see(it, person)


@given(happenings, peoples, moments)
def test_nothing_disturbs_whoever_is_away_or_at_home_unless_it_is_urgent(
    it: Happening, people: dict[int, Person], moment: datetime
) -> None:
    for one in decide(it, people, moment):
        person = people[one.user]
        if person.away:
            assert one.mail_at is None
        if not it.urgent:
            assert one.instead_of is None
            assert one.mail_at is None or person.wishes.shift.is_open(one.mail_at)
        assert one.mail_at is None or one.mail_at > moment


@given(happenings, peoples, moments)
def test_whoever_wants_nothing_hears_nothing_of_their_own(
    it: Happening, people: dict[int, Person], moment: datetime
) -> None:
    for one in decide(it, people, moment):
        if one.instead_of is None:
            assert people[one.user].wishes.ways(one.kind)


def person(pk: int, **more: object) -> Person:
    return Person(pk, Wishes(SHIFT), teams=frozenset({1}), **more)  # type: ignore[arg-type]


def test_what_is_urgent_comes_to_the_substitute_too() -> None:
    people = {1: person(1, away=True, substitute=2), 2: person(2)}
    answer = Happening("message.received", actor=None, team=1, assignee=1, urgent=True)
    first, second = decide(answer, people, MONDAY_NOON)
    assert (first.user, first.mail_at) == (1, None)
    assert (second.user, second.instead_of, second.mail_at) == (2, 1, MONDAY_NOON + timedelta(minutes=1))
    (alone,) = decide(Happening("message.received", actor=None, team=1, assignee=1), people, MONDAY_NOON)
    assert alone.user == 1


def test_a_substitute_who_may_not_see_the_ticket_hears_nothing_of_it() -> None:
    people = {1: person(1, away=True, substitute=2), 2: Person(2, Wishes(SHIFT))}
    told = decide(Happening("message.received", None, team=1, assignee=1, urgent=True), people, MONDAY_NOON)
    assert [one.user for one in told] == [1]


def test_a_mail_waits_for_working_hours() -> None:
    friday_night = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
    usual = Wishes(SHIFT)
    assert usual.mail_at(friday_night, urgent=False) == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    assert usual.mail_at(friday_night, urgent=True) == friday_night + timedelta(minutes=1)
    assert usual.mail_at(MONDAY_NOON, urgent=False) == MONDAY_NOON + timedelta(minutes=15)
    daily = Wishes(SHIFT, rhythm=Rhythm.DAILY)
    assert daily.mail_at(MONDAY_NOON, urgent=False) == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def test_without_quiet_hours_nothing_waits_for_the_morning() -> None:
    night = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
    always = Shift(AMSTERDAM, frozenset())
    assert always.is_open(night)
    assert Wishes(always).mail_at(night, urgent=False) == night + timedelta(minutes=15)


@given(shifts, moments)
def test_work_begins_after_the_moment_and_on_a_day_of_work(shift: Shift, moment: datetime) -> None:
    begin = shift.next_begin(moment)
    assert moment < begin <= moment + timedelta(days=8)
    if shift.days:
        assert begin.astimezone(AMSTERDAM).weekday() in shift.days
