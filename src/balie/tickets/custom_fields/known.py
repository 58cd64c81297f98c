"""The custom fields of this desk's tickets, as every page that shows a ticket needs them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from balie.custom_fields import known
from balie.custom_fields.definitions import Option
from balie.tickets.custom_fields.definitions import Definition
from balie.tickets.defined import Defined, defined, forget_defined
from balie.tickets.field_records import Portal


class KnownFields(known.KnownFields[Definition]):
    def of_portal(self, *, written: bool = False) -> tuple[Definition, ...]:
        """What contacts read, or fill in."""
        seen = {Portal.WRITE} if written else {Portal.WRITE, Portal.READ}
        return tuple(one for one in self.live if one.portal in seen)


def known_fields(told: Defined | None = None) -> KnownFields:
    """`told`: as the caller has read it already, for more than the fields."""
    return _made(told or defined())


def forget_fields() -> None:
    forget_defined()


@lru_cache(maxsize=2)
def _made(told: Defined) -> KnownFields:
    return KnownFields(tuple(map(_field, told.fields)))


def _field(row: list[Any]) -> Definition:
    pk, key, kind, label, explained, opening, resolving, portal, depends_on, archived, *kept = row
    options, kinds, teams, when, default, translations, accepts, several = kept
    return Definition(
        pk, key, kind, label, explained, options=tuple(Option(*option) for option in options),
        kinds=frozenset(kinds), teams=frozenset(teams), opening=opening, resolving=resolving, portal=portal,
        depends_on=depends_on, when=frozenset(when), default=default, translations=translations, archived=archived,
        accepts=accepts, several=several,
    )  # fmt: skip
