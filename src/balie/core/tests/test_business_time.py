"""Time that counts."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balie.core.business_time import BusinessCalendar, NeverOpenError, due, elapsed, is_business_day, is_open

BERLIN = ZoneInfo("Europe/Berlin")
NINE_TO_FIVE = ((9 * 60, 17 * 60),)
ALL_DAY = ((0, 24 * 60),)
OFFICE = BusinessCalendar(
    BERLIN, (NINE_TO_FIVE,) * 5 + ((), ()), holidays=frozenset({date(2024, 5, 9)}),
    yearly_holidays=frozenset({(12, 25)}),
    special_hours={date(2024, 5, 8): ((10 * 60, 12 * 60),), date(2024, 12, 25): ((600, 660),)},
)  # fmt: skip
ALWAYS = BusinessCalendar(BERLIN, (ALL_DAY,) * 7)
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2024-05-06T10:00", 2, "2024-05-06T12:00"),
        ("2024-05-06T10:00", 7, "2024-05-06T17:00"),  # exactly at closing time, not the next morning
        ("2024-05-06T10:00", 8, "2024-05-07T10:00"),
        ("2024-05-06T07:00", 1, "2024-05-06T10:00"),
        ("2024-05-03T16:00", 2, "2024-05-06T10:00"),  # over a weekend
        ("2024-05-07T16:00", 2, "2024-05-08T11:00"),  # special hours
        ("2024-05-08T11:00", 2, "2024-05-10T10:00"),  # over a holiday
        ("2024-05-06T17:00", 0, "2024-05-07T09:00"),  # nothing wanted: the next open moment
        ("2024-05-06T12:00", 0, "2024-05-06T12:00"),
        ("2024-12-24T16:00", 2, "2024-12-25T11:00"),  # special hours win over a yearly holiday
    ],
)
def test_it_is_due_when_so_much_time_has_passed(start: str, hours: int, end: str) -> None:
    assert due(OFFICE, at(start), hours * HOUR) == at(end)


def test_pauses_do_not_count() -> None:
    pauses = [(at("2024-05-06T11:00"), at("2024-05-06T12:00")), (at("2024-05-06T11:30"), at("2024-05-06T13:00"))]
    assert due(OFFICE, at("2024-05-06T10:00"), 2 * HOUR, pauses) == at("2024-05-06T14:00")
    assert elapsed(OFFICE, at("2024-05-06T10:00"), at("2024-05-06T14:00"), pauses) == 2 * HOUR


@pytest.mark.parametrize(("day", "hours"), [("2024-03-31", 23), ("2024-10-27", 25), ("2024-06-01", 24)])
def test_a_day_has_as_many_hours_as_it_has(day: str, hours: int) -> None:
    midnight = at(day)
    assert elapsed(ALWAYS, midnight, at((midnight + timedelta(days=1)).date().isoformat())) == hours * HOUR


def test_hours_that_the_clock_skips_are_not_open() -> None:
    skipped = BusinessCalendar(BERLIN, (((150, 170),),) * 7)  # 02:30 to 02:50
    assert elapsed(skipped, at("2024-03-31T00:00"), at("2024-03-31T12:00")) == timedelta(0)
    assert elapsed(skipped, at("2024-03-30T00:00"), at("2024-03-30T12:00")) == timedelta(minutes=20)


def test_a_place_may_be_open_over_midnight() -> None:
    bar = BusinessCalendar(BERLIN, (((22 * 60, 2 * 60),),) * 7)
    assert is_open(bar, at("2024-05-06T01:00"))
    assert not is_open(bar, at("2024-05-06T03:00"))
    assert elapsed(bar, at("2024-05-06T00:00"), at("2024-05-07T00:00")) == 4 * HOUR


def test_opening_is_inside_and_closing_outside() -> None:
    assert [is_open(OFFICE, at(f"2024-05-06T{clock}")) for clock in ("08:59", "09:00", "16:59", "17:00")] == [
        False,
        True,
        True,
        False,
    ]


def test_business_days_are_those_with_hours() -> None:
    days = [
        date(2024, 5, 6),
        date(2024, 5, 5),
        date(2024, 5, 9),
        date(2024, 5, 8),
        date(2025, 12, 25),
        date(2024, 12, 25),
    ]
    assert [is_business_day(OFFICE, day) for day in days] == [True, False, False, True, False, True]


def test_a_place_that_never_opens_says_so() -> None:
    with pytest.raises(NeverOpenError):
        due(BusinessCalendar(BERLIN, ((),) * 7), at("2024-05-06T10:00"), HOUR)


def test_no_time_passes_backwards() -> None:
    assert elapsed(OFFICE, at("2024-05-07T10:00"), at("2024-05-06T10:00")) == timedelta(0)


instants = st.integers(1_672_531_200, 1_767_225_600).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@settings(deadline=None)
@given(instants, st.integers(1, 400_000))
def test_what_is_due_has_elapsed_then_and_not_before(start: datetime, seconds: int) -> None:
    wanted = timedelta(seconds=seconds)
    end = due(OFFICE, start, wanted)
    assert elapsed(OFFICE, start, end) == wanted
    assert elapsed(OFFICE, start, end - timedelta(seconds=1)) < wanted


@settings(deadline=None)
@given(instants, instants, instants)
def test_elapsed_time_adds_up(one: datetime, two: datetime, three: datetime) -> None:
    start, middle, end = sorted((one, two, three))
    assert elapsed(OFFICE, start, middle) + elapsed(OFFICE, middle, end) == elapsed(OFFICE, start, end)
