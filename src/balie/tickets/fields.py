"""What tickets can be filtered by: how it is typed, and where it stands in the database."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from balie.accounts.directory import Directory
from balie.conditions.fields import Choice, Field, Moment, Named, Text
from balie.conditions.sql import Binding, Column, Rows, Source
from balie.conditions.tree import Value, Who
from balie.people.access import stands_for
from balie.people.models import Identity, IdentityKind, Organisation
from balie.people.searching import the_one_called
from balie.tickets.asker import AskedBy, Asker
from balie.tickets.custom_fields.asking import field_of
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.defined import defined
from balie.tickets.models import Channel, Kind, Priority, Tag
from balie.tickets.own_statuses.asking import StatusSource, status_field
from balie.tickets.own_statuses.known import known_statuses
from balie.tickets.snooze_records import Sleep
from balie.tickets.tags.tagging import tag_meant

PRIORITIES = {priority.name.lower(): priority.value for priority in Priority}
# In the lists: nobody put it aside, or it is back.
AWAKE: tuple[Value, ...] = (Sleep.AWAKE.value, Sleep.WOKEN.value)
_ID = re.compile(r"#?([0-9]{1,18})")

Find = Callable[[str], int | str | None]
Name = Callable[[int | str], str | None]


def ticket_fields(known: Directory) -> Mapping[str, Field]:
    """By key. What is not in `known` is looked up when it is read or written, once."""
    teams, people, told = _teams(known), _people(known), defined()
    fields: tuple[Field, ...] = (
        status_field(known_statuses(told)),
        Choice("kind", _words(Kind.values)),
        Choice("priority", PRIORITIES, ordered=True),
        Choice("channel", _words(Channel.values)),
        Choice("waits", {"us": "true", "contact": "false"}),
        Choice("snoozed", {"yes": Sleep.ASLEEP.value, "over": Sleep.WOKEN.value}, {"no": AWAKE}),
        Choice("vip", {"yes": "true", "no": "false"}),
        Named("team", *teams, who=(Who.MINE,)),
        Named("assignee", *people, who=(Who.ME,)),
        Named("follower", *people, who=(Who.ME,)),
        Named("requester", *_once(_contact, _address), optional=False),
        Asker("from"),
        Named("organisation", *_once(_organisation, _organisation_name)),
        Named("tag", *_once(_tag, _tag_name)),
        Named("language", _language, str, optional=False),
        Named("number", _number, str, optional=False),
        Text("subject"),
        Moment("created"),
        Moment("updated"),
        Moment("answered", optional=True),
        Moment("resolved", optional=True),
        Moment("closed", optional=True),
    )
    own = (field_of(one, people, _once(_contact, _address)) for one in known_fields(told).all)
    # A key that a later version of Balie takes for itself is its own.
    return {field.key: field for field in (*own, *fields)}


class Subject(Column):
    """Holds the words somewhere, in any case of letters."""

    def among(self, values: tuple[Value, ...], bind: Binding) -> str:
        parts = [f"{self.name} ilike {bind(_pattern(str(value)))}::text" for value in values]
        return f"({' or '.join(parts)})"


def _pattern(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"


class Important(Column):
    """Asked by a very important person, or by somebody of a house all of whose people are."""

    def among(self, values: tuple[Value, ...], bind: Binding) -> str:  # noqa: ARG002 -- nothing is bound
        asked = {value == "true" for value in values}
        return "true" if len(asked) > 1 else f"{'' if asked == {True} else 'not '}({_IMPORTANT})"


_IMPORTANT = """t.requester_id in (select id from people_contact where vip)
    or coalesce(t.organisation_id in (select id from people_organisation where vip), false)"""
SOURCES: Mapping[str, Source] = {
    "status": StatusSource(),
    "kind": Column("t.kind", "text"),
    "priority": Column("t.priority", "smallint"),
    "channel": Column("t.channel", "text"),
    "waits": Column("t.awaits_answer", "boolean"),
    "vip": Important("t.requester_id", "bigint"),
    "snoozed": Column("t.snooze", "text"),
    "team": Column("t.team_id", "bigint"),
    "assignee": Column("t.assignee_id", "bigint"),
    "follower": Rows("tickets_follower x", "x.ticket_id = t.id", "x.user_id"),
    "requester": Column("t.requester_id", "bigint"),
    "from": AskedBy(),
    "organisation": Column("t.organisation_id", "bigint"),
    "tag": Rows("tickets_ticket_tags x", "x.ticket_id = t.id", "x.tag_id"),
    "language": Column("t.language", "text"),
    "number": Column("t.id", "bigint"),
    "subject": Subject("t.subject", "text"),
    "created": Column("t.created_at", "timestamptz"),
    "updated": Column("t.updated_at", "timestamptz"),
    "answered": Column("t.first_answered_at", "timestamptz"),
    "resolved": Column("t.resolved_at", "timestamptz"),
    "closed": Column("t.closed_at", "timestamptz"),
}


def _words(values: list[str]) -> dict[str, Value]:
    return {value: value for value in values}


def _teams(known: Directory) -> tuple[Find, Name]:
    slugs = {pk: slug for slug, pk in known.slugs.items()}
    names = {name.casefold(): pk for pk, name in known.teams.items()}
    return (
        lambda text: known.slugs.get(text.lower()) or names.get(text.casefold()) or _known_id(text, known.teams),
        lambda pk: slugs.get(int(pk)),
    )


def _people(known: Directory) -> tuple[Find, Name]:
    """By name where it is one person's, else by address."""
    names: dict[str, int | None] = {}
    for pk, name in known.users.items():
        names[name.casefold()] = None if name.casefold() in names else pk
    addresses = {pk: address for address, pk in known.addresses.items()}

    def written(pk: int | str) -> str | None:
        name = known.users.get(int(pk), "")
        return name if names.get(name.casefold()) == pk else addresses.get(int(pk))

    return (
        lambda text: names.get(text.casefold()) or known.addresses.get(text.lower()) or _known_id(text, known.users),
        written,
    )


def _known_id(text: str, among: Mapping[int, str]) -> int | None:
    pk = _number(text)
    return pk if pk in among else None


def _number(text: str) -> int | None:
    found = _ID.fullmatch(text)
    return int(found[1]) if found else None


def _language(text: str) -> str | None:
    return text.lower() if re.fullmatch(r"[A-Za-z]{2,3}", text) else None


def _once(find: Callable[[str], tuple[int, str] | None], name: Callable[[int], str | None]) -> tuple[Find, Name]:
    """What was found by its name is not looked up again to write it."""
    known: dict[int, str | None] = {}

    def found(text: str) -> int | None:
        answer = find(text)
        if answer is None:
            return None
        known[answer[0]] = answer[1]
        return answer[0]

    def named(pk: int | str) -> str | None:
        if pk not in known:
            known[int(pk)] = name(int(pk))
        return known[int(pk)]

    return found, named


def _contact(text: str) -> tuple[int, str] | None:
    if pk := _number(text):
        stays = stands_for(pk)
        address = _address(stays)
        return (stays, address) if address else None
    contact = the_one_called(text)
    return (contact.pk, text.lower() if "@" in text else _address(contact.pk) or "") if contact else None


def _address(pk: int) -> str | None:
    addresses = Identity.objects.filter(contact=pk, kind=IdentityKind.EMAIL).order_by("pk")
    return addresses.values_list("value", flat=True).first() or f"#{pk}"


def _organisation(text: str) -> tuple[int, str] | None:
    organisations = Organisation.objects.order_by("pk").values_list("pk", "name")
    if pk := _number(text):
        return organisations.filter(pk=pk).first()
    return organisations.filter(name=text).first() or organisations.filter(domains__name=text.lower()).first()


def _organisation_name(pk: int) -> str | None:
    return Organisation.objects.filter(pk=pk).values_list("name", flat=True).first()


def _tag(text: str) -> tuple[int, str] | None:
    tag = tag_meant(text)
    return (tag.pk, tag.name) if tag else None


def _tag_name(pk: int) -> str | None:
    tag = Tag.objects.filter(pk=pk).select_related("merged_into").first()
    return str(tag.merged_into or tag) if tag else None
