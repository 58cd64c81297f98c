"""Asks a service over the network. Its address is typed by an administrator: nothing inside is asked, unless whoever
runs the server has said so (BALIE_INSIDE_HOSTS).
"""

import http.client
import json
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from balie.core.outside import is_outside
from balie.translation.provider import Failed, Why
from balie.translation.sparing import NotNow, Sparing

_TIMEOUT = 8.0  # seconds, to be connected
_PATIENCE = 20.0  # seconds, of all: who answers by the byte holds up nobody longer
_MOST_BYTES = 1_000_000
# What stands before a service says so when that is not there.
_AWAY = frozenset({502, 503, 504})
_sparing = Sparing()


class _Silent(Exception):
    """There was no answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    said: dict[str, Any]


def ask(url: str, body: Mapping[str, object], headers: Mapping[str, str]) -> Answer:
    """A redirection is not followed. Raises Failed."""
    parts = checked(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with _sparing.asking(f"{parts.hostname}:{port}", silent=_Silent):
            status, said = _asked(parts, port, json.dumps(body).encode(), headers)
    except NotNow as resting:
        raise Failed(Why.RESTING) from resting
    except _Silent as error:
        raise Failed(Why.UNREACHABLE) from error
    return Answer(status, _read(said, status))


def _asked(parts: SplitResult, port: int, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Raises _Silent, or Failed for what is inside."""
    until = monotonic() + _PATIENCE
    try:
        with closing(_connected(parts, port)) as sock, _cut_off(sock, until), closing(_link(parts, port, sock)) as link:
            words = {"Content-Type": "application/json", "Accept": "application/json", **headers}
            link.request("POST", parts.path, body, words)
            answer = link.getresponse()
            said = answer.read(_MOST_BYTES + 1)
    except (OSError, http.client.HTTPException) as error:
        raise _Silent from error
    except ValueError as error:  # a host or key that can't be written
        raise Failed(Why.UNREACHABLE) from error
    if answer.status in _AWAY:
        raise _Silent
    return answer.status, said


def checked(url: str) -> SplitResult:
    """What is outside is asked only so that nobody reads along. Raises Failed."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Failed(Why.ADDRESS) from error
    plain = url.isascii() and url.isprintable() and " " not in url and not parts.query and not parts.fragment
    if not plain or parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc or port == 0:
        raise Failed(Why.ADDRESS)
    if parts.scheme == "http" and not _is_named(parts.hostname, port or 80):
        raise Failed(Why.ADDRESS)
    return parts


def _is_named(host: str, port: int) -> bool:
    """Whether it may be asked though it is inside."""
    named = {name.lower() for name in settings.BALIE_INSIDE_HOSTS}
    return bool({host, f"{host}:{port}", f"[{host}]", f"[{host}]:{port}"} & named)


def _connected(parts: SplitResult, port: int) -> socket.socket:
    """Its address is asked for once, so that it can't be another one afterwards."""
    host = parts.hostname or ""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not _is_named(host, port) and not all(map(is_outside, found)):
        raise Failed(Why.INSIDE)
    return socket.create_connection((found[0], port), _TIMEOUT)


def _link(parts: SplitResult, port: int, sock: socket.socket) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    sock.settimeout(_PATIENCE)
    link = http.client.HTTPConnection(host, port)
    link.sock = (
        ssl.create_default_context().wrap_socket(sock, server_hostname=host) if parts.scheme == "https" else sock
    )
    return link


@contextmanager
def _cut_off(sock: socket.socket, until: float) -> Iterator[None]:
    """When it takes too long, shaking hands too. By a handle of its own: TLS takes the socket over."""
    handle = sock.dup()
    watch = Timer(until - monotonic(), _break, (handle,))
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        handle.close()


def _break(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _read(said: bytes, status: int) -> dict[str, Any]:
    """Of what is refused the status says enough."""
    try:
        read = json.loads(said) if len(said) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        read = None
    if isinstance(read, dict):
        return read
    if status == 200:
        raise Failed(Why.UNEXPECTED)
    return {}
