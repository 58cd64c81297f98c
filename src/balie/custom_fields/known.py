"""The custom fields of something, as every page that shows it needs them; and how it keeps what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from balie.core.digests import digest
from balie.custom_fields.definitions import Definition, Value

D_co = TypeVar("D_co", bound=Definition, covariant=True)


@dataclass(frozen=True)
class KnownFields(Generic[D_co]):
    """All of them in their order, the archived ones too: `live` are in use."""

    all: tuple[D_co, ...]

    @cached_property
    def live(self) -> tuple[D_co, ...]:
        return tuple(one for one in self.all if not one.archived)

    @cached_property
    def by_id(self) -> Mapping[int, D_co]:
        return {one.id: one for one in self.all}

    @cached_property
    def by_key(self) -> Mapping[str, D_co]:
        return {one.key: one for one in self.all}

    @cached_property
    def mark(self) -> bytes:
        """The same as long as they are as they are."""
        return digest(self.all)


def values_of(kept: Mapping[str, Value]) -> dict[int, Value]:
    """What something keeps, by the ids of the fields."""
    return {int(pk): value for pk, value in kept.items()}


def kept_as(values: Mapping[int, Value]) -> dict[str, Value]:
    return {str(pk): value for pk, value in sorted(values.items())}
