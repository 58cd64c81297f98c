"""Through real sockets: a browser subscribes, a commit elsewhere makes a hint."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from granian.constants import Interfaces
from granian.server.embed import Server

from balie.live import presence as presence_module
from balie.live.app import make_app

ORIGIN = "http://localhost:8000"


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def address(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(presence_module, "_PAUSE", 0.01)
    port, loop, ready = _free_port(), asyncio.new_event_loop(), threading.Event()
    server = Server(make_app(), address="127.0.0.1", port=port, interface=Interfaces.ASGI)
    thread = threading.Thread(target=_run, args=(loop, server, ready), daemon=True)
    thread.start()
    ready.wait(5)
    _wait_for(port)
    yield f"ws://127.0.0.1:{port}/live"
    loop.call_soon_threadsafe(server.stop)
    thread.join(5)


def _run(loop: asyncio.AbstractEventLoop, server: Server, ready: threading.Event) -> None:
    asyncio.set_event_loop(loop)
    loop.call_soon(ready.set)
    loop.run_until_complete(server.serve())


def _wait_for(port: int) -> None:
    for _attempt in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.1).close()
        except OSError:
            threading.Event().wait(0.02)
        else:
            return
    raise AssertionError("the live server did not start")
