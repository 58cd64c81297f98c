"""`Idempotency-Key`: the same POST, sent again, is answered again and done once."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from balie.accounts.models import User
from balie.api.answers import CONTENT_TYPE
from balie.api.models import KeptAnswer
from balie.api.problems import Problem
from balie.core.clock import now

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)

# Waits for a request with the same key that is still being done; a row comes back when the key is ours.
_CLAIM = """
insert into api_keptanswer as kept (user_id, key, digest, status, body, location, created_at)
values (%(user)s, %(key)s, %(digest)s, null, '', '', %(now)s)
on conflict (user_id, key) do update set digest = excluded.digest, status = null, created_at = excluded.created_at
where kept.created_at < %(expired)s
returning id
"""

View = Callable[..., HttpResponse]


def once(view: View) -> View:
    """The answer is kept in the transaction of the change: there is one if and only if the change was made."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        key = request.headers.get(HEADER)
        if key is None:
            return view(request, *args, **values)
        _check(key)
        with transaction.atomic():
            user: User = request.auth  # type: ignore[attr-defined] # set by ninja
            digest = hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).digest()
            if not _claim(user, key, digest):
                return _again(user, key, digest)
            response = view(request, *args, **values)
            KeptAnswer.objects.filter(user=user, key=key).update(
                status=response.status_code, body=response.content, location=response.headers.get("Location", "")
            )
            return response

    return answered


def forget_old_answers() -> int:
    """How many were forgotten."""
    return KeptAnswer.objects.filter(created_at__lt=now() - KEPT_FOR).delete()[0]


def _check(key: str) -> None:
    if not (1 <= len(key) <= 255 and key.isascii() and key.isprintable()):
        raise Problem(422, "A key is 1 to 255 printable ASCII characters.", field=HEADER)


def _claim(user: User, key: str, digest: bytes) -> bool:
    moment = now()
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM, {"user": user.pk, "key": key, "digest": digest, "now": moment, "expired": moment - KEPT_FOR}
        )
        return cursor.fetchone() is not None


def _again(user: User, key: str, digest: bytes) -> HttpResponse:
    kept = KeptAnswer.objects.get(user=user, key=key)
    if bytes(kept.digest) != digest:
        raise Problem(422, "This key was used for another request. Take a new one.", field=HEADER)
    response = HttpResponse(bytes(kept.body), status=kept.status, content_type=CONTENT_TYPE)
    if kept.location:
        response["Location"] = kept.location
    response["Idempotent-Replayed"] = "true"
    return response
