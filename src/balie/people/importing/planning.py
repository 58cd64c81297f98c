"""What rows make of the contacts there are: a picture of them, changed row by row. Pure; nothing is written here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from balie.people.importing.picture import Address, House, Person, Picture
from balie.people.importing.reasons import Kind, Reason, RowRefused, reason
from balie.people.importing.wishes import Wish, one_line
from balie.people.importing.words import language_meant
from balie.people.models import IdentityKind


class Existing(StrEnum):
    """What becomes of contacts who are there already."""

    UPDATE = "update"
    FILL = "fill"  # only what is empty
    LEAVE = "leave"


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LEFT = "left"  # there already, and to be left alone
    REPEATED = "repeated"  # of somebody whom an earlier row of the file has made
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Planned:
    """`fields`: which are another now. `left`: what was not taken, and why."""

    outcome: Outcome
    person: Person | None = None
    fields: frozenset[str] = frozenset()
    left: tuple[Reason, ...] = ()


def planned(wish: Wish, picture: Picture, existing: Existing) -> Planned:
    """Raises RowRefused, and has changed nothing then."""
    house = picture.house(wish.organisation) if wish.organisation else None
    free, left = _free_domains(wish, house, picture)
    if wish.is_of_house and house:
        plan = _of_house(wish, house, free, picture, existing)
        return plan if plan.outcome == Outcome.LEFT else replace(plan, left=(*wish.left, *left))
    person, again = _meant(wish, picture), False
    made = person is None
    if person is None:
        person = picture.add()
        house = house or picture.house_of(wish.emails)
    else:
        again = picture.is_from_file(person)
        person.changed.clear()
    if existing == Existing.LEAVE and not made and not again:
        return Planned(Outcome.LEFT, person)
    fills = existing != Existing.UPDATE and not made
    if house:
        picture.take_domains(house, free)
    left += _take(wish, person, picture, house, fills=fills)
    told = (*wish.left, *left)
    if made:
        return Planned(Outcome.NEW, person, left=told)
    fields = frozenset(person.changed)
    outcome = Outcome.REPEATED if again else Outcome.CHANGED if fields else Outcome.SAME
    return Planned(outcome, person, fields, told)


def _meant(wish: Wish, picture: Picture) -> Person | None:
    """By e-mail; else by a number, as long as that is not a number that several use, each with an address."""
    found = _owners(picture, ((IdentityKind.EMAIL.value, value) for value in wish.emails))
    if found:
        return found
    by_number = _owners(picture, ((IdentityKind.PHONE.value, value) for value in wish.phones), strict=not wish.emails)
    if by_number and wish.emails and by_number.emails:
        return None
    return by_number


def _owners(picture: Picture, addresses: Iterator[Address], *, strict: bool = True) -> Person | None:
    first: Person | None = None
    for address in addresses:
        owner = picture.owner(address)
        if owner is None or owner is first:
            continue
        if first is None:
            first = owner
        elif strict:
            raise RowRefused(reason(Kind.TWO, value=address[1], name=owner.called, other=first.called))
        else:
            return None
    return first


def _free_domains(wish: Wish, house: House | None, picture: Picture) -> tuple[list[str], list[Reason]]:
    """And those of others."""
    free, taken = list[str](), list[Reason]()
    for domain in wish.domains:
        owner = picture.domain_owner(domain)
        if owner is None:
            free.append(domain)
        elif house is None or owner is not house:
            taken.append(reason(Kind.DOMAIN_TAKEN, value=domain, name=owner.name))
    return free, taken


def _of_house(wish: Wish, house: House, free: list[str], picture: Picture, existing: Existing) -> Planned:
    made = house.pk is None and not house.wanted
    if existing == Existing.LEAVE and house.pk:
        return Planned(Outcome.LEFT)
    fills, fields = existing != Existing.UPDATE and not made, set[str]()
    house.wanted = True
    if free and not (fills and house.domains):
        picture.take_domains(house, free)
        fields.add("domains")
    if wish.vip is not None and wish.vip != house.vip and (wish.vip or not fills):
        house.vip = wish.vip
        house.marked = True
        fields.add("vip")
    if not (fills and house.notes) and house.add_notes(wish.notes):
        fields.add("notes")
    if made:
        return Planned(Outcome.NEW)
    return Planned(Outcome.CHANGED if fields else Outcome.SAME, None, frozenset(fields))


def _take(wish: Wish, person: Person, picture: Picture, house: House | None, *, fills: bool) -> list[Reason]:
    """What was left out."""
    if wish.name and (not person.name if fills else one_line(person.name) != wish.name):
        person.set("name", wish.name)
    if house and (person.house is None if fills else not person.is_in(house, wish.organisation)):
        person.move(house)
    if wish.language and not (person.language if fills else _reads(person, wish.language)):
        person.set("language", wish.language)
    if wish.vip is not None and wish.vip != person.vip and (wish.vip or not fills):
        person.set("vip", wish.vip)
    if not (fills and person.notes):
        person.add_notes(wish.notes)
    return _take_addresses(wish, person, picture, fills=fills)


def _reads(person: Person, language: str) -> bool:
    try:
        return language in {person.language, language_meant(person.language)}
    except ValueError:
        return False


def _take_addresses(wish: Wish, person: Person, picture: Picture, *, fills: bool) -> list[Reason]:
    """A number that somebody else has is left out: a switchboard's stands beside many names."""
    left: dict[str, str] = {}
    has = {kind for kind, _value in person.addresses}
    for kind, value in wish.addresses:
        owner = picture.owner((kind, value))
        if owner is person or (fills and kind in has):
            continue
        if owner is not None:
            left[value] = owner.called
        else:
            picture.give((kind, value), person)
    return [reason(Kind.TAKEN, value=value, name=name) for value, name in left.items()]
