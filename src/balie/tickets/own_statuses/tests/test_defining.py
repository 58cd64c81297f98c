"""Own statuses made, changed, put in order and archived."""

import pytest

from balie.events.actor import SYSTEM
from balie.events.models import Event
from balie.tickets.conflicts import NotAllowed
from balie.tickets.own_status_records import StatusDefinition
from balie.tickets.own_statuses.defining import (
    Shape,
    archive_status,
    change_status_definition,
    move_status,
    place_status,
    restore_status,
)
from balie.tickets.own_statuses.known import known_statuses
from balie.tickets.own_statuses.tests.making import made_status
from tests.support.world import World

pytestmark = pytest.mark.django_db


def order(category: str = "on_hold") -> list[str]:
    return [one.name for one in known_statuses().within(category)]


def test_one_is_made_with_a_key_that_filters_take(world: World) -> None:
    made_status("  Wartet auf Teile ", teams=[world.it.pk], translations={"nl": {"name": "Onderdelen"}, "it": {}})
    (it,) = known_statuses().all
    assert (it.key, it.name, it.category) == ("wartet-auf-teile", "Wartet auf Teile", "on_hold")
    assert it.teams == {world.it.pk}
    assert it.translations == {"nl": {"name": "Onderdelen"}}
    assert Event.objects.filter(kind="status.defined", data={"status": it.id}).exists()


@pytest.mark.parametrize(
    ("name", "key"),
    [("Größe prüfen!", "grosse-prufen"), ("部品待ち", "status-1"), ("!!!", "status-1"), ("Done", "done-2")],
)
def test_a_key_is_made_of_any_name(name: str, key: str) -> None:
    made_status(name)
    assert StatusDefinition.objects.get().key == key


def test_a_name_that_means_another_is_refused() -> None:
    parts = made_status("Parts")
    for name, words in (("parts", "already"), ("On hold", "one of the six"), (" ", "needs a name")):
        with pytest.raises(NotAllowed, match=words):
            made_status(name)
    with pytest.raises(NotAllowed, match="no such status"):
        made_status("Elsewhere", "elsewhere")
    change_status_definition(pk=parts, shape=Shape("Parts"), actor=SYSTEM)
    archive_status(pk=parts, actor=SYSTEM)
    made_status("Parts")
    with pytest.raises(NotAllowed, match="already"):
        restore_status(pk=parts, actor=SYSTEM)


def test_a_new_name_keeps_the_key() -> None:
    parts = made_status("Parts")
    change_status_definition(pk=parts, shape=Shape("Spares", portal=True, portal_name="Ordered"), actor=SYSTEM)
    it = known_statuses().by_id[parts]
    assert (it.key, it.name, it.told("en")) == ("parts", "Spares", "Ordered")


def test_they_are_put_in_order_inside_their_category() -> None:
    one, _other, two, three = (
        made_status("One"), made_status("Other", "open"), made_status("Two"), made_status("Three"),
    )  # fmt: skip
    place_status(pk=three, place=1, actor=SYSTEM)
    assert order() == ["Three", "One", "Two"]
    place_status(pk=three, place=99, actor=SYSTEM)
    assert order() == ["One", "Two", "Three"]
    place_status(pk=one, place=2, actor=SYSTEM)
    assert order() == ["Two", "One", "Three"]
    archive_status(pk=two, actor=SYSTEM)
    place_status(pk=three, place=0, actor=SYSTEM)
    assert order() == ["Three", "One"]
    assert order("open") == ["Other"]


def test_one_moves_past_the_next_that_is_in_use() -> None:
    one, two, _other, three = (
        made_status("One"), made_status("Two"), made_status("Other", "open"), made_status("Three"),
    )  # fmt: skip
    archive_status(pk=two, actor=SYSTEM)
    before = Event.objects.count()
    move_status(pk=three, up=True, actor=SYSTEM)
    assert order() == ["Three", "One"]
    for pk, up in ((three, True), (one, False), (two, True)):
        move_status(pk=pk, up=up, actor=SYSTEM)  # nowhere to go
    assert order() == ["Three", "One"]
    assert Event.objects.count() == before + 1
    move_status(pk=three, up=False, actor=SYSTEM)
    assert order() == ["One", "Three"]
    with pytest.raises(StatusDefinition.DoesNotExist):
        archive_status(pk=0, actor=SYSTEM)


def test_what_is_archived_is_known_but_not_offered() -> None:
    parts = made_status()
    archive_status(pk=parts, actor=SYSTEM)
    known = known_statuses()
    assert (known.live, known.within("on_hold")) == ((), ())
    assert known.offered(parts, category="on_hold", team=None) is None
    assert known.kept(parts, category="on_hold", team=None) == parts
    restore_status(pk=parts, actor=SYSTEM)
    assert known_statuses().offered(parts, category="on_hold", team=None) == parts
