"""What a custom field of tickets is besides what every custom field is: who sees it when. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from balie.custom_fields.definitions import Definition as Defined
from balie.tickets.field_records import Portal


@dataclass(frozen=True, slots=True)
class Definition(Defined):
    """`kinds`, `teams`: of which tickets; empty: of all. `depends_on`: shown only when that field has one of `when`."""

    kinds: frozenset[str] = frozenset()
    teams: frozenset[int] = frozenset()
    opening: bool = False
    resolving: bool = False
    portal: str = Portal.HIDDEN
    depends_on: int | None = None
    when: frozenset[str] = frozenset()

    def is_for(self, kind: str, team: int | None) -> bool:
        return (not self.kinds or kind in self.kinds) and (not self.teams or team in self.teams)
