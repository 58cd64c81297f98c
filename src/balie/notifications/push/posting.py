"""Hands a message to a push service. Its address came from a browser and may be anything: nothing inside is asked."""

import http.client
import socket
import ssl
from collections.abc import Mapping
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from balie.core.outside import is_outside

_TIMEOUT = 10.0  # seconds, of each step
_PATIENCE = 20.0  # seconds, of all: who answers by the byte holds up nobody else
LONGEST = 1000


class Refused(Exception):
    """This address is none of a push service."""


def origin_of(endpoint: str) -> str:
    """Raises Refused."""
    parts = _parts(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def post(endpoint: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status of the answer; a redirection is not followed. Raises Refused, and OSError or HTTPException when it
    can't be reached.
    """
    parts = _parts(endpoint)
    port = parts.port or 443
    link = _connection(parts.hostname or "", port, _checked(parts.hostname or "", port))
    watch = Timer(_PATIENCE, link.sock.shutdown, (socket.SHUT_RDWR,))
    watch.start()
    try:
        link.request("POST", parts.path + (f"?{parts.query}" if parts.query else ""), body, dict(headers))
        return link.getresponse().status
    finally:
        watch.cancel()
        link.close()


def _parts(endpoint: str) -> SplitResult:
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError as error:
        raise Refused(str(error)) from error
    plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    if len(endpoint) > LONGEST or not plain or parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise Refused("a push service has an https address")
    if port not in {None, 443} and not is_trusted(parts.hostname):
        raise Refused("a push service is at the usual port")
    return parts


def is_trusted(host: str) -> bool:  # noqa: ARG001 -- tests say otherwise
    """Whether a host inside may be asked all the same."""
    return False


def _checked(host: str, port: int) -> str:
    """The address to connect to: it is asked for once, so that it can't be another one afterwards. Raises Refused."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not is_trusted(host) and not all(map(is_outside, found)):
        raise Refused("this address is inside")
    return found[0]


def _connection(host: str, port: int, address: str) -> http.client.HTTPSConnection:
    link = http.client.HTTPSConnection(host, port, timeout=_TIMEOUT, context=_trust())
    link.sock = _trust().wrap_socket(socket.create_connection((address, port), _TIMEOUT), server_hostname=host)
    return link


def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
