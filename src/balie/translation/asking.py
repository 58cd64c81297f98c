"""Asks a service over the network. Its address is typed by an administrator: nothing inside is asked, unless whoever
runs the server has said so (BALIE_INSIDE_HOSTS).
"""

import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from balie.core.outside import is_outside
from balie.translation.provider import Failed, Why

_TIMEOUT = 8.0  # seconds, to be connected
_PATIENCE = 20.0  # seconds, of all: who answers by the byte holds up nobody longer
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    said: dict[str, Any]


def ask(url: str, body: Mapping[str, object], headers: Mapping[str, str]) -> Answer:
    """A redirection is not followed. Raises Failed."""
    parts = checked(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        link = _link(parts, port)
        watch = Timer(_PATIENCE, _break, (link.sock,))
        watch.start()
        try:
            words = {"Content-Type": "application/json", "Accept": "application/json", **headers}
            link.request("POST", parts.path, json.dumps(body).encode(), words)
            answer = link.getresponse()
            said = answer.read(_MOST_BYTES + 1)
        finally:
            watch.cancel()
            link.close()
    except (OSError, http.client.HTTPException, ValueError) as error:  # a host or key that can't be written, too
        raise Failed(Why.UNREACHABLE) from error
    return Answer(answer.status, _read(said, answer.status))


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


def _link(parts: SplitResult, port: int) -> http.client.HTTPConnection:
    """Its address is asked for once, so that it can't be another one afterwards."""
    host = parts.hostname or ""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not _is_named(host, port) and not all(map(is_outside, found)):
        raise Failed(Why.INSIDE)
    link = http.client.HTTPConnection(host, port, timeout=_TIMEOUT)
    sock = socket.create_connection((found[0], port), _TIMEOUT)
    try:
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except BaseException:
        sock.close()
        raise
    sock.settimeout(_PATIENCE)
    link.sock = sock
    return link


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
