"""The real SMTP listener, in a thread of the test, and people who write to it."""

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import pytest

from balie.channels.email import listen
from balie.channels.email.reception import Reception
from balie.channels.email.smtp_session import Limits


class Listener:
    """On a port of its own; `with` starts and stops it."""

    def __init__(self, **limits: int) -> None:
        self._limits = {"connections": 100, "per_peer": 50, "messages": 20, **limits}
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="test listener")
        self.port = 0

    def __enter__(self) -> "Listener":
        self._thread.start()
        assert self._ready.wait(10), "the listener did not start"
        return self

    def __exit__(self, *_problem: object) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(20)

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        reception = Reception(threads=2)
        server = await listen.start(reception, Limits(**self._limits), host="127.0.0.1", port=0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopping.wait()
        server.close()
        reception.close()

    @contextmanager
    def client(self) -> Iterator[smtplib.SMTP]:
        with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as client:
            client.ehlo()
            yield client

    def send(self, raw: bytes, *, sender: str = "henry@inbox.example", to: str = "support@localhost") -> None:
        with self.client() as client:
            client.sendmail(sender, [to], raw, mail_options=[f"size={len(raw)}"])


def mail(
    text: str = "Since this morning the till is silent.", *, subject: str = "The till prints no receipts",
    sender: str = "Henry Moore <henry@inbox.example>", to: str = "support@localhost", **headers: str,
) -> bytes:  # fmt: skip
    """As a mail program would write it; `Message_ID="<1@x>"` adds a header."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes().replace(b"\n", b"\r\n")


@pytest.fixture
def listener(transactional_db: None) -> Iterator[Listener]:
    from balie.channels.email.mailboxes import default_mailbox

    default_mailbox()
    with Listener() as running:
        yield running


__all__ = ["Listener", "listener", "mail"]
