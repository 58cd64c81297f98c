"""Names of colleagues and teams, as every page of the desk shows them."""

from dataclasses import dataclass

from django.db import connection

from balie.accounts.absence import Away, away_today
from balie.core.remembering import Remembered


@dataclass(frozen=True, slots=True)
class Directory:
    """`answering`: those a ticket can be assigned to. All by id, in the order of their names; `addresses` the other
    way round, of all who work here; `away` those who are not here today.
    """

    users: dict[int, str]
    answering: dict[int, str]
    teams: dict[int, str]
    slugs: dict[str, int]
    addresses: dict[str, int]
    away: dict[int, Away]

    def substitute_for(self, user: int | None) -> int | None:
        """Who is here, answers, and stands in for a user who is away."""
        away = self.away.get(user or 0)
        other = away.substitute if away else None
        return other if other in self.answering and other not in self.away else None


_remembered = Remembered[None, Directory](seconds=10)

_NAMES = """
select 'user', u.id, coalesce(nullif(u.name, ''), u.email),
    u.is_active and u.role in ('agent', 'supervisor', 'admin'), u.email,
    a.first_day, a.last_day, a.substitute_id, u.time_zone
from accounts_user u left join accounts_absence a on a.user_id = u.id where u.role <> 'customer'
union all
select 'team', id, name, false, slug, null, null, null, '' from accounts_team
"""


def directory() -> Directory:
    return _remembered.get(None, _read)


def _read() -> Directory:
    with connection.cursor() as cursor:
        cursor.execute(_NAMES)
        rows = sorted(cursor.fetchall(), key=lambda row: row[2].casefold())
    users = [row[1:] for row in rows if row[0] == "user"]
    teams = [row[1:5] for row in rows if row[0] == "team"]
    return Directory(
        users={pk: name for pk, name, *_more in users},
        answering={pk: name for pk, name, answers, *_more in users if answers},
        teams={pk: name for pk, name, *_more in teams},
        slugs={slug: pk for pk, _name, _answers, slug in teams},
        addresses={email.lower(): pk for pk, _name, _answers, email, *_more in users},
        away={pk: away for pk, _name, _answers, _email, *days in users if (away := away_today(*days))},
    )
