"""Which groups may be found at all, as whoever owns them says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Narrowing:
    """`condition`: SQL on `found.group_id`, with its `values`; `among`: the groups themselves, where they are few."""

    condition: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    among: Sequence[int] | None = None

    @property
    def where(self) -> str:
        return f"where {self.condition}" if self.condition else ""

    @property
    def within(self) -> str:
        return "" if self.among is None else "and group_id = any(%(among)s::bigint[])"


NOT_NARROWED = Narrowing()
