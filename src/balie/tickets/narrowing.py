"""Conditions as a list that is found quickly: what an index answers stands apart from what each row is asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from balie.accounts.models import User
from balie.conditions.looking import Looking, meant
from balie.conditions.tree import Is, Node, Says, Value, all_of, parts_of
from balie.core.prepared import rows
from balie.search.grammar import Term
from balie.tickets.asker import contacts_called
from balie.tickets.asking import asked_in_sql, looking_of, sources_for
from balie.tickets.custom_fields.asking import HAS_SOME, InFields
from balie.tickets.fields import AWAKE, SOURCES
from balie.tickets.finding import NO_TEAM, NOBODY, Wanted
from balie.tickets.models import Status, Ticket
from balie.tickets.own_statuses.asking import categories_of
from balie.tickets.querysets import TicketQuerySet
from balie.tickets.searching import Said, tickets_saying
from balie.tickets.snooze_records import Sleep

_ONE = {"assignee": NOBODY, "requester": None, "organisation": None}
# With more tickets than this, a tag is asked of each instead.
_FEW = 2_000


_ASLEEP: dict[tuple[object, ...], bool] = {AWAKE: False, (Sleep.ASLEEP.value,): True}


@dataclass(slots=True)
class _Sorted:
    """What of the conditions was put where."""

    known: dict[str, Any] = field(default_factory=dict)
    rest: list[Node] = field(default_factory=list)
    words: list[Term] = field(default_factory=list)
    # Of each an index tells the tickets, where they are few.
    rare: list[Is] = field(default_factory=list)


def wanted_for(node: Node, viewer: User, *, bounded: bool = False) -> Wanted:
    """One query more where words are asked for, one where a tag is, two where part of a name is. `bounded`: frequent
    words are not looked for to the end.
    """
    looking = looking_of(viewer)
    found = _Sorted()
    for part in parts_of(node):
        _put(part, found, looking)
    said = tickets_saying(viewer=viewer, words=found.words, bounded=bounded) if found.words else None
    among = _among(found, said, viewer)
    statuses = found.known.pop("statuses", tuple(Status.values))
    return Wanted(
        statuses=statuses, rest=all_of(*found.rest), among=among, partly=bool(said and not said.complete), **found.known
    )


def _put(part: Node, found: _Sorted, looking: Looking) -> None:
    match part:
        case Says(text, phrase):
            found.words.append(Term(text, phrase=phrase))
        case Is("status", values) if "statuses" not in found.known:
            found.known["statuses"], whole = categories_of(meant(values, looking))
            if not whole:
                (found.rest if any(isinstance(value, str) for value in values) else found.rare).append(part)
        case Is("snoozed", values) if "asleep" not in found.known and values in _ASLEEP:
            found.known["asleep"] = _ASLEEP[values]
        case Is("team", values) if "teams" not in found.known:
            found.known["teams"] = tuple(NO_TEAM if value is None else value for value in meant(values, looking))
        case Is(name, values) if name in _ONE and not found.known.keys() & _ONE.keys():
            _put_one(part, name, meant(values, looking), found)
        case Is("tag", values) if None not in values:
            found.rare.append(part)
        case Is("from"):
            found.rare.append(part)
        case Is(name, values) if name not in SOURCES and None not in values:
            found.rare.append(part)
        case _:
            found.rest.append(part)


def _put_one(part: Is, name: str, values: tuple[Value, ...], found: _Sorted) -> None:
    if len(values) != 1 or (values[0] is None and _ONE[name] is None):
        found.rest.append(part)
    else:
        found.known[name] = _ONE[name] if values[0] is None else values[0]


def _among(found: _Sorted, said: Said | None, viewer: User) -> tuple[int, ...] | None:
    """The tickets of what is rare, when something of it is."""
    sets = [set(said.tickets)] if said else []
    for part in found.rare:
        few = _few_of(part, viewer)
        if few is None:
            found.rest.append(part)
        else:
            sets.append(few)
    return tuple(sorted(set.intersection(*sets))) if sets else None


def _few_of(part: Is, viewer: User) -> set[int] | None:
    if part.field not in SOURCES:
        return _having(part, viewer)
    ways = {"from": _asked_by, "tag": _tagged, "status": _called}
    return _few(ways[part.field](part))


def _having(part: Is, viewer: User) -> set[int] | None:
    """By what a custom field holds. Of texts and what else no index answers, nothing is known beforehand."""
    source = sources_for(part, viewer)[part.field]
    if not (isinstance(source, InFields) and source.is_indexed):
        return None
    parameters: dict[str, Any] = {}
    asked = asked_in_sql(part, viewer, parameters)
    words = ("select t.id from tickets_ticket t where", HAS_SOME, "and", asked, "limit", str(_FEW + 1))
    few = rows(" ".join(words), parameters)
    return {pk for (pk,) in few} if len(few) <= _FEW else None


def _few(tickets: TicketQuerySet | None) -> set[int] | None:
    few = None if tickets is None else list(tickets.order_by().values_list("pk", flat=True)[: _FEW + 1])
    return None if few is None or len(few) > _FEW else set(few)


def _tagged(tag: Is) -> TicketQuerySet:
    return Ticket.objects.filter(tags__in=[int(value) for value in tag.values if value is not None])


def _called(statuses: Is) -> TicketQuerySet:
    """Own statuses alone."""
    return Ticket.objects.filter(own_status__in=[int(value) for value in statuses.values if value is not None])


def _asked_by(asker: Is) -> TicketQuerySet | None:
    contacts = contacts_called([str(value) for value in asker.values], _FEW + 1)
    return Ticket.objects.filter(requester__in=contacts) if len(contacts) <= _FEW else None


def narrowed_to(wanted: Wanted, tickets: tuple[int, ...]) -> Wanted:
    """Those of these tickets that belong in the list."""
    among = tickets if wanted.among is None else tuple(set(wanted.among) & set(tickets))
    return replace(wanted, among=among)
