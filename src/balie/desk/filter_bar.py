"""The choices by which a list can be narrowed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balie.accounts.directory import Directory
from balie.accounts.models import User
from balie.conditions.fields import Field
from balie.conditions.tree import Is, condition_on, is_asked
from balie.core.remembering import Remembered
from balie.desk.filters import AS_IT_IS, Listing
from balie.desk.status_choices import in_order
from balie.tickets.fields import PRIORITIES
from balie.tickets.models import Channel, Kind, Priority
from balie.tickets.own_statuses.asking import statuses_in


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
    choices = _remembered.get(key, lambda: _options(known, viewer, asked.fields))
    return [_chosen(asked, key, label, options) for key, label, options in choices]


def _chosen(asked: Listing, key: str, label: str, options: tuple[tuple[str, str], ...]) -> Choice:
    if not is_asked(asked.node, key):
        return Choice(key, label, options, "")
    condition = condition_on(asked.node, key)
    words = asked.fields[key].write(condition) if condition else ()
    names = dict(options)
    if len(words) == 1 and words[0] in names:
        return Choice(key, label, options, words[0])
    several = ", ".join(names.get(word, word) for word in words) or _("several")
    return Choice(key, label, ((AS_IT_IS, several), *options), AS_IT_IS)


def _options(known: Directory, viewer: User, fields: Mapping[str, Field]) -> list[Options]:
    slugs = {pk: slug for slug, pk in known.slugs.items()}
    teams = [("mine", _("My teams")), ("none", _("No team")), *((slugs[pk], name) for pk, name in known.teams.items())]
    written = {pk: fields["assignee"].write(Is("assignee", (pk,)))[0] for pk in known.answering}
    people = [(written[pk], name) for pk, name in known.answering.items() if pk != viewer.pk]
    choices = [
        ("status", _("Status"), [("active", _("Not resolved")), *in_order(statuses_in(fields)), ("all", _("All"))]),
        ("priority", _("Priority"), [(name, Priority(value).label) for name, value in PRIORITIES.items()]),
        ("kind", _("Kind"), Kind.choices),
        ("team", _("Team"), teams),
        ("assignee", _("Assignee"), [("me", _("Me")), ("none", _("Nobody")), *people]),
        ("channel", _("Channel"), Channel.choices),
    ]
    anything = ("", _("Any"))
    return [
        (key, label, (anything, *((str(value), str(name)) for value, name in options)))  # type: ignore[attr-defined]
        for key, label, options in choices
    ]
