"""What a command stands on: a database that runs, its tables up to date, Django set up."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from balie.commands import postgres
from config.environment import home


@contextmanager
def database(name: str) -> Iterator[None]:
    with postgres.database(home(), name=name):
        set_up_django()
        try:
            yield
        finally:
            close_connections()


@contextmanager
def desk(name: str) -> Iterator[None]:
    with database(name):
        from balie.commands.schema import bring_up_to_date

        bring_up_to_date()
        yield


def set_up_django() -> None:
    """Only after the database is there: settings read its URL once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


def close_connections() -> None:
    """The pool's threads too, which would keep the process, or the database, from ending."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool:
            close_pool()
