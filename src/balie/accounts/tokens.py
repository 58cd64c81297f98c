"""Keys to the API: shown once, kept as a hash."""

import hashlib
import secrets
from datetime import timedelta

from balie.accounts.models import Token, User
from balie.core.clock import now
from balie.core.prepared import columns, made, rows

PREFIX = "balie_"
# `last_used_at` is for people to read: no write per request for it.
GRAIN = timedelta(minutes=10)
_TEAMS = "array(select team_id from accounts_teammember where user_id = u.id order by team_id)"
_HOLDER = f"""
select token.id, token.last_used_at, {columns(User, "u")}, {_TEAMS}
from accounts_token token join accounts_user u on u.id = token.user_id
where token.digest = %s and u.is_active"""  # noqa: S608 -- columns of the model


def make_token(*, user: User, name: str) -> str:
    secret = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(user=user, name=name, digest=_digest(secret))
    return secret


def revoke_token(*, user: User, pk: int) -> None:
    """Another's token is left alone."""
    Token.objects.filter(user=user, pk=pk).delete()


def holder_of(secret: str) -> User | None:
    found = rows(_HOLDER, (_digest(secret),))
    if not found:
        return None
    token, last_used_at, *values, teams = found[0]
    moment = now()
    if last_used_at is None or moment - last_used_at > GRAIN:
        Token.objects.filter(pk=token).update(last_used_at=moment)
    holder = made(User, iter(values))
    if holder:
        holder.team_ids = tuple(teams)
    return holder


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
