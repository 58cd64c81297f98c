"""Who is told of what happened, why, and by which way. Nothing here asks a database or a clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from balie.notifications.kinds import Kind, Way
from balie.notifications.wishes import Wishes

MOST = 200  # people, for one thing that happened


@dataclass(frozen=True, slots=True)
class Happening:
    """`team` and `assignee` are the ticket's now. `users` and `teams`: whom it is about by itself, those who were
    mentioned, say; `besides`: users who hear of the same message by another way.
    """

    kind: str
    actor: int | None  # the user who did it
    team: int | None = None
    assignee: int | None = None
    urgent: bool = False
    users: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    besides: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom it may concern. `works`: at the desk, and may sign in."""

    id: int
    wishes: Wishes
    works: bool = True
    sees_everything: bool = False
    teams: frozenset[int] = frozenset()
    follows: bool = False
    away: bool = False
    substitute: int | None = None
    devices: bool = False  # browsers to tell


@dataclass(frozen=True, slots=True)
class Delivery:
    """`mail_at`: when a mail may go out, `push_at` when browsers are told; None for none. `instead_of`: who is away."""

    user: int
    kind: Kind
    mail_at: datetime | None = None
    instead_of: int | None = None
    push_at: datetime | None = None


def decide(it: Happening, people: Mapping[int, Person], moment: datetime) -> list[Delivery]:
    """One for each at most; by id of the person, so that the same comes out whoever asks."""
    told: dict[int, Delivery] = {}
    for person in sorted(people.values(), key=lambda one: one.id):
        kind = _concern(it, person)
        if kind is None or not _may_hear(it, person):
            continue
        if delivery := _delivery(person, kind, moment, urgent=it.urgent):
            told[person.id] = delivery
    for delivery in list(_for_substitutes(it, people, moment)):
        told.setdefault(delivery.user, delivery)
    return [told[pk] for pk in sorted(told)][:MOST]


def _may_hear(it: Happening, person: Person) -> bool:
    return person.works and person.id != it.actor and person.id not in it.besides and may_see(it, person)


def may_see(it: Happening, person: Person) -> bool:
    """The same leave as `visible_to` gives."""
    mine = it.team is None or it.team in person.teams
    return person.sees_everything or mine or person.id == it.assignee or person.follows


def _concern(it: Happening, person: Person) -> Kind | None:
    named = person.id in it.users or bool(it.teams & person.teams)
    takes_part = person.id == it.assignee or person.follows
    match it.kind:
        case "ticket.assigned":
            return Kind.ASSIGNED if person.id in it.users and person.id == it.assignee else None
        case "ticket.opened":
            return Kind.NEW if it.team is not None and it.team in person.teams else None
        case "message.received":
            return Kind.ANSWER if takes_part else None
        case "message.replied":
            return Kind.REPLY if takes_part else None
        case "message.noted":
            return Kind.NOTE if takes_part else None
    return BY_NAME.get(it.kind) if named else None


# Events that name whom they are about.
BY_NAME: Mapping[str, Kind] = {
    "message.mentioned": Kind.MENTIONED,
    "reply.held": Kind.HELD,
    "task.assigned": Kind.TASK_ASSIGNED,
    "task.due": Kind.TASK_DUE,
    "ticket.woken": Kind.WOKEN,
    "ticket.moved": Kind.HANDED_OVER,
}


def _delivery(person: Person, kind: Kind, moment: datetime, *, urgent: bool) -> Delivery | None:
    """Whoever is away finds it when they come back: it disturbs nobody."""
    ways = person.wishes.ways(kind)
    if not ways:
        return None
    if person.away:
        return Delivery(person.id, kind)
    return Delivery(
        person.id,
        kind,
        mail_at=person.wishes.mail_at(moment, urgent=urgent) if Way.MAIL in ways else None,
        push_at=person.wishes.push_at(moment, urgent=urgent) if Way.PUSH in ways and person.devices else None,
    )


# What is said to one person; a substitute does not share in the rest.
_PERSONAL = frozenset({
    Kind.MENTIONED, Kind.ASSIGNED, Kind.HELD, Kind.TASK_ASSIGNED, Kind.TASK_DUE, Kind.WOKEN, Kind.ANSWER,
})  # fmt: skip


def _for_substitutes(it: Happening, people: Mapping[int, Person], moment: datetime) -> Iterator[Delivery]:
    """Of what is urgent, and only where it is said to the one who is away: not to all who follow."""
    if not it.urgent:
        return
    for person in sorted(people.values(), key=lambda one: one.id):
        other = people.get(person.substitute or 0) if person.away else None
        kind = _concern(it, person) if person.id in it.users or person.id == it.assignee else None
        if other is None or other.away or kind is None or kind not in _PERSONAL or not _may_hear(it, other):
            continue
        if person.works and person.id != it.actor and may_see(it, person):
            push_at = other.wishes.push_at(moment, urgent=True) if other.devices else None
            mail_at = other.wishes.mail_at(moment, urgent=True)
            yield Delivery(other.id, kind, mail_at=mail_at, instead_of=person.id, push_at=push_at)
