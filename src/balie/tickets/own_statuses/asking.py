"""Statuses in conditions: a word finds the category with all of its own ones, or one of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from balie.conditions.fields import Choice, Field, UnknownValue
from balie.conditions.sql import Binding, Column
from balie.conditions.tree import Value
from balie.tickets.models import ACTIVE, Status
from balie.tickets.own_statuses.known import known_statuses
from balie.tickets.own_statuses.statuses import KnownStatuses, slug_of

DONE = tuple(status for status in Status if status not in ACTIVE)
_CATEGORY = Column("t.status", "text")


@dataclass(frozen=True, slots=True)
class StatusField(Choice):
    """A category is kept as its word, an own status as its id."""

    known: KnownStatuses = field(default_factory=KnownStatuses)

    def _meant(self, text: str) -> tuple[Value, ...]:
        """Own ones by what they are called, too."""
        try:
            return Choice._meant(self, text)
        except UnknownValue:
            found = self._called(text)
            if found is None:
                raise
            return (found,)

    def _called(self, text: str) -> int | None:
        """As it is written; else by the letters of it that a word of filters can have."""
        names = [(one.id, name) for one in self.known.all for name in one.names]
        plain, slug = text.strip().casefold(), slug_of(text)
        same = (own for own, name in names if name.casefold() == plain)
        alike = (own for own, name in names if slug and slug_of(name) == slug)
        return next(same, None) or next(alike, None)


def status_field(known: KnownStatuses) -> StatusField:
    """Archived ones can still be asked for."""
    words = {status.value: status.value for status in Status} | {one.key: one.id for one in known.all}
    return StatusField("status", words, {"active": tuple(ACTIVE), "done": DONE, "all": tuple(Status)}, known=known)


def statuses_in(fields: Mapping[str, Field]) -> KnownStatuses:
    """Those that these fields were made with."""
    field_ = fields["status"]
    return field_.known if isinstance(field_, StatusField) else known_statuses()


class StatusSource:
    """How the status is asked for."""

    def among(self, values: tuple[Value, ...], bind: Binding) -> str:
        categories = tuple(value for value in values if isinstance(value, str))
        parts = [_CATEGORY.among(categories, bind)] if categories else []
        if owns := [value for value in values if isinstance(value, int)]:
            within = list(known_statuses().categories(owns))
            parts.append(f"(t.own_status_id = any({bind(owns)}::bigint[]) and t.status = any({bind(within)}::text[]))")
        return f"({' or '.join(parts)})" if parts else "false"


def categories_of(values: tuple[Value, ...]) -> tuple[tuple[str, ...], bool]:
    """In which categories all of these stand; whether that is all that is asked."""
    words = [value for value in values if isinstance(value, str)]
    owns = [value for value in values if isinstance(value, int)]
    within = known_statuses().categories(owns) if owns else ()
    return tuple(dict.fromkeys((*words, *within))), set(within) <= set(words)
