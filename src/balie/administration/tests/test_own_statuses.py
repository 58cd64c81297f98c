"""Administrators give names to statuses."""

import re
from typing import Any

from django.test import Client

from balie.desk.tests.desk import seated, text
from balie.tickets.own_statuses.known import known_statuses
from balie.tickets.own_statuses.tests.making import made_status
from tests.support.world import World

PATH = "/desk/settings/statuses/"


def defined(dieter: Client, **more: Any) -> Any:
    return dieter.post(f"{PATH}new/", {"category": "on_hold", "name": "Waiting for parts"} | more)


def test_one_is_made_inside_a_category(world: World) -> None:
    dieter = seated(world.dieter)
    assert "?category=on_hold" in text(dieter.get(PATH))
    assert "Inside" in text(dieter.get(f"{PATH}new/?category=on_hold"))
    assert dieter.get(f"{PATH}new/?category=elsewhere").status_code == 404
    more = {"teams": [world.it.pk], "portal": "on", "portal_name": "We have ordered it", "in-nl-name": "Onderdelen"}
    assert defined(dieter, **more).status_code == 302
    (it,) = known_statuses().all
    assert (it.category, it.name, it.called("nl")) == ("on_hold", "Waiting for parts", "Onderdelen")
    assert it.teams == {world.it.pk}
    listed = text(dieter.get(PATH))
    assert "contacts read “We have ordered it”" in listed
    assert re.search(r"item-detail\">IT\b", listed)


def test_it_says_what_will_not_do(world: World) -> None:
    dieter = seated(world.dieter)
    for more, words in (
        ({"name": "On hold"}, "one of the six"),
        ({"name": ""}, "required"),
        ({"teams": [99]}, "99 is not one"),
    ):
        answer = defined(dieter, **more)
        assert answer.status_code == 422
        assert words in text(answer)
    assert not known_statuses().all


def test_it_is_changed_archived_and_used_again(world: World) -> None:
    parts, dieter = made_status(), seated(world.dieter)
    path = f"{PATH}{parts}/"
    assert "status:waiting-for-parts" in text(dieter.get(path))
    assert dieter.post(path, {"name": "Parts", "in-de-name": "Teile"}).status_code == 302
    assert known_statuses().by_id[parts].called("de") == "Teile"
    page = text(dieter.get(path))
    assert 'value="Teile"' in page
    # What a language has is read without opening it.
    assert re.search(r"<summary>(?:(?!</summary>).)*German(?:(?!</summary>).)*Teile", page, re.DOTALL)
    dieter.post(f"{path}archive/")
    assert not known_statuses().live
    assert re.search(r"Archived.*Parts", text(dieter.get(PATH)), re.DOTALL)
    dieter.post(f"{path}archive/", {"restore": "1"})
    assert known_statuses().live
    assert dieter.get(f"{PATH}999/").status_code == 404


def test_they_are_put_in_order(world: World) -> None:
    one, two, dieter = made_status("One"), made_status("Two"), seated(world.dieter)
    dieter.post(f"{PATH}{two}/place/", {"move": "up"})
    assert [it.id for it in known_statuses().live] == [two, one]
    dieter.post(f"{PATH}{two}/place/", {"move": "down"})
    assert [it.id for it in known_statuses().live] == [one, two]
