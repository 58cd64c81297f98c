"""What a file does, or has done, in numbers. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from balie.people.importing.planning import Outcome, Planned


@dataclass(slots=True)
class Counts:
    """`fields`: of how many of those that are changed it is another. `remarks`: rows taken but for a part."""

    rows: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    houses: int = 0
    remarks: int = 0

    def add(self, plan: Planned) -> None:
        self.rows[plan.outcome.value] += 1
        self.remarks += bool(plan.left and plan.outcome != Outcome.REFUSED)
        if plan.outcome in {Outcome.CHANGED, Outcome.REPEATED}:
            self.fields.update(plan.fields)

    def of(self, outcome: str) -> int:
        return self.rows[outcome]

    @property
    def kept(self) -> dict[str, Any]:
        return {
            "rows": dict(self.rows), "fields": dict(self.fields), "houses": self.houses, "remarks": self.remarks,
        }  # fmt: skip


def counts_of(kept: Mapping[str, Any]) -> Counts:
    return Counts(
        Counter(kept.get("rows", {})), Counter(kept.get("fields", {})), kept.get("houses", 0), kept.get("remarks", 0)
    )
