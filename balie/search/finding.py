"""Finds documents: the newest that match, the best of them first.

Ranking every match of a frequent word would take seconds in a large desk. So it is looked for in ever larger
stretches of documents, newest first, until there are enough; a rare word gets to the end, and all its matches are
ranked. Who may find what is part of the query and in the same index.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction

from balie.search.asking import tsquery
from balie.search.eras import windows
from balie.search.grammar import Asked
from balie.search.models import Document

ENOUGH = 500
MOST = 1000
# With fewer hits than this, the last word is taken as the beginning of longer ones.
FEW = 20
_PATIENCE = "400ms"

# Without `offset 0` the planner might walk the table backwards for the limit, which takes long for a rare word.
_FIND = """
with matching as materialized (
    select id, object_id, group_id, language,
        ts_rank('{{0.1, 0.3, 0.6, 1.0}}', words, %(query)s::tsquery, 1)
            / (1 + greatest(0, extract(epoch from now() - at)) / 31557600) as score
    from (
        select * from (
            select * from search_document
            where words @@ %(query)s::tsquery and kind = %(kind)s {allowed} {stretch} offset 0
        ) as found order by id desc limit %(most)s
    ) as newest
), best as (
    select distinct on (group_id) * from matching order by group_id, score desc, id desc
)
select object_id, group_id, language, (select count(*) from matching), count(*) over ()
from best order by score desc, id desc limit %(limit)s offset %(offset)s
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """The best matching document of a group."""

    object_id: int
    group_id: int
    language: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `total`: groups there are, at least that many when not `complete`; `query`: for highlighting."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    complete: bool = True
    query: str = ""


def find(asked: Asked, *, kind: str, audience: Sequence[str] | None, limit: int, offset: int = 0) -> Found:
    """`audience`: the marks the viewer holds; None for those who may find everything."""
    with transaction.atomic(), _by_index():
        found = _find(tsquery(asked), kind, audience, limit, offset)
        if found.total >= FEW or not asked.beginning:
            return found
        try:
            with transaction.atomic(), _patience():
                return _find(tsquery(asked, beginning=True), kind, audience, limit, offset)
        except OperationalError:
            # So many words begin like this that the whole ones will have to do.
            return found


def _find(query: str, kind: str, audience: Sequence[str] | None, limit: int, offset: int) -> Found:
    if not query or audience == []:
        return Found()
    newest = Document.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    values: dict[str, Any] = {
        "query": query,
        "kind": kind,
        "most": MOST,
        "limit": limit,
        "offset": offset,
        "audience": audience,
    }
    allowed = "" if audience is None else "and audience && %(audience)s::text[]"
    with connection.cursor() as cursor:
        for eras in windows(newest):
            stretch = "" if eras is None else "and search_eras(id) && %(eras)s::int[]"
            cursor.execute(_FIND.format(allowed=allowed, stretch=stretch), {**values, "eras": eras})
            rows = cursor.fetchall()
            documents, total = (rows[0][3], rows[0][4]) if rows else (0, 0)
            if documents >= ENOUGH:
                break
    complete = eras is None and documents < MOST
    return Found(tuple(Hit(*row[:3]) for row in rows), total, complete, query)


@contextmanager
def _by_index() -> Iterator[None]:
    """The index is right for every one of these queries; the planner's estimates of words are not always."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)")
        yield
        cursor.execute("select set_config('enable_seqscan', 'on', true), set_config('enable_indexscan', 'on', true)")


@contextmanager
def _patience() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('statement_timeout', %s, true)", [_PATIENCE])
        yield
        cursor.execute("select set_config('statement_timeout', '0', true)")
