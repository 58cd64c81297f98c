"""The worker's own line to the database: hears wake-ups, and is the proof that the worker lives."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psycopg
from django.db import connection

from balie.jobs import presence
from balie.jobs.waking import CHANNEL


class Line:
    """Not pooled, and not Django's: it lives as long as the process, and is made anew after an outage."""

    def __init__(self, worker_id: int) -> None:
        self.worker_id = worker_id
        self._link: psycopg.Connection[tuple[object, ...]] | None = None

    def heard(self, timeout: float) -> Iterator[str]:
        """Names of queues that were woken within `timeout` seconds. Raises OperationalError when the line is cut."""
        if self._link is not None:
            for notice in self._link.notifies(timeout=timeout, stop_after=1):
                yield notice.payload

    def open(self) -> None:
        self._link = self._connect()

    def hang_up(self) -> None:
        if self._link is not None:
            with suppress(psycopg.Error):
                self._link.close()
            self._link = None

    @property
    def is_open(self) -> bool:
        return self._link is not None

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        link = psycopg.connect(**connection_parameters(), autocommit=True)
        presence.hold(link, self.worker_id)
        link.execute(f"listen {CHANNEL}")
        return link


def connection_parameters() -> dict[str, Any]:
    """Of the database Django uses, for connections that are not Django's."""
    parameters = dict(connection.get_connection_params())
    for of_django in ("cursor_factory", "context", "pool"):
        parameters.pop(of_django, None)
    return {**parameters, "keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
