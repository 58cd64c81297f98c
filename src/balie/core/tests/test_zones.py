"""Time zones by their names."""

from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from balie.core.zones import zone_named


def test_a_zone_is_found_by_its_name() -> None:
    assert zone_named("Pacific/Auckland") == ZoneInfo("Pacific/Auckland")


@pytest.mark.parametrize("name", [None, "", "No/Where", "Europe", "../etc", "\0", "a" * 40])
def test_what_is_no_zone_is_that_of_the_desk(name: str | None) -> None:
    assert zone_named(name) == ZoneInfo(settings.TIME_ZONE)
