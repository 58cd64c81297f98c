"""Mail to an SMTP server, over a connection that is kept for a while."""

import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import monotonic
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from balie.mail.transports.base import Answer, Letter, Unreachable

_KEPT_OPEN = 15.0  # seconds
_CLOSING = 421  # "closing transmission channel": whatever was asked
_LINE_END = re.compile(rb"\r\n|\r|\n")


class Reply(NamedTuple):
    code: int
    text: bytes

    def __str__(self) -> str:
        return f"{self.code} {self.text.decode('utf-8', 'replace')}".replace("\n", " ")[:500]

    @property
    def is_final(self) -> bool:
        return 500 <= self.code < 600


class SmtpTransport:
    """`smtps://` is TLS from the start; `smtp+starttls://` insists on STARTTLS; `smtp://` uses it where offered.

    Certificates are verified, but for plain `smtp://` without a password. `?timeout=` is in seconds.
    """

    exact = False

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.scheme = parts.scheme
        self.host = parts.hostname or "localhost"
        self.port = parts.port or {"smtps": 465, "smtp+starttls": 587}.get(parts.scheme, 25)
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.timeout = float(dict(parse_qsl(parts.query)).get("timeout", "60"))
        self._smtp: smtplib.SMTP | None = None
        self._used_at = 0.0

    def send(self, letter: Letter, before_content: Callable[[], None]) -> Answer:
        try:
            smtp, reply = self._begin(letter)
            if reply.code != 250:
                self._reset(smtp)
                return _for_all(letter, reply)
            return self._to_recipients(smtp, letter, before_content)
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise Unreachable(_words(error)) from error
        except BaseException:
            self._hang_up()  # in the middle of a dialogue
            raise
        finally:
            self._used_at = monotonic()

    def rest(self) -> None:
        if monotonic() - self._used_at > _KEPT_OPEN:
            self.close()

    def close(self) -> None:
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
            self._hang_up()

    def _begin(self, letter: Letter) -> tuple[smtplib.SMTP, Reply]:
        """MAIL FROM. A connection that was kept may have been closed by the server: then a new one."""
        if self._smtp is not None:
            with suppress(smtplib.SMTPServerDisconnected, OSError):
                reply = self._mail(self._smtp, letter)
                if reply.code != _CLOSING:
                    return self._smtp, reply
            self._hang_up()
        self._smtp = self._connect()
        return self._smtp, self._mail(self._smtp, letter)

    def _mail(self, smtp: smtplib.SMTP, letter: Letter) -> Reply:
        options = [f"SIZE={len(letter.data)}"] if smtp.has_extn("size") else []
        if not all(address.isascii() for address in (letter.envelope_from, *letter.recipients)):
            if not smtp.has_extn("smtputf8"):
                return Reply(553, b"The server does not take addresses beyond ASCII (SMTPUTF8).")
            options.append("SMTPUTF8")
            smtp.command_encoding = "utf-8"
        return Reply(*smtp.mail(letter.envelope_from, options))

    def _to_recipients(self, smtp: smtplib.SMTP, letter: Letter, before_content: Callable[[], None]) -> Answer:
        taken: list[str] = []
        refused: dict[str, str] = {}
        deferred: dict[str, str] = {}
        for email in letter.recipients:
            reply = Reply(*smtp.rcpt(email))
            if reply.code in {250, 251, 252}:
                taken.append(email)
            else:
                (refused if reply.is_final else deferred)[email] = str(reply)
        if not taken:
            self._reset(smtp)
            return Answer(words=_first(refused, deferred), refused=refused, deferred=deferred)
        reply = Reply(*smtp.docmd("DATA"))
        if reply.code == 354:
            before_content()
            try:
                smtp.send(_content(letter.data))
                reply = Reply(*smtp.getreply())
            except (smtplib.SMTPException, OSError) as error:
                self._hang_up()
                return Answer(words=_words(error), refused=refused, deferred=deferred, unknown=True)
        if reply.code == 250:
            return Answer(words=str(reply), taken=tuple(taken), refused=refused, deferred=deferred)
        self._reset(smtp)
        (refused if reply.is_final else deferred).update(dict.fromkeys(taken, str(reply)))
        return Answer(words=str(reply), refused=refused, deferred=deferred)

    def _connect(self) -> smtplib.SMTP:
        if self.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout, context=ssl.create_default_context()
            )
        else:
            smtp = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            smtp.ehlo_or_helo_if_needed()
            if self.scheme == "smtp+starttls" or (self.scheme == "smtp" and smtp.has_extn("starttls")):
                smtp.starttls(context=self._tls())
                smtp.ehlo()
            if self.user:
                smtp.login(self.user, self.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.scheme == "smtp" and not self.user:
            # Nothing secret is shown to the server, and unverified encryption is better than none (RFC 7435).
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context

    def _reset(self, smtp: smtplib.SMTP) -> None:
        """After a refusal, whose words count even when the server leaves with them."""
        try:
            smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._hang_up()

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _for_all(letter: Letter, reply: Reply) -> Answer:
    words = dict.fromkeys(letter.recipients, str(reply))
    return Answer(words=str(reply), refused=words) if reply.is_final else Answer(words=str(reply), deferred=words)


def _first(*groups: Mapping[str, str]) -> str:
    return next((words for group in groups for words in group.values()), "")


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
        return str(Reply(code, text if isinstance(text, bytes) else text.encode()))
    return f"{error}"[:500] or type(error).__name__


def _content(data: bytes) -> bytes:
    """With lines ended and dots doubled as RFC 5321, section 4.5.2, has it, and the end of it."""
    lines = _LINE_END.sub(b"\r\n", data)
    stuffed = lines.replace(b"\r\n.", b"\r\n..")
    first = b"." if stuffed.startswith(b".") else b""
    last = b"" if stuffed.endswith(b"\r\n") else b"\r\n"
    return first + stuffed + last + b".\r\n"
