"""What somebody wants to be told."""

import pytest

from balie.desk.tests.desk import seated, text
from balie.notifications.choosing import wishes_for
from balie.notifications.kinds import Kind, Rhythm, Way
from balie.notifications.models import Choice
from balie.notifications.wishes import USUAL
from tests.support.world import World

pytestmark = pytest.mark.django_db
PAGE = "/desk/notifications/choice/"
AS_USUAL = {
    **{f"{kind} {way}": "on" for kind, ways in USUAL.items() for way in ways},
    "rhythm": "quarter", "quiet": "on", "day": ["0", "1", "2", "3", "4"], "begins": "08:00", "ends": "18:00",
}  # fmt: skip


def test_only_what_is_not_as_usual_is_kept(world: World) -> None:
    client = seated(world.anna)
    client.post(PAGE, AS_USUAL)
    assert Choice.objects.get(user=world.anna).ways == {}
    client.post(PAGE, AS_USUAL | {"new centre": "on", "rhythm": "daily"})
    chosen = Choice.objects.get(user=world.anna)
    assert (chosen.ways, chosen.rhythm) == ({"new": ["centre"]}, Rhythm.DAILY)
    assert wishes_for(world.bram.pk).ways(Kind.NEW) == frozenset()


def test_the_page_shows_what_was_chosen(world: World) -> None:
    client = seated(world.anna)
    assert 'value="08:00"' in text(client.get(PAGE))
    client.post(PAGE, AS_USUAL | {"begins": "09:30", "ends": "17:15", "day": ["1", "2"]})
    page = text(client.get(PAGE))
    assert 'value="09:30"' in page
    shift = wishes_for(world.anna.pk).shift
    assert (shift.days, shift.begins, shift.ends) == (frozenset({1, 2}), 9 * 60 + 30, 17 * 60 + 15)


def test_without_quiet_hours_there_are_none(world: World) -> None:
    seated(world.anna).post(PAGE, {key: value for key, value in AS_USUAL.items() if key != "quiet"})
    assert wishes_for(world.anna.pk).shift.days == frozenset()


def test_what_comes_by_mail_stands_at_the_desk_too(world: World) -> None:
    seated(world.anna).post(PAGE, {"note mail": "on", "rhythm": "quarter"})
    assert wishes_for(world.anna.pk).ways(Kind.NOTE) == {Way.CENTRE, Way.MAIL}
    assert wishes_for(world.anna.pk).ways(Kind.MENTIONED) == frozenset()


@pytest.mark.parametrize(
    "broken", [{"rhythm": "x"}, {"begins": "9", "ends": "x"}, {"day": ["9", "x"]}, {"ends": "99:99"}]
)
def test_what_makes_no_sense_breaks_nothing(world: World, broken: dict[str, object]) -> None:
    client = seated(world.anna)
    assert client.post(PAGE, AS_USUAL | broken).status_code == 302
    assert client.get(PAGE).status_code == 200
