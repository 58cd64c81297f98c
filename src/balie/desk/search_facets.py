"""Filters beside what was found: each is a condition more, or less, in the same text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from balie.accounts.directory import Directory
from balie.conditions.fields import Field
from balie.conditions.tree import Is, Node, condition_on, is_asked, replaced, without
from balie.conditions.wording import written
from balie.desk.search_places import MOST, Others, place_names, search_address
from balie.desk.status_choices import in_order
from balie.tickets.models import Channel
from balie.tickets.own_statuses.asking import statuses_in
from balie.tickets.seeking.facets import PERIODS, Facets
from balie.tickets.seeking.understanding import TICKETS, Sought


@dataclass(frozen=True, slots=True)
class Option:
    label: str
    count: str
    address: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """`anything`: leads to the search without what was chosen of it; empty when nothing is."""

    label: str
    options: tuple[Option, ...]
    anything: str


def places(sought: Sought, others: Others, total: int, text: str, *, complete: bool) -> Facet:
    """Where only one kind is looked for, the others are not counted."""
    counts = {TICKETS: _told(total, more=not complete)}
    counts |= {place: _told(n, more=n >= MOST) for place in place_names() if (n := others.number(place))}
    alone = sought.place
    options = tuple(
        Option(label, counts.get(place, ""), search_address(text, place), chosen=place == alone)
        for place, label in place_names().items()
        if place == alone or ((alone or counts.get(place)) and (place == TICKETS or sought.words))
    )
    return Facet(_("Kind of thing"), options, search_address(text) if alone else "")


def facets(
    sought: Sought, found: Facets, fields: Mapping[str, Field], known: Directory, *, complete: bool
) -> list[Facet]:
    beside = _Beside(sought.node, fields, sought.place, complete=complete)
    statuses = [(word, label, _of_status(found, fields, word)) for word, label in in_order(statuses_in(fields))]
    teams = [
        (fields["team"].write(Is("team", (team,)))[0], known.teams.get(team or 0, _("No team")), count)
        for team, count in found.team.most_common()
    ]
    channels = [(name, str(Channel(name).label), count) for name, count in found.channel.most_common()]
    periods = [(word, label, found.created[word]) for word, label in period_names().items()]
    made = [
        beside.facet("status", _("Status"), statuses),
        beside.facet("team", _("Team"), teams),
        beside.facet("created", pgettext("filter", "Created"), periods),
        beside.facet("channel", _("Channel"), channels),
    ]
    return [facet for facet in made if facet.options or facet.anything]


def _of_status(found: Facets, fields: Mapping[str, Field], word: str) -> int:
    own = next((one.id for one in statuses_in(fields).live if one.key == word), None)
    return found.status[word] if own is None else found.own_status[own]


def period_names() -> dict[str, str]:
    names = (_("Past day"), _("Past week"), _("Past month"), _("Past year"))
    return dict(zip(PERIODS, names, strict=True))


@dataclass(frozen=True, slots=True)
class _Beside:
    node: Node
    fields: Mapping[str, Field]
    place: str
    complete: bool

    def facet(self, key: str, label: str, counts: list[tuple[str, str, int]]) -> Facet:
        options = tuple(self._options(key, counts))
        return Facet(label, options, self._address(without(self.node, key)) if is_asked(self.node, key) else "")

    def _options(self, key: str, counts: list[tuple[str, str, int]]) -> Iterator[Option]:
        now = condition_on(self.node, key)
        chosen = self.fields[key].write(now) if now else ()
        for word, label, count in counts:
            if count or word in chosen:
                node = replaced(self.node, key, self.fields[key].read([word]))
                yield Option(label, _told(count, more=not self.complete), self._address(node), chosen=word in chosen)

    def _address(self, node: Node) -> str:
        return search_address(written(node, self.fields), self.place)


def _told(count: int, *, more: bool) -> str:
    return number_format(count, force_grouping=True) + ("+" if more and count else "")
