"""Administrators define custom fields."""

import re
from typing import Any

from django.test import Client

from balie.desk.tests.desk import seated, text
from balie.people.custom_fields.known import fields_of
from balie.people.field_records import Of
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.custom_fields.tests.making import made
from tests.support.world import World

CHOICE = {
    "type": "choice", "label": "Cause", "key": "", "options": "Screen\nTill", "portal": "read", "resolving": "on",
}  # fmt: skip


def defined(dieter: Client, **more: Any) -> Any:
    return dieter.post("/desk/settings/fields/new/", CHOICE | more)


def test_a_field_is_made_in_two_steps(world: World) -> None:
    dieter = seated(world.dieter)
    assert "?type=tree" in text(dieter.get("/desk/settings/fields/new/"))
    assert 'name="options"' in text(dieter.get("/desk/settings/fields/new/?type=tree"))
    assert defined(dieter).status_code == 302
    (it,) = known_fields().all
    assert (it.key, it.label, it.resolving, it.portal) == ("cause", "Cause", True, "read")
    assert [option.id for option in it.options] == ["screen", "till"]
    assert "needed" in text(dieter.get("/desk/settings/fields/"))


def test_it_says_what_will_not_do(world: World) -> None:
    dieter = seated(world.dieter)
    for more, words in (
        ({"options": ""}, "one on each line"), ({"key": "status"}, "is taken"), ({"default": "Moon"}, "Choose one of"),
    ):  # fmt: skip
        answer = defined(dieter, **more)
        assert answer.status_code == 422
        assert words in text(answer)
    assert not known_fields().all


def test_it_is_changed_translated_and_hangs_on_another(world: World) -> None:
    dieter = seated(world.dieter)
    defined(dieter)
    (cause,) = known_fields().all
    serial = made("serial")
    path = f"/desk/settings/fields/{serial}/"
    assert f"{cause.id}:till" in text(dieter.get(path))
    changed = {
        "label": "Serial number", "portal": "write", "when": [f"{cause.id}:till"], "kinds": ["incident"],
        "teams": [world.it.pk], "in-nl-label": "Serienummer", "default": "none yet",
    }  # fmt: skip
    assert dieter.post(path, changed).status_code == 302
    it = known_fields().by_id[serial]
    assert (it.called("nl"), it.called("de")) == ("Serienummer", "Serial number")
    assert (it.depends_on, it.when, it.kinds, it.teams) == (
        cause.id, frozenset({"till"}), frozenset({"incident"}), frozenset({world.it.pk}),
    )  # fmt: skip
    assert "Serienummer" in text(dieter.get(path))
    # What hangs on this one is not offered to the other.
    assert f"{serial}:" not in text(dieter.get(f"/desk/settings/fields/{cause.id}/"))


def test_they_are_put_in_order_archived_and_used_again(world: World) -> None:
    one, two, dieter = made("one"), made("two"), seated(world.dieter)
    dieter.post(f"/desk/settings/fields/{two}/place/", {"move": "up"})
    assert [it.id for it in known_fields().live] == [two, one]
    dieter.post(f"/desk/settings/fields/{two}/archive/")
    assert [it.id for it in known_fields().live] == [one]
    assert re.search(r"Archived.*Two", text(dieter.get("/desk/settings/fields/")), re.DOTALL)
    dieter.post(f"/desk/settings/fields/{two}/archive/", {"restore": "1"})
    assert [it.id for it in known_fields().live] == [two, one]


def test_contacts_and_organisations_have_fields_defined_in_the_same_way(world: World) -> None:
    dieter, page = seated(world.dieter), "/desk/settings/fields/contact/"
    assert "?type=contact" not in text(dieter.get(f"{page}new/"))
    made_ = {
        "type": "choice",
        "label": "Tier",
        "key": "",
        "options": "Gold\nSilver",
        "beside": "on",
        "in-nl-label": "Soort",
    }
    assert dieter.post(f"{page}new/", made_)["Location"] == page
    (it,) = fields_of(Of.CONTACT).live
    assert (it.key, it.called("nl"), it.beside) == ("tier", "Soort", True)
    assert "Tier" in text(dieter.get(page))
    assert "Tier" not in text(dieter.get("/desk/settings/fields/organisation/"))
    refused = dieter.post(f"{page}new/", {**made_, "key": "email"})
    assert refused.status_code == 422
    assert "is taken" in text(refused)
    assert dieter.post(f"{page}{it.id}/", {"label": "Contract", "options": "Silver"}).status_code == 302
    (it,) = fields_of(Of.CONTACT).live
    assert (it.label, it.beside, [option.gone for option in it.options]) == ("Contract", False, [False, True])
    dieter.post(f"{page}{it.id}/archive/")
    assert re.search(r"Archived.*Contract", text(dieter.get(page)), re.DOTALL)
    assert not fields_of(Of.CONTACT).live
    for nowhere in ("/desk/settings/fields/moon/", f"/desk/settings/fields/organisation/{it.id}/"):
        assert dieter.get(nowhere).status_code == 404
