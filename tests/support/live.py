"""The live process, in a thread of the test, on the test's database."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from granian.constants import Interfaces
from granian.server.embed import Server

from balie.live.app import make_app

_PATIENCE = 10.0


@pytest.fixture
def live(transactional_db: None) -> Iterator[str]:
    """Its address. It hears of what the test commits."""
    port, loop = _free_port(), asyncio.new_event_loop()
    server = Server(make_app(), address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)
    thread = threading.Thread(target=_run, args=(loop, server), daemon=True)
    thread.start()
    _wait_for(port)
    yield f"ws://127.0.0.1:{port}/live"
    loop.call_soon_threadsafe(server.stop)
    thread.join(_PATIENCE)
    assert not thread.is_alive()


def _run(loop: asyncio.AbstractEventLoop, server: Server) -> None:
    asyncio.set_event_loop(loop)
    loop.run_until_complete(server.serve())
    loop.close()


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        return int(taken.getsockname()[1])


def _wait_for(port: int) -> None:
    ended = threading.Event()
    for _attempt in range(500):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            ended.wait(_PATIENCE / 500)
        else:
            return
    raise AssertionError("the live process did not start")
