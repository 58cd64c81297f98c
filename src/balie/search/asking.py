"""From what was asked to PostgreSQL's `tsquery`, in all languages at once."""

import re
from dataclasses import replace

from django.db import connection

from balie.search.grammar import Asked, Term

# A document holds the word stems of its own language; which one that is, who searches does not know. So the query is
# built once for each language, without what is a stop word there: any of the wanted ones will do, none of the
# unwanted ones may.
_QUERY = """
select string_agg(distinct '(' || wanted::text || ')', ' | ') filter (where numnode(wanted) > 0),
    string_agg(distinct '(' || unwanted::text || ')', ' | ') filter (where numnode(unwanted) > 0)
from unnest(array['balie_en', 'balie_nl', 'balie_de', 'balie_it', 'balie_simple']::regconfig[]) as config,
    lateral (select {wanted} as wanted, {unwanted} as unwanted) as parts
"""
_ONLY_STOP_WORDS = """
select bool_or({left_out})
from unnest(array['balie_en', 'balie_nl', 'balie_de', 'balie_it']::regconfig[]) as config
"""
_ALL = "select ({wanted})::text from (select 'balie_simple'::regconfig as config) as simple"
# PostgreSQL puts each word of a query between quotes, and doubles those within; `:*` is a beginning.
_WORD = re.compile(r"('(?:[^']|'')*')(:\*)?")


def tsquery(asked: Asked, *, beginning: bool = False, weights: str = "") -> str:
    """Empty when there is nothing to look for, as with stop words only. `beginning`: the last word may go on.
    `weights`: those of the words to look at; all without.
    """
    if not asked.wanted:
        return ""
    parameters: list[str] = []
    wanted = [_term(term, parameters) for term in asked.wanted]
    if beginning and asked.beginning:
        wanted[-1] = f"({wanted[-1]} || to_tsquery('balie_simple', %s))"
        parameters.append(f"'{asked.beginning}':*")
    unwanted = [_term(term, parameters) for term in asked.unwanted]
    sql = _QUERY.format(wanted=" && ".join(wanted), unwanted=" || ".join(unwanted) or "''::tsquery")
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found, excluded = cursor.fetchone()
    if not found:
        return ""
    query = f"({found}) & !({excluded})" if excluded else str(found)
    return _WORD.sub(lambda word: f"{word[1]}{word[2] or ':'}{weights}", query) if weights else query


def tsquery_of_all(asked: Asked) -> str:
    """What is wanted, in the configuration in which no word is left out; for highlighting."""
    parameters: list[str] = []
    wanted = " && ".join(_term(term, parameters) for term in asked.wanted)
    with connection.cursor() as cursor:
        cursor.execute(_ALL.format(wanted=wanted), parameters)
        return str(cursor.fetchone()[0] or "")


def in_every_text(asked: Asked) -> bool:
    """Whether there is a language in which all these words, or what would do as well, are stop words, so that no text
    of it has them indexed.
    """
    parameters: list[str] = []
    terms = (
        " or ".join(f"numnode({_term(replace(one, others=()), parameters)}) = 0" for one in (term, *term.others))
        for term in asked.wanted
    )
    left_out = " and ".join(f"({term})" for term in terms)
    with connection.cursor() as cursor:
        cursor.execute(_ONLY_STOP_WORDS.format(left_out=left_out), parameters)
        return bool(cursor.fetchone()[0])


def _term(term: Term, parameters: list[str]) -> str:
    """A word with signs in it, as an address, falls into several that must stand together."""
    one_of = (term, *term.others)
    parameters.extend(one.text for one in one_of)
    return f"({' || '.join(['phraseto_tsquery(config, search_plain(%s))'] * len(one_of))})"
