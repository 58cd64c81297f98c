"""Mail as files: one `.eml` each, for trying things out and for those who pick mail up from a folder."""

from collections.abc import Callable
from pathlib import Path

from balie.files.folder import write_durably
from balie.mail.transports.base import Answer, Letter, Unreachable


class FolderTransport:
    exact = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, letter: Letter, before_content: Callable[[], None]) -> Answer:
        path = self.folder / f"{letter.key}.eml"
        before_content()
        try:
            if not path.exists():
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_durably(path, _envelope(letter) + letter.data)
        except OSError as error:
            raise Unreachable(str(error)) from error
        return Answer(words=str(path), taken=letter.recipients)

    def rest(self) -> None:
        pass

    def close(self) -> None:
        pass


def _envelope(letter: Letter) -> bytes:
    """As a delivering server would note it."""
    lines = [f"Return-Path: <{letter.envelope_from}>", *(f"Delivered-To: {email}" for email in letter.recipients)]
    return "".join(f"{line}\r\n" for line in lines).encode()
