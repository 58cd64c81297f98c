"""Who asked, by a part of their name or address: for those who remember no more of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from balie.conditions.fields import UnknownValue
from balie.conditions.sql import Binding
from balie.conditions.tree import Asked, Is, Node, Value

# What the index of letters is made of.
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Asker:
    key: str

    def read(self, values: Sequence[str]) -> Node:
        for value in values:
            if max(map(len, value.split()), default=0) < SHORTEST:
                raise UnknownValue(value)
        return Is(self.key, tuple(values))

    def write(self, condition: Asked) -> tuple[str, ...]:
        return tuple(str(value) for value in condition.values) if isinstance(condition, Is) else ()


_CALLED = """
    select id from people_contact where {letters}
    union select contact_id from people_identity where value like {address}
"""


class AskedBy:
    def among(self, values: tuple[Value, ...], bind: Binding) -> str:
        return f"t.requester_id in ({_any_called(values, bind)})"

    def within(self, since: datetime | None, until: datetime | None, bind: Binding) -> str:
        raise NotImplementedError


def contacts_called(values: Sequence[Value], most: int) -> list[int]:
    bind = Binding()
    statement = " ".join((_any_called(values, bind), "limit", bind(most)))
    with connection.cursor() as cursor:
        cursor.execute(statement, bind.parameters)
        return [pk for (pk,) in cursor.fetchall()]


def _any_called(values: Sequence[Value], bind: Binding) -> str:
    return "union".join(_called(str(value), bind) for value in values)


def _called(text: str, bind: Binding) -> str:
    each = [f"search_letters(name) like search_letters({bind(_anywhere(word))}::text)" for word in text.split()]
    return _CALLED.format(letters=" and ".join(each), address=f"{bind(_anywhere(text.strip().lower()))}::text")


def _anywhere(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
