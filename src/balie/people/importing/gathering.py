"""The picture of what some rows speak of: a few questions, however many rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from balie.core.prepared import rows
from balie.people.importing.picture import Address, House, Person, Picture
from balie.people.importing.wishes import Wish

# Whoever was merged is meant as what they were merged into.
_OWNERS = """
select i.kind, i.value, coalesce(c.merged_into_id, c.id)
from unnest(%s::text[], %s::text[]) wanted(kind, value)
join people_identity i on i.kind = wanted.kind and i.value = wanted.value
join people_contact c on c.id = i.contact_id"""
_PEOPLE = """
select id, name, organisation_id, language, vip from people_contact where id = any(%s::bigint[]) order by id"""
_TAKEN = f"{_PEOPLE} for no key update"
_ADDRESSES = "select contact_id, kind, value from people_identity where contact_id = any(%s::bigint[]) order by id"
_NOTES = "select contact_id, text from people_personnote where contact_id = any(%s::bigint[]) order by id"
_NAMED = """
select wanted.name, search_letters(wanted.name),
    (select min(o.id) from people_organisation o where search_letters(o.name) = search_letters(wanted.name))
from unnest(%s::text[]) wanted(name)"""
_HOUSES = "select id, name, search_letters(name), vip from people_organisation where id = any(%s::bigint[])"
_DOMAINS = "select name, organisation_id from people_domain where name = any(%s::text[])"
_HOUSE_DOMAINS = "select organisation_id, name from people_domain where organisation_id = any(%s::bigint[])"
_HOUSE_NOTES = """
select organisation_id, text from people_personnote where organisation_id = any(%s::bigint[]) order by id"""
_FROM_FILE = 'select contact_id from people_importedrow where "of_id" = %s::bigint and contact_id = any(%s::bigint[]) '


class MovedMeanwhile(Exception):
    """Somebody has merged or changed these contacts while they were looked up: look again."""


def picture_for(
    wishes: Sequence[Wish], *, fresh: Iterable[House] = (), take: bool = False, made_by: int | None = None
) -> Picture:
    """`fresh`: organisations that earlier rows would make. `take`: the contacts are locked, in the order of all.
    `made_by`: the import whose contacts are from this file. Raises MovedMeanwhile.
    """
    owners = _owners(wishes)
    ids = sorted(set(owners.values()))
    found = rows(_TAKEN if take else _PEOPLE, (ids,)) if ids else []
    if take and (len(found) != len(ids) or _owners(wishes) != owners):
        raise MovedMeanwhile
    letters, named = _named({wish.organisation for wish in wishes if wish.organisation})
    domains = dict(rows(_DOMAINS, (_domains_in(wishes),)))
    whole = [wish for wish in wishes if wish.is_of_house]
    by_id = _houses({row[2] for row in found} | set(named.values()) | set(domains.values()), whole)
    houses = {it.letters: it for it in fresh} | {text: by_id[pk] for text, pk in named.items() if pk in by_id}
    taken = {name: house for house in houses.values() for name in house.new_domains}
    return Picture(
        people=_people(found, owners, by_id, notes=any(wish.notes for wish in wishes)),
        houses=houses.values(),
        domains=taken | {name: by_id[pk] for name, pk in domains.items() if pk in by_id},
        letters_of=letters.__getitem__,
        from_file=frozenset(pk for (pk,) in rows(_FROM_FILE, (made_by, ids))) if made_by and ids else frozenset(),
    )


def _owners(wishes: Sequence[Wish]) -> dict[Address, int]:
    wanted = sorted({address for wish in wishes for address in wish.addresses})
    if not wanted:
        return {}
    found = rows(_OWNERS, ([kind for kind, _value in wanted], [value for _kind, value in wanted]))
    return {(kind, value): pk for kind, value, pk in found}


def _people(
    found: Sequence[tuple[Any, ...]], owners: Mapping[Address, int], houses: Mapping[int, House], *, notes: bool
) -> Iterable[Person]:
    people = {
        pk: Person(pk, name, houses.get(house), language, vip) for pk, name, house, language, vip in found
    }  # fmt: skip
    if not people:
        return ()
    for pk, kind, value in rows(_ADDRESSES, (list(people),)):
        people[pk].addresses.append((kind, value))
    for address, pk in owners.items():
        if pk in people and address not in people[pk].addresses:
            people[pk].addresses.append(address)
    for pk, text in rows(_NOTES, (list(people),)) if notes else ():
        people[pk].notes[text.strip()] = None
    return people.values()


def _named(names: Collection[str]) -> tuple[dict[str, str], dict[str, int]]:
    """Letters by name, and organisations by letters."""
    found = rows(_NAMED, (sorted(names),)) if names else []
    return {name: text for name, text, _pk in found}, {text: pk for _name, text, pk in found if pk}


def _domains_in(wishes: Sequence[Wish]) -> list[str]:
    asked = {domain for wish in wishes for domain in wish.domains}
    return sorted(asked | {email.rpartition("@")[2] for wish in wishes for email in wish.emails[:1]})


def _houses(ids: Collection[int | None], whole: Sequence[Wish]) -> dict[int, House]:
    """`whole`: rows that are about organisations themselves."""
    wanted = sorted(pk for pk in ids if pk)
    found = {pk: House(pk, name, text, vip) for pk, name, text, vip in rows(_HOUSES, (wanted,))} if wanted else {}
    if found and whole:
        for pk, name in rows(_HOUSE_DOMAINS, (list(found),)):
            found[pk].domains.add(name)
        for pk, text in rows(_HOUSE_NOTES, (list(found),)):
            found[pk].notes[text.strip()] = None
    return found
