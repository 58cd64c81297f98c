"""Tells what articles mean, new ones and those that say something else by now."""

from django.db import connection

from balie.search.meaning import keeping
from balie.search.meaning.bits import Said

KIND = "article"
_BATCH = 50
_UNTOLD = """
select article.id, concat_ws(E'\\n', article.title, article.summary, article.text), article.language
from knowledge_article as article
left join search_meaning as meaning on meaning.kind = %s and meaning.object_id = article.id
where meaning.bits is null order by article.id limit %s
"""


def run_batch() -> int:
    """How many were told; 0 when all are."""
    with connection.cursor() as cursor:
        cursor.execute(_UNTOLD, [KIND, _BATCH])
        said = {pk: Said(text, language) for pk, text, language in cursor.fetchall()}
    if said:
        keeping.keep(KIND, said)
    return len(said)
