"""What may be wrong with a row of a file: kept by its kind, and put into words for whoever reads. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balie.people.editing.refusals import Refused

# So much of a cell is repeated.
_SHOWN = 80


class Kind(StrEnum):
    QUOTE = "quote"
    WIDE = "wide"
    MANY = "many"
    FAILED = "failed"
    NOBODY = "nobody"
    EMAIL = "email"
    PHONE = "phone"
    LANGUAGE = "language"
    VIP = "vip"
    DOMAIN = "domain"
    PUBLIC = "public"
    HOMELESS = "homeless"
    DOMAIN_TAKEN = "domain_taken"
    NOTE = "note"
    NAME = "name"
    HOUSE_NAME = "house_name"
    TWO = "two"
    TAKEN = "taken"


_SENTENCES = {
    Kind.QUOTE: gettext_lazy("A quotation mark is opened here and never closed."),
    Kind.WIDE: gettext_lazy("This line has more columns than the first one."),
    Kind.MANY: gettext_lazy("The file has too many lines: this one and what follows was left out."),
    Kind.FAILED: gettext_lazy("Something went wrong with this line."),
    Kind.NOBODY: gettext_lazy("There is neither an e-mail address nor a phone number."),
    Kind.EMAIL: gettext_lazy("“%(value)s” in the column “%(column)s” is no e-mail address."),
    Kind.PHONE: gettext_lazy("“%(value)s” in the column “%(column)s” is no phone number."),
    Kind.LANGUAGE: gettext_lazy("“%(value)s” in the column “%(column)s” is no language: write a code such as nl."),
    Kind.VIP: gettext_lazy("“%(value)s” in the column “%(column)s” is neither yes nor no."),
    Kind.DOMAIN: gettext_lazy("“%(value)s” in the column “%(column)s” is no domain, such as lamps.example."),
    Kind.PUBLIC: gettext_lazy("Anybody can have an address at %(value)s, so it can't stand for one organisation."),
    Kind.HOMELESS: gettext_lazy("A domain needs an organisation that it belongs to."),
    Kind.DOMAIN_TAKEN: gettext_lazy("%(value)s belongs to %(name)s already."),
    Kind.NOTE: gettext_lazy("A note has %(most)s characters at most."),
    Kind.NAME: gettext_lazy("The name was cut off after %(most)s characters."),
    Kind.HOUSE_NAME: gettext_lazy("The organisation's name was cut off after %(most)s characters."),
    Kind.TWO: gettext_lazy("“%(value)s” belongs to %(name)s, and an address before it to %(other)s."),
    Kind.TAKEN: gettext_lazy("%(value)s was left out: it belongs to %(name)s."),
}
# What many rows have in common.
_TITLES = {
    Kind.QUOTE: gettext_lazy("a quotation mark that is never closed"),
    Kind.WIDE: gettext_lazy("more columns than the first line"),
    Kind.MANY: gettext_lazy("beyond the most lines"),
    Kind.FAILED: gettext_lazy("something went wrong"),
    Kind.NOBODY: gettext_lazy("neither e-mail address nor phone number"),
    Kind.EMAIL: gettext_lazy("no e-mail address"),
    Kind.PHONE: gettext_lazy("no phone number"),
    Kind.LANGUAGE: gettext_lazy("no language"),
    Kind.VIP: gettext_lazy("neither yes nor no"),
    Kind.DOMAIN: gettext_lazy("no domain"),
    Kind.PUBLIC: gettext_lazy("a domain at which anybody can have an address"),
    Kind.HOMELESS: gettext_lazy("a domain without an organisation"),
    Kind.DOMAIN_TAKEN: gettext_lazy("a domain of another organisation"),
    Kind.NOTE: gettext_lazy("a note that is too long"),
    Kind.NAME: gettext_lazy("a name that is too long"),
    Kind.HOUSE_NAME: gettext_lazy("an organisation's name that is too long"),
    Kind.TWO: gettext_lazy("addresses of two contacts"),
    Kind.TAKEN: gettext_lazy("a number or address of somebody else"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """`column`: of the file, the first is 0; none where the whole row is meant. `values`: what its sentence needs."""

    kind: str
    column: int | None = None
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def kept(self) -> dict[str, Any]:
        return asdict(self)


class RowRefused(Refused):
    """Nobody comes of this row."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__()
        self.reasons = reasons

    def __str__(self) -> str:
        return in_words(self.reasons, ())


def reason(kind: Kind, column: int | None = None, **values: str | int) -> Reason:
    return Reason(kind, column, {name: it[:_SHOWN] if isinstance(it, str) else it for name, it in values.items()})


def reasons_in(kept: Sequence[Mapping[str, Any]]) -> list[Reason]:
    return [Reason(it["kind"], it.get("column"), it.get("values") or {}) for it in kept]


def in_words(reasons: Sequence[Reason], headings: Sequence[str]) -> str:
    """Raises nothing, whatever a version before this one has kept."""
    return " ".join(_sentence(it, headings) for it in reasons)


def title_of(kind: str, column: int | None, headings: Sequence[str]) -> str:
    title = str(_TITLES.get(Kind(kind), "")) if kind in set(Kind) else _("other reasons")
    if column is None:
        return title
    return _("%(what)s in the column “%(column)s”") % {"what": title, "column": called(column, headings)}


def called(column: int, headings: Sequence[str]) -> str:
    """As it is in the file, or by its number."""
    heading = headings[column] if column < len(headings) else ""
    return heading or _("Column %(number)s") % {"number": column + 1}


def _sentence(it: Reason, headings: Sequence[str]) -> str:
    if it.kind not in set(Kind):
        return title_of(it.kind, it.column, headings)
    column = "" if it.column is None else called(it.column, headings)
    return str(_SENTENCES[Kind(it.kind)]) % {
        "value": "",
        "name": "",
        "other": "",
        "most": "",
        **it.values,
        "column": column,
    }
