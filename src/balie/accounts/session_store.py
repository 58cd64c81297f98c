"""Sessions in the database, as Django keeps them; read with whoever is signed in, since every page asks for both."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from balie.accounts.models import User
from balie.core.prepared import columns, made, rows

TEAMS = "array(select team_id from accounts_teammember where user_id = u.id order by team_id)"
_SESSION = f"""
select s.session_data, {columns(User, "u")}, {TEAMS} from django_session s
left join usersessions_usersession held on held.session_key = s.session_key
left join accounts_user u on u.id = held.user_id
where s.session_key = %s and s.expire_date > %s"""  # noqa: S608 -- columns of the model

_looking: ContextVar["SessionStore | None"] = ContextVar("looking", default=None)


class SessionStore(db.SessionStore):
    # Whose it is, as it was when the session was read.
    holder: User | None = None

    def load(self) -> dict[str, Any]:
        found = rows(_SESSION, (self.session_key, timezone.now()))
        if not found:
            self._session_key = None
            return {}
        written, *rest = found[0]
        self.holder = with_teams(rest)
        data: dict[str, Any] = self.decode(written)
        return data


def with_teams(values: list[Any]) -> User | None:
    """Of a user's columns and `TEAMS`."""
    user = made(User, iter(values))
    if user is not None:
        user.team_ids = tuple(values[-1])
    return user


@contextmanager
def looking_at(session: object) -> Iterator[None]:
    """While it is found out who is signed in: `holder_of` knows it from the session."""
    mark = _looking.set(session if isinstance(session, SessionStore) else None)
    try:
        yield
    finally:
        _looking.reset(mark)


def holder_of(user_id: int) -> User | None:
    """When the session that is looked at is theirs."""
    session = _looking.get()
    holder = session.holder if session else None
    return holder if holder and holder.pk == user_id else None
