"""The database as `balie serve` has it: started with it, started again should it end, stopped with it."""

import os
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog

from balie.commands import postgres
from balie.commands.postgres.external import check
from balie.commands.postgres.usage import VARIABLE

_log = structlog.get_logger("balie.supervisor")
_LOOK = 1.0


class OwnDatabase:
    """With BALIE_DATABASE_URL set there is nothing to start: it is only checked."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._running: postgres.Running | None = None

    def __enter__(self) -> Self:
        given = os.environ.get(VARIABLE, "").strip()
        if given:
            check(given)
        else:
            self._running = postgres.start(self._home, name="balie serve", wait_for_commands=True)
            os.environ[VARIABLE] = self._running.url
        return self

    def look(self) -> float:
        """Starts the server again when it ended; the children find it at the same address."""
        if self._running and not self._running.alive():
            _log.error("the database ended and is started again")
            self._running = postgres.start_again(self._home, self._running)
        return _LOOK

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, _: TracebackType | None) -> None:
        if self._running:
            self._running.stop()
