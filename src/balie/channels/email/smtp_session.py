"""One SMTP connection: aiosmtpd's protocol, but for how the message itself is read and who may be on the line."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

from aiosmtpd.smtp import SMTP

_READ_AT_ONCE = 256 * 1024


class Desk(Protocol):
    """What a session asks of the listener."""

    async def confirm(self, session: Any) -> None:
        """The sender has heard the answer to what it sent."""

    def lost(self, session: Any) -> None:
        """The line broke, and whether the sender heard the answer is not known."""


class Limits:
    """How many may be connected, and how many may send a message at once: the others wait for their 354."""

    def __init__(self, *, connections: int, per_peer: int, messages: int) -> None:
        self._connections, self._per_peer = connections, per_peer
        self._peers: Counter[str] = Counter()
        self._messages = asyncio.Semaphore(messages)
        self._receiving = 0
        self.quiet = asyncio.Event()
        self.quiet.set()

    def enter(self, peer: str) -> bool:
        if self._peers.total() >= self._connections or self._peers[peer] >= self._per_peer:
            return False
        self._peers[peer] += 1
        return True

    def leave(self, peer: str) -> None:
        self._peers[peer] -= 1
        if self._peers[peer] <= 0:
            del self._peers[peer]

    @asynccontextmanager
    async def message(self) -> AsyncIterator[None]:
        """Held while a message is received and kept; `quiet` is set while there is none."""
        async with self._messages:
            self._receiving += 1
            self.quiet.clear()
            try:
                yield
            finally:
                self._receiving -= 1
                if not self._receiving:
                    self.quiet.set()


class Session(SMTP):
    line_length_limit = _READ_AT_ONCE

    def __init__(self, desk: Desk, limits: Limits, *, size_limit: int, **options: Any) -> None:
        super().__init__(desk, data_size_limit=size_limit, **options)
        self._desk, self._limits, self._size_limit = desk, limits, size_limit
        self._peer: str | None = None
        self._answered = False
        self._farewell: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._peer is None:
            address = transport.get_extra_info("peername")
            peer = str(address[0]) if address else "local"
            if not self._limits.enter(peer):
                transport.write(b"421 4.7.0 Too many connections, try again later\r\n")  # type: ignore[attr-defined]
                transport.close()
                return
            self._peer = peer
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self._peer is None:
            return
        self._limits.leave(self._peer)
        self._desk.lost(self.session)
        super().connection_lost(error)

    def eof_received(self) -> bool | None:
        if self._peer is None:
            return None
        if self._answered:
            # An orderly end after our answer: it was heard, even if nobody said QUIT.
            self._farewell = self.loop.create_task(self._desk.confirm(self.session))
        return bool(super().eof_received())

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 -- aiosmtpd finds commands by these names
        await self._desk.confirm(self.session)
        await super().smtp_MAIL(arg)

    async def smtp_RSET(self, arg: str) -> None:  # noqa: N802
        await self._desk.confirm(self.session)
        await super().smtp_RSET(arg)

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802
        await self._desk.confirm(self.session)
        await super().smtp_QUIT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        envelope = self.envelope
        if await self.check_helo_needed():
            return
        if envelope is None or not envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        self._answered = False
        async with self._limits.message():
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            content = await self._read_message()
            if content is None:
                status = "552 5.3.4 Message is larger than this server takes"
            else:
                envelope.content = envelope.original_content = content
                self._reset_timeout()
                status = await self._call_handler_hook("DATA")
        self.envelope = self._create_envelope()
        await self.push(status)
        self._answered = True

    async def _read_message(self) -> bytes | None:
        """Up to a line that holds nothing but a dot; None when it is too large, read to its end all the same.

        Only CRLF ends a line: with bare line feeds a message could be smuggled inside another. Lines may be longer
        than the 1,000 octets of RFC 5321, as in real mail.
        """
        parts: list[bytes] = []
        size, before, limit = 0, b"\r\n", self._size_limit + 3
        while True:
            try:
                part: bytes = await self._reader.readuntil(b".\r\n")
            except asyncio.LimitOverrunError as longer:
                part = await self._reader.readexactly(longer.consumed)
                complete = False
            else:
                complete = (before + part)[-5:] == b"\r\n.\r\n"
            self._reset_timeout()
            size += len(part)
            if size <= limit:
                parts.append(part)
            else:
                parts.clear()
            if complete:
                break
            before = (before + part)[-2:]
        return None if size > limit else _without_dots(b"".join(parts)[:-3])


def _without_dots(data: bytes) -> bytes:
    """The dots that the sender put before those at the beginning of a line (RFC 5321, section 4.5.2)."""
    return data.removeprefix(b".").replace(b"\r\n.", b"\r\n")
