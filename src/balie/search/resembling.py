"""Finds documents that resemble a text: that have several of its rarest words in common with it.

How rare a word is, the newest documents tell. Pairs of the rarest are looked for as `finding` looks for words: in ever
larger stretches, newest first, until there are enough, and for a time that is bounded.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import log
from time import monotonic
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Max

from balie.search.eras import windows
from balie.search.finding import PATIENCE
from balie.search.models import Document
from balie.search.planning import TookTooLong, by_index, within

# Words of the text that are looked at, and those of them that are looked for.
_LOOKED_AT = 24
_LOOKED_FOR = 7
_LONGEST = 4000
# Documents that are compared; with so many no older ones are looked for.
_MOST = 400
_ENOUGH = 100
# What is in so many of the newest documents tells nothing.
_COMMON = 300
# A word of the title says more of what a text is about.
_OF_TITLE = 2.0
# Of what all the words weigh together, so much must be in common.
_LEAST = 0.3

_LEXEMES = """
select lexeme, 'A' = any(weights) from unnest(search_words(
    case when %(language)s in ('en', 'nl', 'de', 'it') then %(language)s else search_language(%(body)s) end,
    %(title)s, '', %(body)s
)) where length(lexeme) > 1 and lexeme !~ '^[0-9]{1,2}$'
order by ('A' = any(weights)) desc, length(lexeme) desc limit %(most)s
"""
_AMONG_NEWEST = """
select wanted.place, (
    select count(*) from (
        select from search_document where words @@ wanted.query::tsquery {stretch} limit %(most)s
    ) as newest
) from unnest(%(queries)s::text[]) with ordinality as wanted(query, place)
"""
_FIND = """
with matching as materialized (
    select * from (
        select id, group_id, words from search_document
        where words @@ %(pairs)s::tsquery and kind = any(%(kinds)s::text[]) {allowed} {stretch} offset 0
    ) as found where group_id <> %(apart)s order by id desc limit %(most)s
)
select group_id, max((
    select sum(weight) from unnest(%(queries)s::text[], %(weights)s::float[]) as wanted(query, weight)
    where matching.words @@ wanted.query::tsquery
)) as score, (select count(*) from matching)
from matching group by group_id order by score desc, group_id desc limit %(limit)s
"""
_STRETCH = "and search_eras(id) && %(eras)s::int[]"
_ALLOWED = "and audience && %(audience)s::text[]"


class Resembling(NamedTuple):
    """`likeness`: 1 for what has all the words."""

    group_id: int
    likeness: float


class _Word(NamedTuple):
    query: str
    weight: float


def resembling(
    *, title: str, body: str, language: str, kinds: Sequence[str], audience: Sequence[str] | None, apart_from: int,
    limit: int,
) -> list[Resembling]:  # fmt: skip
    """Groups of documents, most alike first; `audience` as for `find`, `apart_from`: the group of the text itself."""
    if audience == []:
        return []
    newest = Document.objects.aggregate(Max("pk"))["pk__max"] or 0
    deadline = monotonic() + PATIENCE
    with transaction.atomic(), by_index():
        words = _rarest(_lexemes(title, body, language), newest, deadline)
        if not words:
            return []
        values: dict[str, Any] = {
            "pairs": _pairs(words), "queries": [word.query for word in words], "kinds": list(kinds),
            "weights": [word.weight for word in words], "audience": audience, "apart": apart_from, "most": _MOST,
            "limit": limit,
        }  # fmt: skip
        found = list(_looked(values, newest, deadline))
    all_of_them = sum(word.weight for word in words)
    alike = (Resembling(group, score / all_of_them) for group, score in found)
    return [one for one in alike if one.likeness >= _LEAST]


def _lexemes(title: str, body: str, language: str) -> list[tuple[str, bool]]:
    """The stems of the text's words, and whether they stand in the title."""
    values: dict[str, Any] = {"title": title[:500], "body": body[:_LONGEST], "language": language, "most": _LOOKED_AT}
    with connection.cursor() as cursor:
        cursor.execute(_LEXEMES, values)
        return [(str(lexeme), bool(of_title)) for lexeme, of_title in cursor.fetchall()]


def _rarest(lexemes: list[tuple[str, bool]], newest: int, deadline: float) -> list[_Word]:
    queries = [_quoted(lexeme) for lexeme, _of_title in lexemes]
    eras = next(windows(newest))
    statement = _AMONG_NEWEST.format(stretch="" if eras is None else _STRETCH)
    try:
        with within(deadline - monotonic()), connection.cursor() as cursor:
            cursor.execute(statement, {"queries": queries, "eras": eras, "most": _COMMON})
            counts = dict(cursor.fetchall())
    except TookTooLong:
        return []
    found = []
    for place, (query, (_lexeme, of_title)) in enumerate(zip(queries, lexemes, strict=True), start=1):
        count = counts.get(place, 0)
        if count < _COMMON:
            found.append(_Word(query, log(1 + _COMMON / (1 + count)) * (_OF_TITLE if of_title else 1)))
    return sorted(found, key=lambda word: -word.weight)[:_LOOKED_FOR]


def _pairs(words: list[_Word]) -> str:
    """Two of them must be there: one in common is chance."""
    if len(words) == 1:
        return words[0].query
    return " | ".join(f"({one.query} & {other.query})" for one, other in combinations(words, 2))


def _looked(values: dict[str, Any], newest: int, deadline: float) -> Iterator[tuple[int, float]]:
    """What the largest stretch has for which there was time."""
    rows: list[tuple[int, float, int]] = []
    allowed = "" if values["audience"] is None else _ALLOWED
    for eras in windows(newest):
        statement = _FIND.format(allowed=allowed, stretch="" if eras is None else _STRETCH)
        try:
            with within(deadline - monotonic()), connection.cursor() as cursor:
                cursor.execute(statement, {**values, "eras": eras})
                rows = cursor.fetchall()
        except TookTooLong:
            break
        if rows and rows[0][2] >= _ENOUGH:
            break
    return ((group, score) for group, score, _count in rows)


def _quoted(lexeme: str) -> str:
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
