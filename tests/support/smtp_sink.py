"""A mail server that keeps what it is given, and refuses what it is told to."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Kept:
    envelope_from: str
    recipients: list[str]
    content: bytes

    @property
    def message_id(self) -> str:
        return str(message_from_bytes(self.content)["Message-ID"]).strip("<>")


@dataclass
class Sink:
    """`refuse` maps an address to the answer its RCPT gets; `refuse_data` is the answer to every content; a sink that
    `breaks` keeps the content and hangs up instead of answering.

    `at` is called with the stage reached ("mail", "rcpt", "content", "kept"), `content` before it is kept.
    """

    port: int
    kept: list[Kept] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    refuse_data: str = ""
    breaks: bool = False
    at: Callable[[str], None] = lambda _stage: None
    sessions: int = 0
    # Of each mail kept: whether the line was.
    encrypted: list[bool] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?timeout=10"

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.sessions += 1
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.at("mail")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.at("rcpt")
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.at("content")
        if self.breaks:
            server.transport.abort()
        if self.refuse_data:
            return self.refuse_data
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.kept.append(Kept(envelope.mail_from or "", list(envelope.rcpt_tos), content))
        self.encrypted.append(session.ssl is not None)
        self.at("kept")
        await asyncio.sleep(0)
        return "250 kept"


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    sink = Sink(port)
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
