"""Articles that may answer what somebody asks."""

from itertools import combinations
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F

from balie.knowledge.models import Article
from balie.knowledge.querysets import CONFIGS

_LOOKED_FOR = 12
_LONGEST = 2000
_LEXEMES = """
select lexeme from unnest(
    setweight(to_tsvector(%(config)s::regconfig, %(title)s), 'A') || to_tsvector(%(config)s::regconfig, %(body)s)
) where length(lexeme) > 2 order by ('A' = any(weights)) desc, length(lexeme) desc, lexeme limit %(most)s
"""


def articles_for(*, title: str, body: str, language: str, limit: int) -> list[Article]:
    """What everybody may read, in this language; best first. They have at least two words in common with the text."""
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
    found = Article.objects.visible_to(None).published().filter(language=language, search=query)
    return list(found.order_by(SearchRank(F("search"), query).desc(), "title").defer("html", "text", "search")[:limit])


def _quoted(lexeme: str) -> str:
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
