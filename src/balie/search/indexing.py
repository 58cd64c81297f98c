"""Puts things into the index, and takes them out.

What is to be found is told by a query, so that one statement does for one document and for millions. It has the
columns kind, object_id, group_id, audience (text[], sorted), language (or ''), at, title, names, body.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from balie.core.prepared import later, rows
from balie.search.models import Document

_PUT = """
insert into search_document as kept (kind, object_id, group_id, audience, language, at, words)
select kind, object_id, group_id, audience, language, at, search_words(language, title, names, body)
from (
    select kind, object_id, group_id, audience, at, title, names, body,
        case when language in ('en', 'nl', 'de', 'it') then language else search_language(body) end as language
    from ({entries}) as told
) as entry
order by at, object_id
on conflict (kind, group_id, object_id) do update set
    audience = excluded.audience, language = excluded.language, at = excluded.at, words = excluded.words
"""

_SHARE = """
update search_document as kept set audience = entry.audience
from ({entries}) as entry
where kept.kind = entry.kind and kept.group_id = entry.group_id and kept.object_id = entry.object_id
    and kept.audience <> entry.audience
"""

_REGROUP = """
update search_document as kept set group_id = entry.group_id
from ({entries}) as entry
where kept.kind = entry.kind and kept.group_id = %(former)s and kept.object_id = entry.object_id
"""


def put(entries: str, parameters: Mapping[str, Any]) -> int:
    """Writes what the query tells, or writes it anew; how many documents that were."""
    return len(rows(f"{_PUT.format(entries=entries)} returning 1", parameters))


def put_later(entries: str, parameters: Mapping[str, Any]) -> None:
    """As `put`, with the statement that comes next, or the commit."""
    later(_PUT.format(entries=entries), parameters)


def put_many(entries: str, parameters: Mapping[str, Any]) -> int:
    """As `put`, with a plan of its own each time: for thousands at once."""
    with connection.cursor() as cursor:
        cursor.execute(_PUT.format(entries=entries), parameters)
        return int(cursor.rowcount)


def share(entries: str, parameters: Mapping[str, Any]) -> int:
    """Sets who may find what the query tells; how many documents that changed."""
    return len(rows(f"{_SHARE.format(entries=entries)} returning 1", parameters))


def share_many(entries: str, parameters: Mapping[str, Any]) -> int:
    """As `share`, with a plan of its own each time."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARE.format(entries=entries), parameters)
        return int(cursor.rowcount)


def leave_out(*, kind: str, object_id: int) -> None:
    """Takes one document out of the index."""
    Document.objects.filter(kind=kind, object_id=object_id).delete()


def regroup(entries: str, parameters: Mapping[str, Any], *, former: int) -> int:
    """Takes those that the query tells out of a group they were in before; how many documents that moved."""
    return len(rows(f"{_REGROUP.format(entries=entries)} returning 1", {**parameters, "former": former}))


def forget(*, kind: str, group_id: int) -> int:
    """Takes a group out of the index; how many documents it had."""
    return Document.objects.filter(kind=kind, group_id=group_id).delete()[0]
