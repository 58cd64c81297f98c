"""The custom fields of this desk, as every page that shows a ticket needs them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction

from balie.core.digests import digest
from balie.core.prepared import rows
from balie.core.remembering import Remembered
from balie.tickets.custom_fields.definitions import Definition, Option, Value
from balie.tickets.field_records import Portal

_DEFINITIONS = """
select id, key, type, label, help, opening, resolving, portal, depends_on_id, archived_at is not null,
    options::text, kinds::text, teams::text, "when"::text, "default"::text, translations::text
from tickets_fielddefinition order by position, id"""


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


_remembered = Remembered[None, KnownFields](seconds=10)


def known_fields() -> KnownFields:
    return _remembered.get(None, lambda: KnownFields(tuple(_read())))


def forget_fields() -> None:
    """For whoever asks in the transaction that changed them, and with its commit for others of this process."""
    _remembered.forget()
    transaction.on_commit(_remembered.forget)


def _read() -> Iterator[Definition]:
    for row in rows(_DEFINITIONS, ()):
        pk, key, kind, label, explained, opening, resolving, portal, depends_on, archived, *kept = row
        options, kinds, teams, when, default, translations = (json.loads(text or "null") for text in kept)
        yield Definition(
            pk, key, kind, label, explained, options=tuple(Option(*option) for option in options),
            kinds=frozenset(kinds), teams=frozenset(teams), opening=opening, resolving=resolving, portal=portal,
            depends_on=depends_on, when=frozenset(when), default=default, translations=translations, archived=archived,
        )  # fmt: skip


def values_of(kept: Mapping[str, Value]) -> dict[int, Value]:
    """What a ticket keeps, by the ids of the fields."""
    return {int(pk): value for pk, value in kept.items()}


def kept_as(values: Mapping[int, Value]) -> dict[str, Value]:
    return {str(pk): value for pk, value in sorted(values.items())}
