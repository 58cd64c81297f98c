"""What the shared cache was told to forget is forgotten, although nobody asks for it again."""

import pytest
from django.core.cache import cache
from django.db import connection

from balie.jobs.tasks import forget_expired

pytestmark = pytest.mark.django_db


def keys() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select cache_key from cache order by cache_key")
        return [key for (key,) in cursor.fetchall()]


def test_what_has_expired_is_deleted_and_nothing_else() -> None:
    cache.clear()
    for name in ("ends", "ended", "stays"):
        cache.set(name, 1, None if name == "stays" else 3600)
    with connection.cursor() as cursor:
        cursor.execute("update cache set expires = now() - interval '1 second' where cache_key = ':1:ended'")
    forget_expired(timestamp=0)
    assert keys() == [":1:ends", ":1:stays"]
