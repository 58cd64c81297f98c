"""The live process: browsers' WebSockets at /live. The protocol stands in docs/live.md."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from balie.live.connection import Connection
from balie.live.hub import Hub
from balie.live.listening import listen
from balie.live.presence import STATES, Presence
from balie.live.topics import read_token

_LARGEST = 32_768  # characters of one message from a browser
_FORBIDDEN = 4403
_DATABASE_AWAITED = 5.0  # seconds; without it browsers wait for nothing but presence


def make_app() -> Starlette:
    hub = Hub()
    presence = Presence(hub)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        ready = asyncio.Event()
        listener = asyncio.create_task(listen(hub, ready))
        with suppress(TimeoutError):
            await asyncio.wait_for(ready.wait(), _DATABASE_AWAITED)
        yield
        listener.cancel()
        with suppress(asyncio.CancelledError):
            await listener

    async def live(socket: WebSocket) -> None:
        await _serve(socket, hub, presence)

    return Starlette(routes=[WebSocketRoute("/live", live), Route("/healthz", _healthz)], lifespan=lifespan)


async def _healthz(_request: Request) -> Response:
    return PlainTextResponse("ok\n")


def from_our_pages(origin: str | None) -> bool:
    """A browser always says where a page came from; only ours may speak to us."""
    host = urlsplit(origin or "").hostname
    return bool(host) and validate_host(f"[{host}]" if ":" in str(host) else str(host), settings.ALLOWED_HOSTS)


async def _serve(socket: WebSocket, hub: Hub, presence: Presence) -> None:
    if not from_our_pages(socket.headers.get("origin")):
        await socket.close(_FORBIDDEN)
        return
    await socket.accept()
    connection = Connection()
    hub.join(connection)
    sender = asyncio.create_task(_send(socket, connection))
    try:
        while not sender.done():
            _take(await socket.receive_text(), connection, hub, presence)
    except (WebSocketDisconnect, RuntimeError, KeyError):
        pass  # it went away, or sent bytes: either way it is over
    finally:
        sender.cancel()
        hub.leave(connection)
        presence.forget(connection)


async def _send(socket: WebSocket, connection: Connection) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await socket.send_text(await connection.next())


def _take(text: str, connection: Connection, hub: Hub, presence: Presence) -> None:
    """What can't be understood is passed over: it is not worth a connection."""
    try:
        said: Any = json.loads(text) if len(text) <= _LARGEST else None
    except ValueError:
        return
    if not isinstance(said, dict):
        return
    tokens = said.get("subscribe")
    for token in tokens if isinstance(tokens, list) else ():
        if isinstance(token, str) and (leave := read_token(token)):
            connection.holders.add(leave.holder)
            hub.subscribe(connection, leave.topics)
            hub.catch_up(connection, leave.topics, leave.signed_at)
            presence.tell(connection, leave.topics)
    left = said.get("unsubscribe")
    if isinstance(left, list):
        hub.unsubscribe(connection, [topic for topic in left if isinstance(topic, str)])
    told = said.get("presence")
    if isinstance(told, dict) and isinstance(told.get("topic"), str) and told.get("state") in STATES:
        leave = read_token(told["topic"])
        if leave and leave.topics:
            presence.note(connection, leave, told["state"])
