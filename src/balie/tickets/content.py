"""What a message brings with it, before it is one."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class File:
    """A stored file that is to be attached."""

    sha256: str
    filename: str
    content_type: str
    size: int
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a message. `html` and `history_html` are sanitised already; empty html: the text is shown."""

    text: str
    reply_text: str = ""
    html: str = ""
    history_html: str = ""
    subject: str = ""
    rfc_id: str = ""
    to: tuple[dict[str, str], ...] = ()
    cc: tuple[dict[str, str], ...] = ()
    bcc: tuple[dict[str, str], ...] = ()
    files: tuple[File, ...] = field(default=())
    automatic: bool = False
    original: str | None = None

    @property
    def preview(self) -> str:
        return " ".join((self.reply_text or self.text)[:600].split())[:160]
