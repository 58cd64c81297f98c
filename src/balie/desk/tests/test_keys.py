"""Which key does what, and how somebody makes them their own."""

import re

import pytest
from django.conf import settings

from balie.accounts.models import User
from balie.desk.keys import FIXED, KEYS, OwnKeys, differing, normalised, problems
from balie.desk.tests.desk import seated, text
from balie.events.models import Event
from tests.architecture.sources import templates
from tests.support.world import World

USUAL = {f"key {key.usual}": key.usual for key in KEYS}


@pytest.mark.parametrize(
    ("written", "key"),
    [("e", "e"), (" E ", "E"), ("g  e", "g e"), ("ctrl+E", "Ctrl+e"), ("Shift + Ctrl + x", "Ctrl+Shift+x"), ("+", "+"),
     ("Ctrl++", "Ctrl++"), ("alt+1", "Alt+1"), ("Strg+E", "Ctrl+e"), ("", "")],
)  # fmt: skip
def test_keys_are_understood_as_they_are_written(written: str, key: str) -> None:
    assert normalised(written) == key


@pytest.mark.parametrize("usual", [key.usual for key in KEYS])
def test_the_usual_ones_get_along(usual: str) -> None:
    assert problems({usual: usual}) == {}


@pytest.mark.parametrize("pressed", ["ab", "a b c", "Hyper+x", "Shift+x", "Ctrl+", "Ctrl+w", "Ctrl+Enter", "g  "])
def test_what_cannot_be_pressed_is_refused(pressed: str) -> None:
    assert "r" in problems({"r": pressed})


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"r": "n"}, {"r"}),  # note
        ({"r": "n", "n": "r"}, set()),
        ({"r": "n", "n": ""}, set()),
        ({"r": "g"}, {"r"}),  # begins with what leads to lists
        ({"r": "/"}, {"r"}),  # works everywhere
        ({"x": "r"}, set()),  # one in lists, one on tickets
        ({"j": "x"}, {"j"}),  # one in both, one in lists
        ({"g i": "r i"}, {"g i"}),
        ({"r": "Ctrl+k"}, {"r"}),
        ({"r": "", "n": ""}, set()),
    ],
)
def test_two_things_by_one_key_are_refused(changed: dict[str, str], wrong: set[str]) -> None:
    assert problems(changed).keys() == wrong


def test_only_what_is_not_as_usual_is_kept() -> None:
    assert differing({"r": "e", "n": "n", "t": "", "nonsense": "q"}) == {"r": "e", "t": ""}


def test_without_single_keys_only_those_with_another_held_are_left() -> None:
    own = OwnKeys({"r": "Ctrl+Shift+y"}, single=False)
    assert (own.of("r"), own.of("n"), own.of("g i"), own.of("Ctrl+k")) == ("Ctrl+Shift+y", "", "", "Ctrl+k")


def test_they_are_changed_for_oneself_alone(world: World) -> None:
    anna = seated(world.anna)
    assert anna.post("/desk/keys/", USUAL | {"key r": "e", "key t": "", "single": "on"}).status_code == 302
    world.anna.refresh_from_db()
    assert (world.anna.keys, world.anna.single_keys) == ({"r": "e", "t": ""}, True)
    page = text(anna.get("/desk/"))
    assert """<meta name="own-keys" content='{"changed": {"r": "e", "t": ""}, "single": true}'>""" in page
    assert re.search(r"<dt>Reply</dt><dd><span class=\"keys\"><kbd class=\"kbd\">e</kbd>", page)
    assert "<dt>Tags</dt>" not in page
    assert "own-keys" not in text(seated(world.bram).get("/desk/")).split("</head>")[0]
    event = Event.objects.get(kind="user.keys_changed")
    assert event.data == {"user": world.anna.pk}


def test_a_clash_is_told_beside_the_key_and_nothing_is_changed(world: World) -> None:
    answer = seated(world.anna).post("/desk/keys/", USUAL | {"key r": "n", "key c": "q", "single": "on"})
    page = text(answer)
    assert answer.status_code == 422
    assert "“n” is for “Note” already" in page
    assert re.search(r'name="key c" value="q"', page)
    assert User.objects.get(pk=world.anna.pk).keys == {}


def test_one_or_all_are_as_usual_again(world: World) -> None:
    changed = USUAL | {"key r": "e", "key t": "y", "single": "on"}
    anna = seated(world.anna)
    anna.post("/desk/keys/", changed | {"usual": "r"})
    assert User.objects.get(pk=world.anna.pk).keys == {"t": "y"}
    anna.post("/desk/keys/", changed | {"usual": "all"})
    assert User.objects.get(pk=world.anna.pk).keys == {}


def test_single_keys_are_switched_off(world: World) -> None:
    anna = seated(world.anna)
    anna.post("/desk/keys/", USUAL)
    page = text(anna.get("/desk/"))
    assert '"single": false' in page
    assert "<dt>Reply</dt>" not in page
    assert "<dt>Do, find or go to anything</dt>" in page


def test_each_key_that_a_page_or_a_script_knows_can_be_changed() -> None:
    written = "\n".join([
        *(page for path, page in templates().items() if "styleguide" not in path.parts),
        *(path.read_text() for path in settings.BASE_DIR.glob("src/balie/desk/*.py")),
    ])  # fmt: skip
    scripts = "\n".join(path.read_text() for path in settings.BASE_DIR.glob("frontend/behaviours/*.ts"))
    named = set(re.findall(r'shortcut"?[=:] ?"([^"{]+)"', written)) | set(re.findall(r'onKey\("([^"]+)"', scripts))
    # The property's own key is the last of what its macro is given.
    named |= set(re.findall(r'csrf_input, "(.)"', written))
    assert named - {key.usual for key in KEYS} == {key for keys in FIXED.values() for key, _ in keys if "Alt" in key}
    assert named >= {"r", "n", "j", "a", "g i", "Ctrl+k", "/"}
