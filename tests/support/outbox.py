"""What Balie sends, as its recipients would find it."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from pathlib import Path

import pytest
from pytest_django import Settings

from balie.mail import sending


@dataclass(frozen=True)
class Mail:
    message: EmailMessage

    def __getitem__(self, header: str) -> str | None:
        value = self.message[header]
        return None if value is None else str(value)

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def recipients(self) -> list[str]:
        """Of the envelope, blind copies too."""
        return [str(value) for value in self.message.get_all("Delivered-To", [])]

    def parts(self) -> dict[str, MIMEPart]:
        """Those with a name, by name."""
        return {name: part for part in self.message.walk() if (name := part.get_filename())}

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


@dataclass(frozen=True)
class Outbox:
    folder: Path

    def mails(self) -> list[Mail]:
        """Sends what is queued, then reads everything sent so far, oldest first."""
        while sending.run_batch():
            pass
        return [
            Mail(message_from_bytes(path.read_bytes(), policy=policy.default))
            for path in sorted(self.folder.glob("*.eml"))
        ]


@pytest.fixture
def outbox(settings: Settings, tmp_path: Path, transactional_db: None) -> Outbox:
    settings.BALIE_OUTGOING_MAIL = f"file:{tmp_path}/outbox"
    settings.BALIE_FILES = f"file:{tmp_path}/files"
    return Outbox(tmp_path / "outbox")
