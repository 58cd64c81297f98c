"""What a row of a file says of somebody, as it is kept. Pure: the same cells are always the same wish."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from balie.core.sheets.reading import Read
from balie.core.visible import visible
from balie.people.editing.public_domains import is_public
from balie.people.editing.refusals import Refused
from balie.people.editing.values import domain_in, understood
from balie.people.importing.reasons import Kind, Reason, RowRefused, reason
from balie.people.importing.several import addresses_in, notes_in, parts_of
from balie.people.importing.targets import Target
from balie.people.importing.words import language_meant, yes_or_no
from balie.people.models import NOBODY, IdentityKind
from balie.people.note_records import LONGEST

LONGEST_NAME = 200
T = TypeVar("T")
_WHITE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Wish:
    """Empty is not said: it changes nothing. Without a person it is about the organisation itself.

    `left`: what the row says besides and is not taken, and why.
    """

    line: int
    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    organisation: str = ""
    domains: tuple[str, ...] = ()
    language: str = ""
    vip: bool | None = None
    notes: tuple[str, ...] = ()
    left: tuple[Reason, ...] = ()

    @property
    def addresses(self) -> Iterator[tuple[str, str]]:
        yield from ((IdentityKind.EMAIL.value, value) for value in self.emails)
        yield from ((IdentityKind.PHONE.value, value) for value in self.phones)

    @property
    def is_of_house(self) -> bool:
        return not (self.name or self.emails or self.phones)


def one_line(text: str) -> str:
    """As names are kept."""
    return visible(_in_one(text))[:LONGEST_NAME].strip()


def wish_of(row: Read, targets: Sequence[str]) -> Wish:
    """What is wrong beside the addresses is left out. Raises RowRefused."""
    if row.broken:
        raise RowRefused(reason(Kind.QUOTE))
    if any(cell.strip() for cell in row.cells[len(targets) :]):
        raise RowRefused(reason(Kind.WIDE))
    cells = _Cells(row, targets)
    wish = Wish(
        line=row.line,
        name=_name(cells),
        emails=_emails(cells),
        phones=cells.each(Target.PHONE, parts_of, _phone),
        organisation=cells.line(cells.first(Target.ORGANISATION), Kind.HOUSE_NAME),
        domains=cells.each(Target.DOMAINS, _words_of, _domain),
        language=cells.one(Target.LANGUAGE, Kind.LANGUAGE, language_meant) or "",
        vip=cells.one(Target.VIP, Kind.VIP, yes_or_no),
        notes=cells.each(Target.NOTES, notes_in, _note),
    )
    return _checked(wish, cells.left)


class _Cells:
    """What a row says, by target, each with its column; and what of it is left out."""

    def __init__(self, row: Read, targets: Sequence[str]) -> None:
        self.left: list[Reason] = []
        self._said: dict[str, list[tuple[int, str]]] = {}
        for column, (target, cell) in enumerate(zip(targets, row.cells, strict=False)):
            if target and cell.strip():
                self._said.setdefault(target, []).append((column, cell))

    def all(self, target: Target) -> Sequence[tuple[int, str]]:
        return self._said.get(target, ())

    def first(self, target: Target) -> str:
        return self._said[target][0][1].strip() if target in self._said else ""

    def line(self, text: str, kind: Kind) -> str:
        if len(_in_one(text)) > LONGEST_NAME:
            self.left.append(reason(kind, most=LONGEST_NAME))
        return one_line(text)

    def one(self, target: Target, kind: Kind, meant: Callable[[str], T]) -> T | None:
        """`meant`: raises ValueError for what it does not understand."""
        for column, cell in self._said.get(target, ())[:1]:
            try:
                return meant(cell.strip())
            except ValueError:
                self.left.append(reason(kind, column, value=cell.strip()))
        return None

    def each(
        self, target: Target, parts: Callable[[Iterable[str]], Iterable[str]],
        kept: Callable[[str, int], str | Reason],
    ) -> tuple[str, ...]:  # fmt: skip
        """`kept`: as a part of a cell is kept, or why it is not."""
        found = [kept(part, column) for column, cell in self.all(target) for part in parts([cell])]
        self.left += [it for it in found if isinstance(it, Reason)]
        return tuple(dict.fromkeys(it for it in found if isinstance(it, str)))


def _in_one(text: str) -> str:
    return _WHITE.sub(" ", text).strip()


def _checked(wish: Wish, left: Sequence[Reason]) -> Wish:
    if not (wish.emails or wish.phones) and (wish.name or not wish.organisation):
        raise RowRefused(reason(Kind.NOBODY), *(it for it in left if it.kind == Kind.PHONE))
    if wish.domains and not wish.organisation:
        return replace(wish, domains=(), left=(*left, reason(Kind.HOMELESS)))
    return replace(wish, left=tuple(left))


def _name(cells: _Cells) -> str:
    whole = cells.line(cells.first(Target.NAME), Kind.NAME)
    parts = (Target.FIRST, Target.MIDDLE, Target.LAST)
    return whole or cells.line(" ".join(filter(None, map(cells.first, parts))), Kind.NAME)


def _emails(cells: _Cells) -> tuple[str, ...]:
    """By them somebody is known: where none is left, what was meant as one has to be put right first."""
    found, wrong = dict[str, None](), list[Reason]()
    for column, cell in cells.all(Target.EMAIL):
        for part in addresses_in([cell]):
            try:
                found[understood(IdentityKind.EMAIL, part)] = None
            except Refused:
                it = reason(Kind.EMAIL, column, value=part if "@" in cell else _in_one(cell))
                wrong += [it] if it not in wrong else []
    found.pop(NOBODY, None)
    if wrong and not found:
        raise RowRefused(*wrong)
    cells.left += wrong
    return tuple(found)


def _phone(text: str, column: int) -> str | Reason:
    try:
        return understood(IdentityKind.PHONE, text)
    except Refused:
        return reason(Kind.PHONE, column, value=text)


def _words_of(cells: Iterable[str]) -> Iterable[str]:
    return parts_of(cells, spaced=True)


def _domain(text: str, column: int) -> str | Reason:
    try:
        name = domain_in(text)
    except Refused:
        return reason(Kind.DOMAIN, column, value=text)
    return reason(Kind.PUBLIC, column, value=name) if is_public(name) else name


def _note(text: str, column: int) -> str | Reason:
    return reason(Kind.NOTE, column, most=LONGEST) if len(text) > LONGEST else text
