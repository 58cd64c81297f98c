"""Names of colleagues and teams, as every page of the desk shows them."""

from dataclasses import dataclass

from django.db import connection

from balie.core.remembering import Remembered


@dataclass(frozen=True, slots=True)
class Directory:
    """`answering`: those a ticket can be assigned to. All by id, in the order of their names; `addresses` the other
    way round, of all who work here.
    """

    users: dict[int, str]
    answering: dict[int, str]
    teams: dict[int, str]
    slugs: dict[str, int]
    addresses: dict[str, int]


_remembered = Remembered[None, Directory](seconds=10)

_NAMES = """
select 'user', id, coalesce(nullif(name, ''), email), is_active and role in ('agent', 'supervisor', 'admin'), email
from accounts_user where role <> 'customer'
union all
select 'team', id, name, false, slug from accounts_team
"""


def directory() -> Directory:
    return _remembered.get(None, _read)


def _read() -> Directory:
    with connection.cursor() as cursor:
        cursor.execute(_NAMES)
        rows = sorted(cursor.fetchall(), key=lambda row: row[2].casefold())
    return Directory(
        users={pk: name for what, pk, name, _answers, _word in rows if what == "user"},
        answering={pk: name for what, pk, name, answers, _word in rows if what == "user" and answers},
        teams={pk: name for what, pk, name, _answers, _word in rows if what == "team"},
        slugs={slug: pk for what, pk, _name, _answers, slug in rows if what == "team"},
        addresses={email.lower(): pk for what, pk, _name, _answers, email in rows if what == "user"},
    )
