"""Hears of changes from PostgreSQL and passes them to the hub."""

import asyncio
import json
from typing import Any

import psycopg
import structlog
from django.db import connections

from balie.live.hints import CHANNEL
from balie.live.hub import Hub

_log = structlog.get_logger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0  # seconds
_LIBPQ_ONLY = ("cursor_factory", "context", "prepare_threshold", "pool")


def connection_parameters() -> dict[str, Any]:
    """As Django's own connections, without what is meant for its cursors; a dead peer is noticed within a minute."""
    parameters = connections["default"].get_connection_params()
    for name in _LIBPQ_ONLY:
        parameters.pop(name, None)
    return parameters | {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3}


async def listen(hub: Hub, ready: asyncio.Event) -> None:
    """Runs until it is cancelled. `ready` once it hears; whoever came before, or was here in an outage, looks again."""
    pause, outage = _FIRST_PAUSE, False
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**connection_parameters(), autocommit=True) as connection:
                await connection.execute(f"listen {CHANNEL}")
                if outage:
                    _log.info("live hints are back")
                hub.resync()
                ready.set()
                pause, outage = _FIRST_PAUSE, False
                async for notice in connection.notifies():
                    _pass_on(hub, notice.payload)
        except psycopg.OperationalError as error:
            if not outage:
                _log.warning("live hints are interrupted", error=str(error))
            outage = True
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def _pass_on(hub: Hub, payload: str) -> None:
    try:
        told = json.loads(payload)
        hub.tell(told["topics"], told["hint"], told["event"])
    except (ValueError, KeyError, TypeError, IndexError):
        _log.error("a live hint could not be read", payload=payload[:200])
