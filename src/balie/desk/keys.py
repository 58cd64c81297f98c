"""The keys of the desk: what each does, and what somebody made of them.

A key is called after what it usually is: templates and scripts say `data-shortcut="r"`, whatever key that is for
whoever looks at the page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balie.accounts.models import User

EVERYWHERE, LIST, TICKET = "everywhere", "list", "ticket"
PALETTE = "Ctrl+k"


@dataclass(frozen=True, slots=True)
class Key:
    usual: str
    does: Promise
    places: tuple[str, ...] = (EVERYWHERE,)


KEYS = (
    Key(PALETTE, _("Do, find or go to anything")),
    Key("/", _("Search")),
    Key("c", _("New ticket")),
    Key("g i", _("Go to the inbox")),
    Key("g m", _("Go to my tickets")),
    Key("g u", _("Go to the unassigned tickets")),
    Key("g t", _("Go to the tickets of my teams")),
    Key("g w", _("Go to the waiting tickets")),
    Key("g z", _("Go to what is put aside")),
    Key("g d", _("Go to what was closed recently")),
    Key("g n", _("Notifications")),
    Key("g o", _("Go to my tasks")),
    Key("g s", _("Go to the settings")),
    Key("?", _("Show the keys")),
    Key("j", _("Next"), (LIST, TICKET)),
    Key("k", _("Previous"), (LIST, TICKET)),
    Key("x", _("Select"), (LIST,)),
    Key("J", _("Select the next as well"), (LIST,)),
    Key("K", _("Select the previous as well"), (LIST,)),
    Key("f", _("Filter"), (LIST,)),
    Key("u", _("Back to the list"), (TICKET,)),
    Key("r", _("Reply"), (TICKET,)),
    Key("n", _("Note"), (TICKET,)),
    Key("a", _("Assign"), (LIST, TICKET)),
    Key("m", _("Take it"), (TICKET,)),
    Key("s", _("Status"), (LIST, TICKET)),
    Key("p", _("Priority"), (LIST, TICKET)),
    Key("t", _("Tags"), (LIST, TICKET)),
    Key("l", _("Put the ticket aside"), (TICKET,)),
    Key("d", _("Add a task"), (TICKET,)),
    Key("w", _("Start or pause the timer"), (TICKET,)),
    Key("h", _("Similar tickets, and articles"), (TICKET,)),
    Key("F", _("Find in this conversation"), (TICKET,)),
    Key("b", _("Follow, or stop following"), (TICKET,)),
    Key("z", _("Undo"), (LIST, TICKET)),
    Key(".", _("More actions"), (TICKET,)),
)
FIXED = {
    LIST: (("Enter", _("Open it")),),
    "writing": (
        ("Ctrl+Enter", _("Send")), ("Ctrl+B", _("Bold")), ("Ctrl+K", _("Link of what is selected")),
        ("Tab", _("Next cell of a table, or a new row")), ("Alt+Shift+↓", _("Row below, in a table")),
        ("Alt+Shift+→", _("Column beside, in a table")), ("Alt+Shift+↑", _("Remove the row of a table")),
        ("Alt+Shift+←", _("Remove the column of a table")), ("Esc", _("Leave the text")),
    ),
}  # fmt: skip
# The browser's own, and those of every text.
_TAKEN = frozenset(f"Ctrl+{key}" for key in "abcfijlnopqrtuvwxyz0+-") | {"Ctrl+Shift+i", "Ctrl+Shift+n", "Ctrl+Shift+t"}
_CALLED = {"Control": "Ctrl", "Cmd": "Ctrl", "⌘": "Ctrl", "Strg": "Ctrl", "Umschalt": "Shift", "Maiusc": "Shift"}
_PRESSED = re.compile(r"(?:(?P<held>(?:Ctrl\+|Alt\+|Shift\+)*)(?P<key>\S)|(?P<first>\S) (?P<second>\S))")


class Group(NamedTuple):
    """`keys`: what each does and which it is, for one to read."""

    title: str
    keys: tuple[tuple[str, str], ...]


class OwnKeys(NamedTuple):
    """`changed`: by the usual key, the one somebody wants instead, or none. `single`: whether keys work that are typed
    without another held, as letters are.
    """

    changed: Mapping[str, str] = {}
    single: bool = True

    @property
    def usual(self) -> bool:
        return self.single and not self.changed

    @property
    def told(self) -> dict[str, object]:
        """What scripts have to know."""
        return {"changed": dict(self.changed), "single": self.single}

    def of(self, usual: str) -> str:
        key = self.changed.get(usual, usual)
        return key if self.single or "+" in key[:-1] else ""

    def explained(self) -> list[Group]:
        places = ((gettext("Everywhere"), EVERYWHERE), (gettext("In a list"), LIST), (gettext("On a ticket"), TICKET))
        return [
            *(self._group(title, place) for title, place in places),
            self._group(gettext("While writing"), "writing"),
        ]

    def _group(self, title: str, place: str) -> Group:
        changeable = [(str(key.does), self.of(key.usual)) for key in KEYS if place in key.places]
        return Group(title, tuple(changeable + [(str(does), key) for key, does in FIXED.get(place, ())]))


def keys_of(user: object) -> OwnKeys:
    return OwnKeys(user.keys, user.single_keys) if isinstance(user, User) else OwnKeys()


def normalised(text: str) -> str:
    """As scripts know it: "ctrl + K" is `Ctrl+k`."""
    plain = re.sub(r"\s*\+\s*(?=\S)", "+", " ".join(text.split())) if len(text.strip()) > 1 else text.strip()
    *held, key = plain.rsplit("+", 1) if "+" in plain[:-1] else (plain,)
    names = {_CALLED.get(name.capitalize(), name.capitalize()) for part in held for name in part.split("+")}
    in_order = [name for name in ("Ctrl", "Alt", "Shift") if name in names]
    unknown = sorted(names - {"Ctrl", "Alt", "Shift"})
    return "+".join((*in_order, *unknown, key.lower() if held else key))


def differing(wanted: Mapping[str, str]) -> dict[str, str]:
    """What of it is not as usual; what is not said is."""
    known = {key.usual: normalised(wanted.get(key.usual, key.usual)) for key in KEYS}
    return {usual: pressed for usual, pressed in known.items() if pressed != usual}


def problems(changed: Mapping[str, str]) -> dict[str, str]:
    """By the usual key, why what is wanted instead cannot be."""
    own = OwnKeys(changed)
    wrong = {usual: words for usual, pressed in changed.items() if (words := _unusable(pressed))}
    for usual in changed.keys() - wrong.keys():
        other = next(_clashing(own, usual), None)
        if other:
            told = {"keys": own.of(usual), "does": other.does}
            wrong[usual] = gettext("“%(keys)s” is for “%(does)s” already. Change that one, or take another.") % told
    return wrong


def _unusable(pressed: str) -> str:
    if not pressed:
        return ""
    found = _PRESSED.fullmatch(pressed)
    if not found or found["held"] == "Shift+":
        return gettext(
            "Write one key, as e, two one after the other, as g e, or one that is held and another, as Ctrl+e."
        )
    if pressed in _TAKEN:
        return gettext("Your browser or the text you write in needs “%(keys)s”.") % {"keys": pressed}
    return ""


def _clashing(own: OwnKeys, usual: str) -> Iterator[Key]:
    """Others that somebody who presses this one may mean: the same, or the beginning of the other."""
    mine = next(key for key in KEYS if key.usual == usual)
    pressed = own.of(usual)
    for other in KEYS:
        theirs = own.of(other.usual)
        together = EVERYWHERE in (*mine.places, *other.places) or set(mine.places) & set(other.places)
        begins = f"{theirs} ".startswith(f"{pressed} ") or f"{pressed} ".startswith(f"{theirs} ")
        if other is not mine and pressed and theirs and together and begins:
            yield other
