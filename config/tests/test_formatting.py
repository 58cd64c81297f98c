"""How values read on a page."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from config import formatting

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=5, seconds=50), "5 min"),
        (timedelta(hours=3), "10:00"),
        (timedelta(days=2), "Mon"),
        (timedelta(days=30), "19 Oct"),
        (timedelta(days=400), "14 Oct 2025"),
    ],
)
def test_a_list_shows_as_little_of_a_time_as_tells_enough(back: timedelta, expected: str) -> None:
    with timezone.override(ZoneInfo("Europe/Amsterdam")), translation.override("en"):
        assert formatting.short_when(NOON - back, NOON) == expected


@pytest.mark.parametrize(("language", "expected"), [("nl", "19 okt"), ("de", "19. Okt"), ("it", "19 ott")])
def test_a_month_has_a_capital_where_the_language_gives_it_one(language: str, expected: str) -> None:
    with timezone.override(ZoneInfo("UTC")), translation.override(language):
        assert formatting.short_when(NOON - timedelta(days=30), NOON).rstrip(".") == expected


def test_yesterday_evening_is_a_day_and_not_an_hour() -> None:
    with timezone.override(ZoneInfo("UTC")), translation.override("en"):
        assert formatting.short_when(NOON - timedelta(hours=13), NOON) == "Tue"


def test_a_time_is_shown_in_the_time_zone_of_the_reader() -> None:
    with timezone.override(ZoneInfo("Asia/Tokyo")), translation.override("en"):
        assert formatting.moment(NOON) == "18 November 2026, 21:00"


@pytest.mark.parametrize(
    ("language", "expected"), [("nl", "18 november 2026"), ("de", "18. November 2026"), ("it", "18 novembre 2026")]
)
def test_a_date_is_written_in_the_language_of_the_reader(language: str, expected: str) -> None:
    with timezone.override(ZoneInfo("UTC")), translation.override(language):
        assert formatting.day(NOON) == expected


def test_a_moment_in_a_page_carries_its_exact_time() -> None:
    with timezone.override(ZoneInfo("UTC")), translation.override("en"):
        assert 'datetime="2026-11-18T12:00:00+00:00"' in formatting.when(NOON)
    assert formatting.when(None) == ""


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (86400 * 3 + 4 * 3600, "3 d 4 h"),
        (-90, "1 min"),
    ],
)
def test_a_duration_has_two_units_at_most(seconds: int, expected: str) -> None:
    with translation.override("en"):
        assert formatting.duration(seconds) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [(1, "1 byte"), (999, "999 bytes"), (1500, "1.5 kB"), (184_322, "184 kB"), (2_500_000, "2.5 MB")],
)
def test_a_size_has_the_unit_that_a_person_would_say(size: int, expected: str) -> None:
    with translation.override("en"):
        assert formatting.file_size(size) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Anna de Vries", "AV"), ("support@example.org", "SU"), ("Ömer", "ÖM"), ("(?)", "?"), ("", "?")],
)
def test_initials_are_taken_from_the_first_and_last_word(name: str, expected: str) -> None:
    assert formatting.initials(name) == expected


def test_a_person_keeps_the_same_colour() -> None:
    assert formatting.tint("Anna@example.org") == formatting.tint("anna@EXAMPLE.org")
    assert len({formatting.tint(f"person {at}") for at in range(200)}) == formatting.TINTS
