"""Words that stand in no index, as "nog niet": each language leaves out those that every text has.

They are looked for in the messages themselves, the newest first, for as long as somebody waits.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from balie.accounts.models import User
from balie.search.asking import tsquery, tsquery_of_all
from balie.search.finding import Found, Hit
from balie.search.grammar import Asked, Term
from balie.search.narrowing import Narrowing
from balie.search.planning import TookTooLong, within
from balie.tickets.finding import LEAVE
from balie.tickets.indexing import KIND
from balie.tickets.models import Message

PATIENCE = 0.6
ENOUGH = 200
_STEP = 5_000
_WORD = re.compile(r"[^\W_]+")

_LOOK = """
select found.id, found.group_id from (
    select id, ticket_id as group_id, text from tickets_message where {stretch}
) as found join tickets_ticket t on t.id = found.group_id
where found.text ~* all(%(patterns)s::text[]) {without} {leave} {narrowed} order by found.id desc limit %(most)s
"""
# What is not wanted is as a search in the index takes it, and where it stands in none, as it is written.
_WITHOUT = """and not found.text ~* any(%(unwanted)s::text[]) and not exists (
    select from search_document d where d.kind = 'message' and d.group_id = found.group_id
    and d.object_id = found.id and d.words @@ %(excluded)s::tsquery
)"""
_BY_AGE = "id > %(after)s and id <= %(until)s"
_AMONG = "ticket_id = any(%(among)s::bigint[])"


def find_verbatim(asked: Asked, *, viewer: User, narrowing: Narrowing, limit: int, offset: int = 0) -> Found:
    """The newest message of each ticket that says this, of as many as could be looked through."""
    statement = _LOOK.format(
        stretch=_BY_AGE if narrowing.among is None else _AMONG,
        leave="" if viewer.sees_everything else LEAVE,
        narrowed=narrowing.where.replace("where", "and", 1),
        without=_WITHOUT if asked.unwanted else "",
    )
    values: dict[str, Any] = {
        **narrowing.values, "among": narrowing.among, "me": viewer.pk, "own": list(viewer.team_ids), "most": ENOUGH,
        "patterns": [_pattern(term) for term in asked.wanted],
        "unwanted": [_pattern(term) for term in asked.unwanted],
        "excluded": tsquery(Asked((_any_of(asked.unwanted),))) if asked.unwanted else "",
    }  # fmt: skip
    found: dict[int, int] = {}
    complete = False
    deadline = monotonic() + PATIENCE
    try:
        for stretch in _stretches(narrowing):
            with transaction.atomic(), within(deadline - monotonic()), connection.cursor() as cursor:
                cursor.execute(statement, {**values, **stretch})
                for message, ticket in cursor.fetchall():
                    found.setdefault(ticket, message)
            if len(found) >= ENOUGH:
                break
        else:
            complete = True
    except TookTooLong:
        complete = False
    page = list(found.items())[offset : offset + limit]
    hits = tuple(Hit(KIND, message, ticket, "") for ticket, message in page)
    return Found(hits, len(found), complete, tsquery_of_all(asked), tuple(found))


def _stretches(narrowing: Narrowing) -> Iterator[dict[str, int]]:
    if narrowing.among is not None:
        yield {}
        return
    until = Message.objects.aggregate(Max("pk"))["pk__max"] or 0
    while until > 0:
        yield {"until": until, "after": until - _STEP}
        until -= _STEP


def _pattern(term: Term) -> str:
    """In any case, whatever stands between the words; or what will do as well."""
    ways = ("[^[:alnum:]]+".join(_WORD.findall(one.text)) for one in (term, *term.others))
    return rf"\m(?:{'|'.join(ways)})\M"


def _any_of(terms: Sequence[Term]) -> Term:
    first, *others = terms
    return replace(first, others=tuple(others))
