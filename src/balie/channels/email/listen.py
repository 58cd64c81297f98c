"""The process that mail comes in by: an SMTP listener, and the fetching from IMAP servers beside it."""

import asyncio
import functools
import signal
import socket
from typing import Any

import structlog
from django.conf import settings

from balie.channels.email.fetching import Fetching
from balie.channels.email.reception import Reception
from balie.channels.email.smtp_session import Limits, Session

_log = structlog.get_logger(__name__)
# As many as the pool has connections (config.settings).
_THREADS = 4
_CONNECTIONS, _PER_PEER, _MESSAGES_AT_ONCE = 500, 100, 20
_IDLE_SECONDS = 300.0
_LAST_WORDS_SECONDS = 20.0


def main() -> None:
    """Returns after SIGTERM or SIGINT, when the messages being received are taken in or refused."""
    asyncio.run(_listen())


async def _listen() -> None:
    reception = Reception(threads=_THREADS)
    await reception.prepare()
    limits = Limits(connections=_CONNECTIONS, per_peer=_PER_PEER, messages=_MESSAGES_AT_ONCE)
    server = await start(reception, limits, host=settings.BALIE_HOST, port=settings.BALIE_SMTP_PORT)
    fetching = Fetching()
    fetching.start()
    _log.info("listening for mail", host=settings.BALIE_HOST, port=settings.BALIE_SMTP_PORT)
    await _told_to_stop()
    server.close()
    fetching.stop()
    await _until_quiet(limits)
    reception.close()
    await asyncio.to_thread(fetching.join)


async def start(reception: Reception, limits: Limits, *, host: str, port: int) -> asyncio.Server:
    options: dict[str, Any] = {
        "hostname": socket.gethostname(),
        "ident": "Balie",
        "size_limit": settings.BALIE_MAIL_SIZE_LIMIT,
        "enable_SMTPUTF8": True,
        "timeout": _IDLE_SECONDS,
    }
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        functools.partial(Session, reception, limits, loop=loop, **options), host, port, reuse_address=True, backlog=256
    )


async def _told_to_stop() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    await told.wait()


async def _until_quiet(limits: Limits) -> None:
    """Messages on their way may come to their end; who sends none is not waited for."""
    try:
        async with asyncio.timeout(_LAST_WORDS_SECONDS):
            await limits.quiet.wait()
    except TimeoutError:
        _log.warning("stopped while mail was coming in; its senders will try again")
