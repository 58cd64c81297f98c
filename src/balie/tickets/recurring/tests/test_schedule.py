"""When something comes back."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.core.business_time import BusinessCalendar, is_business_day
from balie.tickets.recurring.schedule import Closed, Schedule, Unit

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OFFICE = BusinessCalendar(
    AMSTERDAM,
    tuple(((0, 1440),) if day < 5 else () for day in range(7)),
    yearly_holidays=frozenset({(12, 25), (12, 26)}),
)
NINE = time(9)


def days(schedule: Schedule, after: date, most: int = 4) -> list[str]:
    begin = datetime.combine(after, time(0), tzinfo=schedule.zone)
    return [f"{moment.astimezone(schedule.zone):%a %d %b}" for moment in islice(schedule.moments(begin), most)]


def of(unit: Unit, since: str = "2026-01-01", **more: object) -> Schedule:
    return Schedule(unit, NINE, AMSTERDAM, date.fromisoformat(since), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (of(Unit.DAY, every=10), ["Thu 01 Jan", "Sun 11 Jan", "Wed 21 Jan", "Sat 31 Jan"]),
        (of(Unit.WEEK), ["Thu 01 Jan", "Thu 08 Jan", "Thu 15 Jan", "Thu 22 Jan"]),
        (of(Unit.WEEK, days=frozenset({0, 4}), every=2), ["Fri 02 Jan", "Mon 12 Jan", "Fri 16 Jan", "Mon 26 Jan"]),
        (of(Unit.WEEK, days=frozenset(range(5))), ["Thu 01 Jan", "Fri 02 Jan", "Mon 05 Jan", "Tue 06 Jan"]),
        (of(Unit.MONTH, month_day=31), ["Sat 31 Jan", "Sat 28 Feb", "Tue 31 Mar", "Thu 30 Apr"]),
        (of(Unit.MONTH, month_day=29, every=3), ["Thu 29 Jan", "Wed 29 Apr", "Wed 29 Jul", "Thu 29 Oct"]),
        (of(Unit.DAY, every=5, until=date(2026, 1, 8)), ["Thu 01 Jan", "Tue 06 Jan"]),
        (of(Unit.DAY, "2026-01-30", closed=Closed.SKIP, calendar=OFFICE),
         ["Fri 30 Jan", "Mon 02 Feb", "Tue 03 Feb", "Wed 04 Feb"]),
        # Two dates that move to the same day are one.
        (of(Unit.DAY, "2026-01-30", closed=Closed.LATER, calendar=OFFICE),
         ["Fri 30 Jan", "Mon 02 Feb", "Tue 03 Feb", "Wed 04 Feb"]),
        (of(Unit.MONTH, "2026-12-01", month_day=25, closed=Closed.LATER, calendar=OFFICE, until=date(2027, 1, 31)),
         ["Mon 28 Dec", "Mon 25 Jan"]),
    ],
)  # fmt: skip
def test_dates_are_where_the_calendar_has_them(schedule: Schedule, expected: list[str]) -> None:
    assert days(schedule, date(2026, 1, 1)) == expected


def test_the_clock_on_the_wall_counts_when_summer_comes_and_goes() -> None:
    def hours(begin: date, at: time) -> list[int]:
        schedule = Schedule(Unit.DAY, at, AMSTERDAM, begin)
        after = datetime.combine(begin, time(0), tzinfo=AMSTERDAM)
        return [moment.astimezone(UTC).hour for moment in islice(schedule.moments(after), 2)]

    assert hours(date(2026, 3, 28), NINE) == [8, 7]
    assert hours(date(2026, 10, 24), NINE) == [7, 8]
    # Half past two is skipped in March, and comes twice in October.
    assert hours(date(2026, 3, 28), time(2, 30)) == [1, 1]
    assert hours(date(2026, 10, 24), time(2, 30)) == [0, 0]


def test_what_never_is_ends() -> None:
    never = BusinessCalendar(AMSTERDAM, ((),) * 7)
    for closed in (Closed.SKIP, Closed.LATER):
        schedule = of(Unit.MONTH, closed=closed, calendar=never, until=date(2030, 1, 1))
        assert schedule.next(datetime(2026, 1, 1, tzinfo=UTC)) is None


ZONES = st.sampled_from(["Europe/Amsterdam", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe", "UTC"])
SCHEDULES = st.builds(
    Schedule,
    unit=st.sampled_from(Unit), at=st.times().map(lambda at: at.replace(microsecond=0)), zone=ZONES.map(ZoneInfo),
    since=st.dates(date(2000, 1, 1), date(2040, 1, 1)), every=st.integers(1, 60),
    days=st.frozensets(st.integers(0, 6)), month_day=st.integers(1, 31), closed=st.sampled_from(Closed),
    calendar=st.just(OFFICE),
)  # fmt: skip
MOMENTS = st.integers(0, 42 * 366 * 86_400).map(lambda past: datetime(1999, 1, 1, tzinfo=UTC) + timedelta(seconds=past))


@given(SCHEDULES, MOMENTS)
def test_each_is_later_than_the_one_before_and_on_a_day_of_its_own(schedule: Schedule, after: datetime) -> None:
    found = list(islice(schedule.moments(after), 6))
    assert all(moment > after for moment in found)
    wall = [moment.astimezone(schedule.zone).date() for moment in found]
    assert found == sorted(set(found))
    assert all(day >= schedule.since for day in wall)
    if schedule.closed != Closed.ANYWAY and schedule.at.hour > 4:
        assert all(is_business_day(schedule.calendar, day) for day in wall)


@given(SCHEDULES, MOMENTS, st.integers(0, 400))
def test_it_is_the_same_from_wherever_one_looks(schedule: Schedule, after: datetime, earlier: int) -> None:
    first = schedule.next(after)
    before = schedule.moments(after - timedelta(days=earlier))
    assert first == next((moment for moment in before if moment > after), None)


@given(SCHEDULES, MOMENTS)
def test_what_was_missed_is_counted(schedule: Schedule, after: datetime) -> None:
    found = list(islice(schedule.moments(after), 4))
    if not found:
        return  # all of them are closed
    assert schedule.missed(found[0], found[-1]) == len(found) - 1
    assert schedule.missed(found[0], found[0]) == 0
