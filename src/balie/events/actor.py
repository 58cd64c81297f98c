"""Who makes a change."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["user", "contact", "rule", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A user, a contact (by session or signed link), a rule, or the system itself."""

    kind: Kind
    id: int | None = None

    @classmethod
    def user(cls, pk: int) -> "Actor":
        return cls("user", pk)

    @classmethod
    def contact(cls, pk: int) -> "Actor":
        return cls("contact", pk)


SYSTEM = Actor("system")
