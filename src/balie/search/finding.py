"""Finds documents: the newest that match, the best of them first.

Ranking every match of a frequent word would take seconds in a large desk. So it is looked for in ever larger
stretches of documents, newest first, until there are enough; a rare word gets to the end, and all its matches are
ranked. Who may find what is part of the query and in the same index.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from balie.search.asking import tsquery
from balie.search.eras import windows
from balie.search.gathering import gather
from balie.search.grammar import Asked, Term
from balie.search.models import Document
from balie.search.narrowing import NOT_NARROWED, Narrowing
from balie.search.planning import TookTooLong, by_index, within

ENOUGH = 500
MOST = 1000
# With fewer hits than this, the last word is taken as the beginning of longer ones, and the words may stand in
# different documents of a group.
FEW = 20
# What is in so many of the newest documents must be a word, and is not the rarest of several.
COMMON = 50
# Seconds for the stretches beyond the newest: when they take longer, what was found before is shown.
PATIENCE = 0.3
# As above, and for the newest too, where somebody types on.
HURRIED = 0.06

# Without `offset 0` the planner might walk the table backwards for the limit, which takes long for a rare word.
_FIND = """
with matching as materialized (
    select id, kind, object_id, group_id, language,
        ts_rank('{{0.1, 0.3, 0.6, 1.0}}', words, %(query)s::tsquery, 1)
            / (1 + greatest(0, extract(epoch from now() - at)) / 31557600) as score
    from (
        select * from (
            select * from search_document
            where words @@ %(query)s::tsquery and kind = any(%(kinds)s::text[]) {allowed} {stretch} {among} offset 0
        ) as found {narrowed} order by id desc limit %(most)s
    ) as newest
), best as (
    select distinct on (group_id) * from matching order by group_id, score desc, id desc
)
select kind, object_id, group_id, language, (select count(*) from matching), count(*) over (), {groups}
from best order by score desc, id desc limit %(limit)s offset %(offset)s
"""
_ALLOWED = "and audience && %(audience)s::text[]"
_STRETCH = "and search_eras(id) && %(eras)s::int[]"
_GROUPS = "array(select group_id from best)"
_COUNT = """
select count(*) from (
    select from search_document
    where words @@ %(query)s::tsquery and search_eras(id) && %(eras)s::int[] {allowed} limit %(most)s
) as newest
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """The best matching document of a group."""

    kind: str
    object_id: int
    group_id: int
    language: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `total`: groups there are, at least that many when not `complete`; `query`: for highlighting;
    `groups`: all of them, where that was asked for.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    complete: bool = True
    query: str = ""
    groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Page:
    kinds: Sequence[str]
    audience: Sequence[str] | None
    limit: int
    offset: int
    newest: int
    weights: str
    narrowing: Narrowing
    groups: bool

    @property
    def values(self) -> dict[str, Any]:
        given = {"kinds": list(self.kinds), "audience": self.audience, "limit": self.limit, "offset": self.offset}
        return {**self.narrowing.values, **given, "among": self.narrowing.among}


def find(
    asked: Asked, *, kinds: Sequence[str], audience: Sequence[str] | None, limit: int, offset: int = 0,
    weights: str = "", hurried: bool = False, bounded: bool = False,
    narrowing: Narrowing = NOT_NARROWED, groups: bool = False,
) -> Found:  # fmt: skip
    """`audience`: the marks the viewer holds; None for those who may find everything. `weights`: of the words they
    may find it by, as `AD`; all without. `hurried`: rather soon than all; `bounded`: not even the newest take what they
    take. `groups`: tell all of them, up to MOST.
    """
    query = tsquery(asked, weights=weights)
    if not query or audience == []:
        return Found()
    newest = Document.objects.aggregate(Max("pk"))["pk__max"] or 0
    page = _Page(kinds, audience, limit, offset, newest, weights, narrowing, groups)
    with transaction.atomic(), by_index():
        patience = HURRIED if hurried else PATIENCE
        patient = not hurried and not bounded
        found = _search(query, page, patience, patient=patient) or Found(query=query, complete=False)
        if found.total < FEW and asked.beginning and not _is_common(Term(asked.beginning), page):
            found = _search(tsquery(asked, beginning=True, weights=weights), page, patience, patient=False) or found
        if hurried:
            return found
        return _with_gathered(asked, found, page) if found.total < min(FEW, limit) and not offset else found


def _search(query: str, page: _Page, patience: float, *, patient: bool = True) -> Found | None:
    """None when even the newest took too long; `patient`: the newest may take what they take."""
    found: Found | None = None
    deadline = monotonic() + patience
    for eras in windows(page.newest) if page.narrowing.among is None else (None,):
        try:
            with nullcontext() if patient and found is None else within(deadline - monotonic()):
                documents, found = _look(query, page, eras)
        except TookTooLong:
            return replace(found, complete=False) if found else None
        if documents >= ENOUGH:
            return replace(found, complete=eras is None and documents < MOST)
    return found


def _look(query: str, page: _Page, eras: list[int] | None) -> tuple[int, Found]:
    """In one stretch: how many documents match, and the page of what they belong to."""
    allowed = "" if page.audience is None else _ALLOWED
    statement = _FIND.format(
        allowed=allowed, stretch="" if eras is None else _STRETCH, groups=_GROUPS if page.groups else "null",
        among=page.narrowing.within, narrowed=page.narrowing.where,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, {**page.values, "query": query, "eras": eras, "most": MOST})
        rows = cursor.fetchall()
    documents, total, groups = rows[0][4:] if rows else (0, 0, None)
    return documents, Found(tuple(Hit(*row[:4]) for row in rows), total, query=query, groups=tuple(groups or ()))


def _with_gathered(asked: Asked, found: Found, page: _Page) -> Found:
    """With groups that have the words in different documents, after those that have them together."""
    places = range(len(asked.wanted)) if len(asked.wanted) > 1 else range(0)
    rare = next((place for place in places if not _is_common(asked.wanted[place], page)), None)
    if rare is None:
        return found
    known = [hit.group_id for hit in found.hits]
    try:
        with within(PATIENCE):
            more = gather(
                asked, rare=rare, kinds=page.kinds, audience=page.audience, known=known,
                limit=page.limit - len(known), weights=page.weights, narrowing=page.narrowing,
            )  # fmt: skip
    except TookTooLong:
        return found
    hits = tuple(Hit(*row) for row in more)
    return replace(
        found, hits=(*found.hits, *hits), total=found.total + len(hits),
        groups=(*found.groups, *(hit.group_id for hit in hits)),
    )  # fmt: skip


def _is_common(word: Term, page: _Page) -> bool:
    eras = next(windows(page.newest))
    if eras is None:
        return False
    with connection.cursor() as cursor:
        query = tsquery(Asked((word,)), weights=page.weights)
        # Whoever is kept from some words is not to learn how often others have them, either.
        allowed = _ALLOWED if page.weights and page.audience is not None else ""
        values: dict[str, Any] = {"query": query, "eras": eras, "audience": page.audience, "most": COMMON}
        cursor.execute(_COUNT.format(allowed=allowed), values)
        return bool(cursor.fetchone() == (COMMON,))
