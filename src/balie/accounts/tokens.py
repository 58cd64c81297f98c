"""Keys to the API: shown once, kept as a hash."""

import hashlib
import secrets
from datetime import timedelta

from balie.accounts.models import Token, User
from balie.core.clock import now

PREFIX = "balie_"
# `last_used_at` is for people to read: no write per request for it.
GRAIN = timedelta(minutes=10)


def make_token(*, user: User, name: str) -> str:
    secret = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(user=user, name=name, digest=_digest(secret))
    return secret


def revoke_token(*, user: User, pk: int) -> None:
    """Another's token is left alone."""
    Token.objects.filter(user=user, pk=pk).delete()


def holder_of(secret: str) -> User | None:
    token = Token.objects.select_related("user").filter(digest=_digest(secret), user__is_active=True).first()
    if token is None:
        return None
    moment = now()
    if token.last_used_at is None or moment - token.last_used_at > GRAIN:
        Token.objects.filter(pk=token.pk).update(last_used_at=moment)
    return token.user


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
