"""What texts mean is kept, and those that are alike are found by it.

All that is kept of a kind is compared, among the newest so many: 200,000 take some 40 ms, and no index has to be
written for each ticket that comes.
"""

from typing import Any, NamedTuple

from django.db import connection

from balie.core.prepared import later
from balie.search.meaning.bits import BITS, Said
from balie.search.meaning.records import Meaning

# Numbers of a kind, counted from the newest, that are compared; what is older is found by its words.
REACH = 200_000
# How far apart things usually are, the newest of them tell.
_SAMPLE = 2000
_ENOUGH = 200
# In standard deviations. Among 1,500 tickets of a desk one pair in a thousand is at 3.5, one in ten thousand at 5.
_OUTSTANDING = 4.0
_OF_DEVIATION = 0.1

_PUT = f"""
insert into search_meaning (kind, object_id, bits)
select %(kind)s, told.object_id, told.bits::bit({BITS})
from unnest(%(ids)s::bigint[], %(bits)s::text[]) as told(object_id, bits)
on conflict (kind, object_id) do update set bits = excluded.bits
"""  # noqa: S608 -- our own number
_OTHERS = """
select object_id, bit_count(bits # (
    select bits from search_meaning where kind = %(kind)s and object_id = %(id)s
)) as apart
from search_meaning where kind = %(among)s and object_id <> %(apart_from)s
"""
_USUALLY = f"""
select count(apart), avg(apart)::float, stddev_pop(apart)::float, max(object_id)
from ({_OTHERS} order by object_id desc limit %(sample)s) as newest
"""  # noqa: S608 -- our own words
_NEAREST = f"""
select object_id, apart from ({_OTHERS} and object_id > %(newest)s - %(reach)s offset 0) as compared
where apart <= %(furthest)s order by apart, object_id desc limit %(limit)s
"""  # noqa: S608 -- as above
_OUTDATE = "update search_meaning set bits = null where kind = %(kind)s and object_id = %(id)s"
_NOTHING = "0" * BITS


class Near(NamedTuple):
    """`likeness`: from 0 to 1, about as that of texts which have so much of their rare words in common."""

    object_id: int
    likeness: float


def keep(kind: str, said: dict[int, Said]) -> None:
    """By the number of what says it; `kind` as of a document of the index."""
    from balie.search.meaning.local import encoder  # numpy and 40 MB, which only the worker needs

    told = encoder().meanings(list(said.values()))
    bits = [format(int.from_bytes(one), f"0{BITS}b") if one else _NOTHING for one in told]
    with connection.cursor() as cursor:
        cursor.execute(_PUT, {"kind": kind, "ids": list(said), "bits": bits})


def outdate(kind: str, object_id: int) -> None:
    """It says something else by now; nothing is found by what it said."""
    later(_OUTDATE, {"kind": kind, "id": object_id})


def outdated(kind: str, *, limit: int) -> list[int]:
    found = Meaning.objects.filter(kind=kind, bits=None).order_by("object_id")
    return list(found.values_list("object_id", flat=True)[:limit])


def nearest(kind: str, object_id: int, *, among: str, limit: int) -> list[Near]:
    """Most alike first; none when its own meaning is not kept yet.

    What all of them are about, and how they greet, they have in common: near is what stands out among its likes.
    """
    values: dict[str, Any] = {
        "kind": kind, "id": object_id, "among": among, "apart_from": object_id if among == kind else 0,
        "reach": REACH, "sample": _SAMPLE, "limit": limit,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_USUALLY, values)
        many, middle, spread, newest = cursor.fetchone()
        if not many:
            return []
        scale = _Scale(middle, max(spread, 1.0)) if many >= _ENOUGH else _AMONG_FEW
        values |= {"newest": newest, "furthest": scale.furthest}
        cursor.execute(_NEAREST, values)
        return [Near(pk, scale.likeness(apart)) for pk, apart in cursor.fetchall()]


class _Scale(NamedTuple):
    """How far apart they usually are, and how much that differs, in bits."""

    middle: float
    spread: float

    @property
    def furthest(self) -> int:
        return int(self.middle - _OUTSTANDING * self.spread)

    def likeness(self, apart: int) -> float:
        return min(1.0, (self.middle - apart) / self.spread * _OF_DEVIATION)


# As among tickets of all kinds. The spread is that of a desk, the middle a little lower.
_AMONG_FEW = _Scale(middle=460.0, spread=38.0)
