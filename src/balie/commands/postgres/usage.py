"""A database for one command: the configured one, the one that runs, or one of its own for as long as it lasts."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from balie.commands.postgres.external import check
from balie.commands.postgres.ownership import Users
from balie.commands.postgres.problem import AlreadyRunningError
from balie.commands.postgres.server import start

VARIABLE = "BALIE_DATABASE_URL"


@contextmanager
def database(home: Path, *, name: str = "balie") -> Iterator[str]:
    """Yields the URL, which stands in the environment for as long; enter it before Django's settings are read."""
    given = os.environ.get(VARIABLE, "").strip()
    if given:
        check(given)
        yield given
        return
    home.mkdir(mode=0o755 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    with Users(home) as users:
        try:
            running = start(home, name=name)
        except AlreadyRunningError as found:
            with _announced(found.url):
                yield found.url
            return
        try:
            with _announced(running.url):
                yield running.url
            if users.are_others():
                sys.stderr.write("Waiting for other balie commands that use this database…\n")
                users.wait_for_others()
        finally:
            running.stop()


@contextmanager
def _announced(url: str) -> Iterator[None]:
    os.environ[VARIABLE] = url
    try:
        yield
    finally:
        os.environ.pop(VARIABLE, None)
