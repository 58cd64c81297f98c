"""Which worker processes live: each holds an advisory lock, and PostgreSQL takes it back when they die."""

import os
import socket
from datetime import timedelta

import psycopg
from django.db import connection

from balie.core.clock import now
from balie.jobs.models import Worker

_LOCK = 0x62616C
_KEPT = timedelta(days=1)
HEARTBEAT = 10.0  # seconds

_current: int | None = None


def current() -> int | None:
    """The id of this process as a worker; None in one that is not."""
    return _current


def sign_on() -> int:
    """A new row for this process. It counts as living once `hold()` was called."""
    global _current  # noqa: PLW0603 -- what process this is, is a fact of the process
    Worker.objects.filter(seen_at__lt=now() - _KEPT).delete()
    _current = Worker.objects.create(name=f"{socket.gethostname()}:{os.getpid()}").pk
    return _current


def hold(link: "psycopg.Connection[tuple[object, ...]]", worker_id: int) -> None:
    """The lock lives as long as this connection: so it must be one that is neither pooled nor shared."""
    link.execute("select pg_advisory_lock(%s, %s)", [_LOCK, worker_id])


def sign_off(worker_id: int) -> None:
    global _current  # noqa: PLW0603 -- see sign_on
    Worker.objects.filter(pk=worker_id).delete()
    _current = None


def beat(worker_id: int, failing: dict[str, str]) -> None:
    Worker.objects.filter(pk=worker_id).update(seen_at=now(), failing=failing)


def living() -> set[int]:
    """The ids of all workers that are connected to this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select objid::bigint from pg_locks where locktype = 'advisory' and classid = %s and objsubid = 2 "
            "and database = (select oid from pg_database where datname = current_database())",
            [_LOCK],
        )
        return {row[0] for row in cursor.fetchall()}


def working(within: float = 4 * HEARTBEAT) -> list[Worker]:
    """Workers heard of in the last seconds: none means that nothing is sent or taken in. For /readyz."""
    return list(Worker.objects.filter(seen_at__gte=now() - timedelta(seconds=within)))
