"""The choices by which a list can be narrowed."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balie.accounts.directory import Directory
from balie.accounts.models import User
from balie.core.remembering import Remembered
from balie.desk.filters import PRIORITIES, Listing
from balie.desk.views import NO_TEAM_SLUG
from balie.tickets.models import Channel, Kind, Priority, Status


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter: its options as (value, label), and which one is on."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str

    @property
    def chosen(self) -> str:
        return dict(self.options).get(self.value, self.value)


Options = tuple[str, str, tuple[tuple[str, str], ...]]
_remembered = Remembered[tuple[str, int], list[Options]](seconds=10)


def filter_bar(asked: Listing, known: Directory, viewer: User) -> list[Choice]:
    """Lists every option: a native select works without script, a searchable one with it."""
    key = (get_language() or "", viewer.pk)
    choices = _remembered.get(key, lambda: _options(known, viewer))
    return [Choice(key, label, options, asked.asked.get(key, "")) for key, label, options in choices]


def _options(known: Directory, viewer: User) -> list[Options]:
    slugs = {pk: slug for slug, pk in known.slugs.items()}
    teams = [(slugs[pk], name) for pk, name in known.teams.items()]
    people = [(str(pk), name) for pk, name in known.answering.items() if pk != viewer.pk]
    choices = [
        ("status", _("Status"), [("active", _("Not resolved")), *Status.choices, ("all", _("All"))]),
        ("priority", _("Priority"), [(name, Priority(value).label) for name, value in PRIORITIES.items()]),
        ("kind", _("Kind"), Kind.choices),
        ("team", _("Team"), [(NO_TEAM_SLUG, _("No team")), *teams]),
        ("assignee", _("Assignee"), [("me", _("Me")), ("nobody", _("Nobody")), *people]),
        ("channel", _("Channel"), Channel.choices),
    ]
    anything = ("", _("Any"))
    return [
        (key, label, (anything, *((str(value), str(name)) for value, name in options)))  # type: ignore[attr-defined]
        for key, label, options in choices
    ]
