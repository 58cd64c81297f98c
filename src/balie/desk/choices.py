"""The options of a ticket's properties: made once in a while, not for every page."""

import re
from collections.abc import Iterable, Mapping

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from balie.accounts.directory import Directory
from balie.core.remembering import Remembered
from balie.tickets.fields import PRIORITIES
from balie.tickets.models import Kind, Priority

Options = Mapping[str, Markup]

_remembered = Remembered[tuple[str, int], Options](seconds=60)


def choices(known: Directory) -> Options:
    """By property, its `<option>` elements, without the chosen one: the page puts that in front."""
    return _remembered.get(
        (get_language() or "", hash((*known.answering.items(), *known.teams.items(), *known.away.items()))),
        lambda: _made(known),
    )


def having_chosen(options: Markup, value: object, shown: str) -> Markup:
    """With the chosen one where it stands; in front when it is none of them, as who can't be chosen any more."""
    chosen = Markup('<option value="{}" selected>{}</option>').format(value, shown)
    own = re.compile(re.escape(str(Markup('<option value="{}"').format(value))) + "[^>]*>[^<]*</option>")
    replaced, found = own.subn(lambda _found: chosen, str(options), count=1)
    return Markup(replaced) if found else chosen + options  # noqa: S704 -- of escaped options


def _made(known: Directory) -> Options:
    names = {value: name for name, value in PRIORITIES.items()}
    return {
        "priority": _options((names[value], str(label)) for value, label in Priority.choices),
        "kind": _options((value, str(label)) for value, label in Kind.choices),
        "team": _options([("", _("No team")), *((str(pk), name) for pk, name in known.teams.items())]),
        "owner": _owners(known),
        "assignee": _options([("", _("Nobody")), *((str(pk), _named(known, pk)) for pk in known.answering)]),
    }


def _owners(known: Directory) -> Markup:
    """A user or a team, for what either can have."""
    group = Markup('<optgroup label="{}">{}</optgroup>')
    people = _options((f"user:{pk}", _named(known, pk)) for pk in known.answering)
    teams = _options((f"team:{pk}", name) for pk, name in known.teams.items())
    return _options([("", _("Nobody"))]) + group.format(_("People"), people) + group.format(_("Teams"), teams)


def _named(known: Directory, user: int) -> str:
    """So that nobody gets a ticket who is not there, without that being known."""
    name, away = known.answering[user], known.away.get(user)
    if not away:
        return name
    return _("%(name)s (away until %(day)s)") % {"name": name, "day": date_format(away.until, "MONTH_DAY_FORMAT")}


def _options(pairs: Iterable[tuple[str, str]]) -> Markup:
    return Markup("").join(Markup('<option value="{}">{}</option>').format(value, label) for value, label in pairs)
