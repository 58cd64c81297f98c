"""When the words asked for stand in different documents of a group: asked by one, answered by another."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from balie.search.asking import tsquery
from balie.search.grammar import Asked
from balie.search.narrowing import NOT_NARROWED, Narrowing

# Newest documents with the least common word.
MOST = 500

_GATHER = """
with begun as materialized (
    select id, kind, object_id, group_id, language from (
        select * from search_document
        where words @@ %(rare)s::tsquery and kind = any(%(kinds)s::text[]) {allowed} {among} offset 0
    ) as found {narrowed} order by id desc limit %(most)s
), newest as (
    select distinct on (group_id) * from begun order by group_id, id desc
)
select kind, object_id, group_id, language from newest
where not group_id = any(%(known)s) and (
    select bool_and(exists (
        select from search_document
        where kind = any(%(kinds)s::text[]) and group_id = newest.group_id and words @@ other::tsquery {allowed}
    )) from unnest(%(others)s::text[]) as other
)
order by id desc limit %(limit)s
"""
_ALLOWED = "and audience && %(audience)s::text[]"


def gather(
    asked: Asked,
    *,
    rare: int,
    kinds: Sequence[str],
    audience: Sequence[str] | None,
    known: Sequence[int],
    limit: int,
    weights: str = "",
    narrowing: Narrowing = NOT_NARROWED,
) -> list[tuple[str, int, int, str]]:
    """Of groups that have all the words somewhere, and are not `known` yet: the newest document with the word at
    place `rare`. Kind, object, group, language.
    """
    queries = [tsquery(Asked((term,)), weights=weights) for term in asked.wanted]
    values: dict[str, Any] = {
        "rare": tsquery(Asked((asked.wanted[rare],), asked.unwanted), weights=weights),
        "others": [query for place, query in enumerate(queries) if query and place != rare],
        "kinds": list(kinds), "audience": audience, "known": list(known), "most": MOST, "limit": limit,
        "among": narrowing.among, **narrowing.values,
    }  # fmt: skip
    allowed = "" if audience is None else _ALLOWED
    with connection.cursor() as cursor:
        cursor.execute(_GATHER.format(allowed=allowed, among=narrowing.within, narrowed=narrowing.where), values)
        return [(row[0], row[1], row[2], row[3]) for row in cursor.fetchall()]
