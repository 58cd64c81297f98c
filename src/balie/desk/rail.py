"""The views at the left of every page. How many tickets they hold is asked for when the page is there: counts.py."""

from functools import cached_property
from typing import TypedDict

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balie.accounts.directory import Directory, directory
from balie.accounts.models import User
from balie.core.remembering import Remembered
from balie.desk.views import VIEWS
from balie.tickets.views import Audience, View


class Item(TypedDict, total=False):
    label: str
    href: str
    icon: str
    # By what its count is called.
    counted: str
    current: bool
    shortcut: str


class Group(TypedDict, total=False):
    label: str
    items: list[Item]


class Rail(tuple[Group, ...]):
    """Never changed once made, so that it can be what a kept part is kept by."""

    @cached_property
    def _told(self) -> int:
        return hash(str(self))

    def __hash__(self) -> int:
        """That of a tuple asks its groups, which have none."""
        return self._told


_SECONDS = 4
_rails = Remembered[tuple[object, ...], Rail](_SECONDS)


def rail(
    viewer: User, known: Directory | None = None, *, view: str = "", team: int | None = None, place: str = ""
) -> Rail:
    """`view`, `team`, `place`: what is being looked at."""
    known = known or directory()
    key = (viewer.pk, get_language() or "", view, team, place)
    return _rails.get(key, lambda: _made(viewer, known, view, team, place))


def _made(viewer: User, known: Directory, view: str, team: int | None, place: str) -> Rail:
    teams = teams_of(viewer, known)
    groups: list[Group] = [{"items": _views(viewer, view)}]
    if teams:
        groups.append({"label": _("Teams"), "items": _teams(teams, known, team)})
    if saved := _saved(viewer, view):
        groups.append({"label": _("Views"), "items": saved})
    groups.append({"items": _places(viewer, place)})
    return Rail(groups)


def teams_of(viewer: User, known: Directory) -> list[int]:
    return [pk for pk in viewer.team_ids or (known.teams if viewer.sees_everything else ()) if pk in known.teams]


def _views(viewer: User, current: str) -> list[Item]:
    return [
        {
            "label": str(view.label), "icon": view.icon, "shortcut": view.shortcut, "current": view.key == current,
            "href": "/desk/" if view.key == "inbox" else f"/desk/?view={view.key}",
            "counted": view.key if view.counted else "",
        }
        for view in VIEWS
        if view.key != "teams" or viewer.team_ids
    ]  # fmt: skip


def _teams(teams: list[int], known: Directory, current: int | None) -> list[Item]:
    slugs = {pk: slug for slug, pk in known.slugs.items()}
    return [
        {
            "label": known.teams[pk], "icon": "users", "current": pk == current, "href": f"/desk/?team={slugs[pk]}",
            "counted": f"team-{pk}",
        }
        for pk in teams
    ]  # fmt: skip


def _saved(viewer: User, current: str) -> list[Item]:
    icons = {Audience.OWNER: "bookmark", Audience.TEAM: "users", Audience.ALL: "globe"}
    return [
        {
            "label": view.name, "icon": icons[Audience(view.audience)], "current": str(view.pk) == current,
            "href": f"/desk/?view={view.pk}", "counted": str(view.pk),
        }
        for view in View.objects.visible_to(viewer)
    ]  # fmt: skip


def _places(viewer: User, current: str) -> list[Item]:
    places: list[Item] = [
        {
            "label": _("My tasks"), "icon": "clipboard-list", "href": "/desk/tasks/", "shortcut": "g o",
            "current": current == "tasks",
        },
        {"label": _("Dashboard"), "icon": "gauge", "href": "/desk/dashboard/", "current": current == "dashboard"},
        {"label": _("Time spent"), "icon": "timer", "href": "/desk/time/", "current": current == "time"},
    ]  # fmt: skip
    if viewer.may_answer:
        settings: Item = {"label": _("Settings"), "icon": "settings", "href": "/desk/settings/", "shortcut": "g s"}
        places.append(settings | {"current": current == "settings"})
    return places
