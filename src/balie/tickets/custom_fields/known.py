"""The custom fields of this desk, as every page that shows a ticket needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from balie.core.digests import digest
from balie.tickets.custom_fields.definitions import Definition, Option, Value
from balie.tickets.defined import Defined, defined, forget_defined
from balie.tickets.field_records import Portal


@dataclass(frozen=True)
class KnownFields:
    """All of them in their order, the archived ones too: `live` are in use."""

    all: tuple[Definition, ...]

    @cached_property
    def live(self) -> tuple[Definition, ...]:
        return tuple(one for one in self.all if not one.archived)

    @cached_property
    def by_id(self) -> Mapping[int, Definition]:
        return {one.id: one for one in self.all}

    @cached_property
    def by_key(self) -> Mapping[str, Definition]:
        return {one.key: one for one in self.all}

    @cached_property
    def mark(self) -> bytes:
        """The same as long as they are as they are."""
        return digest(self.all)

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
    options, kinds, teams, when, default, translations = kept
    return Definition(
        pk, key, kind, label, explained, options=tuple(Option(*option) for option in options),
        kinds=frozenset(kinds), teams=frozenset(teams), opening=opening, resolving=resolving, portal=portal,
        depends_on=depends_on, when=frozenset(when), default=default, translations=translations, archived=archived,
    )  # fmt: skip


def values_of(kept: Mapping[str, Value]) -> dict[int, Value]:
    """What a ticket keeps, by the ids of the fields."""
    return {int(pk): value for pk, value in kept.items()}


def kept_as(values: Mapping[int, Value]) -> dict[str, Value]:
    return {str(pk): value for pk, value in sorted(values.items())}
