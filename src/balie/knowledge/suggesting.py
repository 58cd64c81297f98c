"""Articles that may answer what somebody asks."""

from itertools import combinations
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F

from balie.knowledge.meanings import KIND
from balie.knowledge.models import Article
from balie.knowledge.querysets import CONFIGS, ArticleQuerySet
from balie.search.meaning.keeping import nearest

_LOOKED_FOR = 12
_LOOKED_AT = 20
# Of those near in meaning, many may be in other languages, or for colleagues.
_NEAR = 100
# Ranks of both ways are added up as reciprocals (Cormack and others 2009); the larger, the less the first ones lead.
_FLAT = 10
_LONGEST = 2000
_LEXEMES = """
select lexeme from unnest(
    setweight(to_tsvector(%(config)s::regconfig, %(title)s), 'A') || to_tsvector(%(config)s::regconfig, %(body)s)
) where length(lexeme) > 2 order by ('A' = any(weights)) desc, length(lexeme) desc, lexeme limit %(most)s
"""


def articles_for(*, title: str, body: str, language: str, limit: int, ticket_id: int | None = None) -> list[Article]:
    """What everybody may read, in this language; best first. They have two words in common with the text, or mean what
    the ticket means that it is of.
    """
    readable = Article.objects.visible_to(None).published().filter(language=language).defer("html", "text", "search")
    ranks: dict[Article, float] = {}
    for found in (_worded(readable, title, body, language), _meant(readable, ticket_id)):
        for rank, article in enumerate(found[:_LOOKED_AT]):
            ranks[article] = ranks.get(article, 0) + 1 / (_FLAT + rank)
    return sorted(ranks, key=lambda article: -ranks[article])[:limit]


def _worded(readable: ArticleQuerySet, title: str, body: str, language: str) -> list[Article]:
    config = CONFIGS.get(language, "simple")
    values: dict[str, Any] = {"config": config, "title": title[:500], "body": body[:_LONGEST], "most": _LOOKED_FOR}
    with connection.cursor() as cursor:
        cursor.execute(_LEXEMES, values)
        words = [_quoted(lexeme) for (lexeme,) in cursor.fetchall()]
    if len(words) < 2:
        return []
    pairs = " | ".join(f"({one} & {other})" for one, other in combinations(words, 2))
    # The words are stems already.
    query = SearchQuery(pairs, config="simple", search_type="raw")
    return list(readable.filter(search=query).order_by(SearchRank(F("search"), query).desc(), "title")[:_LOOKED_AT])


def _meant(readable: ArticleQuerySet, ticket_id: int | None) -> list[Article]:
    if ticket_id is None:
        return []
    near = [one.object_id for one in nearest("ticket", ticket_id, among=KIND, limit=_NEAR)]
    there = readable.in_bulk(near)
    return [there[pk] for pk in near if pk in there]


def _quoted(lexeme: str) -> str:
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
