"""What a row of a file says of somebody, as it is kept. Pure: the same cells are always the same wish."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from balie.core.sheets.reading import Read
from balie.core.visible import visible
from balie.people.editing.public_domains import is_public
from balie.people.editing.refusals import Refused
from balie.people.editing.values import domain_in, understood
from balie.people.importing.several import addresses_in, notes_in, parts_of
from balie.people.importing.targets import Target
from balie.people.importing.words import language_meant, yes_or_no
from balie.people.models import NOBODY, IdentityKind
from balie.people.note_records import LONGEST

LONGEST_NAME = 200
_WHITE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Wish:
    """Empty is not said: it changes nothing. Without a person it is about the organisation itself."""

    line: int
    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    organisation: str = ""
    domains: tuple[str, ...] = ()
    language: str = ""
    vip: bool | None = None
    notes: tuple[str, ...] = ()

    @property
    def addresses(self) -> Iterator[tuple[str, str]]:
        yield from ((IdentityKind.EMAIL.value, value) for value in self.emails)
        yield from ((IdentityKind.PHONE.value, value) for value in self.phones)

    @property
    def is_of_house(self) -> bool:
        return not (self.name or self.emails or self.phones)


def one_line(text: str) -> str:
    """As names are kept."""
    return visible(_WHITE.sub(" ", text).strip())[:LONGEST_NAME].strip()


def wish_of(row: Read, targets: Sequence[str]) -> Wish:
    """Raises Refused."""
    if row.broken:
        raise Refused(_("A quotation mark is opened here and never closed."))
    if any(cell.strip() for cell in row.cells[len(targets) :]):
        raise Refused(_("This line has more columns than the first one."))
    said: dict[str, list[str]] = {}
    for target, cell in zip(targets, row.cells, strict=False):
        if target and cell.strip():
            said.setdefault(target, []).append(cell)
    wish = Wish(
        line=row.line,
        name=_name(said),
        emails=_each(IdentityKind.EMAIL, addresses_in(said.get(Target.EMAIL, ()))),
        phones=_each(IdentityKind.PHONE, parts_of(said.get(Target.PHONE, ()))),
        organisation=one_line(_first(said, Target.ORGANISATION)),
        domains=tuple(dict.fromkeys(map(_domain, parts_of(said.get(Target.DOMAINS, ()), spaced=True)))),
        language=language_meant(_first(said, Target.LANGUAGE)),
        vip=yes_or_no(_first(said, Target.VIP)),
        notes=tuple(dict.fromkeys(map(_note, notes_in(said.get(Target.NOTES, ()))))),
    )
    _check(wish)
    return wish


def _check(wish: Wish) -> None:
    if wish.is_of_house:
        if not wish.organisation:
            raise Refused(_("There is neither an e-mail address nor a phone number."))
    elif not (wish.emails or wish.phones):
        raise Refused(_("There is neither an e-mail address nor a phone number."))
    if wish.domains and not wish.organisation:
        raise Refused(_("A domain needs an organisation that it belongs to."))


def _first(said: dict[str, list[str]], target: Target) -> str:
    return said.get(target, [""])[0].strip()


def _name(said: dict[str, list[str]]) -> str:
    whole = one_line(_first(said, Target.NAME))
    return whole or one_line(" ".join(_first(said, part) for part in (Target.FIRST, Target.MIDDLE, Target.LAST)))


def _each(kind: IdentityKind, values: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(understood(kind, value) for value in values)
    found.pop(NOBODY, None)
    return tuple(found)


def _domain(text: str) -> str:
    name = domain_in(text)
    if is_public(name):
        raise Refused(_("Anybody can have an address at %(domain)s, so it can't stand for one.") % {"domain": name})
    return name


def _note(text: str) -> str:
    if len(text) > LONGEST:
        raise Refused(_("A note has %(most)d characters at most.") % {"most": LONGEST})
    return text
