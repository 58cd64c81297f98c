"""The contacts and organisations that some rows speak of, as far as they matter to these rows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from balie.people.models import IdentityKind

Address = tuple[str, str]


@dataclass(slots=True, eq=False)
class House:
    """An organisation; `pk` is none of one that is to be made. `letters`: its name, whatever the case and accents."""

    pk: int | None
    name: str
    letters: str
    vip: bool = False
    domains: set[str] = field(default_factory=set)
    # In their order, without values.
    notes: dict[str, None] = field(default_factory=dict)
    new_domains: list[str] = field(default_factory=list)
    new_notes: list[str] = field(default_factory=list)
    marked: bool = False
    # Some row needs it: only then it is made.
    wanted: bool = False

    def add_notes(self, notes: Iterable[str]) -> bool:
        fresh = [note for note in notes if note not in self.notes]
        self.notes.update(dict.fromkeys(fresh))
        self.new_notes += fresh
        return bool(fresh)


@dataclass(slots=True, eq=False)
class Person:
    """`changed`: by the row that is looked at; `all_changed`: by any."""

    pk: int | None
    name: str = ""
    house: House | None = None
    language: str = ""
    vip: bool = False
    addresses: list[Address] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    new_addresses: list[Address] = field(default_factory=list)
    new_notes: list[str] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    all_changed: set[str] = field(default_factory=set)

    @property
    def emails(self) -> list[str]:
        return [value for kind, value in self.addresses if kind == IdentityKind.EMAIL]

    @property
    def called(self) -> str:
        return self.name or next((value for _kind, value in self.addresses), "–")

    def set(self, name: str, value: Any) -> None:
        setattr(self, name, value)
        self.mark(name)

    def move(self, house: House) -> None:
        self.house, house.wanted = house, True
        self.mark("organisation")

    def mark(self, name: str) -> None:
        self.changed.add(name)
        self.all_changed.add(name)

    def is_in(self, house: House, called: str) -> bool:
        """Two of them may be called the same."""
        return self.house is house or (self.house is not None and " ".join(self.house.name.split()) == called)

    def add_notes(self, notes: Iterable[str]) -> None:
        for note in notes:
            if note not in self.notes:
                self.notes[note] = None
                self.new_notes.append(note)
                self.mark("notes")


class Picture:
    """`houses` by their letters; `letters_of` tells them of a name; `from_file`: contacts that this file has made."""

    def __init__(
        self, *, people: Iterable[Person], houses: Iterable[House], domains: dict[str, House],
        letters_of: Callable[[str], str], from_file: frozenset[int] = frozenset(),
    ) -> None:  # fmt: skip
        self.people = list(people)
        self._owners = {address: person for person in self.people for address in person.addresses}
        self._houses = {house.letters: house for house in houses}
        self._domains = domains
        self._letters_of = letters_of
        self._from_file = from_file

    @property
    def houses(self) -> Iterable[House]:
        return self._houses.values()

    def owner(self, address: Address) -> Person | None:
        return self._owners.get(address)

    def domain_owner(self, domain: str) -> House | None:
        return self._domains.get(domain)

    def house(self, name: str) -> House:
        letters = self._letters_of(name)
        found = self._houses.get(letters)
        if found is None:
            found = self._houses[letters] = House(None, name, letters)
        return found

    def house_of(self, emails: Iterable[str]) -> House | None:
        """To which the first address of somebody new belongs."""
        return next((self._domains.get(email.rpartition("@")[2]) for email in emails), None)

    def take_domains(self, house: House, domains: Iterable[str]) -> None:
        for domain in domains:
            house.wanted = True
            house.domains.add(domain)
            house.new_domains.append(domain)
            self._domains[domain] = house

    def add(self) -> Person:
        person = Person(None)
        self.people.append(person)
        return person

    def is_from_file(self, person: Person) -> bool:
        return person.pk is None or person.pk in self._from_file

    def give(self, address: Address, person: Person) -> None:
        self._owners[address] = person
        person.addresses.append(address)
        person.new_addresses.append(address)
        person.mark(address[0])
