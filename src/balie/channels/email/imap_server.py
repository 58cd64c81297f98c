"""A folder on an IMAP server: what fetching needs of it, and its troubles in words. No database here."""

import imaplib
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import Any, Self, cast

from imap_tools import AND, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError
from imap_tools.mailbox import BaseMailBox

_TIMEOUT = 60.0  # seconds
_IDLE_STEP = 1.0

TROUBLE = (imaplib.IMAP4.error, ImapToolsError, OSError, EOFError)


class CannotFetch(Exception):
    """The server has this message and does not hand it out."""


@dataclass(frozen=True, slots=True)
class Account:
    host: str
    port: int
    security: str
    user: str
    folder: str
    password: str = field(repr=False)


class Server:
    """Connected, signed in and the folder open while in its `with`; any of TROUBLE may come at any time."""

    def __init__(self, account: Account) -> None:
        self._box = _connect(account)
        try:
            self._box.login(account.user, account.password, initial_folder=account.folder)
            self.uidvalidity = self._told("UIDVALIDITY")
            self.uidnext = self._told("UIDNEXT") or self._after_last()
        except BaseException:
            self._box.client.shutdown()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        try:
            self._box.logout()
        except TROUBLE:
            self._box.client.shutdown()

    def uids_after(self, uid: int) -> list[int]:
        # The last message always matches `n:*`, whatever n is.
        return sorted(found for found in self._search(f"UID {uid + 1}:*") if found > uid)

    def unread_uids(self) -> list[int]:
        return sorted(self._search("UNSEEN"))

    def uids_since(self, day: date) -> list[int]:
        return sorted(self._search(str(AND(date_gte=day))))

    def message(self, uid: int, *, at_most: int) -> bytes | None:
        """So many bytes of it; None when it is gone. Raises CannotFetch, or imaplib's `abort` where servers hang up."""
        return self._literal(uid, f"(BODY.PEEK[]<0.{at_most}>)")

    def header(self, uid: int) -> bytes | None:
        return self._literal(uid, "(BODY.PEEK[HEADER])")

    def mark_seen(self, uids: Iterable[int]) -> None:
        numbers = ",".join(map(str, uids))
        if numbers:
            self._box.client.uid("STORE", numbers, "+FLAGS.SILENT", r"(\Seen)")

    def wait(self, seconds: float, *, stopped: Callable[[], bool]) -> None:
        """Until the server tells of a change, or for so long; without IDLE that is all there is to it."""
        until, idle = monotonic() + seconds, cast("Any", self._box.idle)  # its methods have no types
        idle.start()
        try:
            while monotonic() < until and not stopped():
                before = monotonic()
                news = idle.poll(timeout=_IDLE_STEP)
                # At once and empty: the line is dead, and what follows will say so.
                if any(b"EXISTS" in line for line in news) or monotonic() - before < _IDLE_STEP / 2:
                    break
        finally:
            idle.stop()

    @property
    def can_idle(self) -> bool:
        return "IDLE" in self._box.client.capabilities

    def _search(self, criteria: str) -> list[int]:
        return [int(uid) for uid in self._box.uids(criteria, charset=None)]

    def _literal(self, uid: int, part: str) -> bytes | None:
        try:
            status, data = self._box.client.uid("FETCH", str(uid), part)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as problem:
            raise CannotFetch(str(problem)) from problem
        if status != "OK":
            raise CannotFetch(str(data))
        return next((bytes(item[1]) for item in data if isinstance(item, tuple)), None)

    def _told(self, name: str) -> int:
        """By the answer to SELECT."""
        _kind, values = self._box.client.response(name)
        return int(values[0]) if values and values[0] else 0

    def _after_last(self) -> int:
        return max(self._search("ALL"), default=0) + 1


def _connect(account: Account) -> BaseMailBox:
    if account.security == "none":
        return MailBoxUnencrypted(account.host, account.port, timeout=_TIMEOUT)
    trusted = ssl.create_default_context()
    if account.security == "starttls":
        return MailBoxStartTls(account.host, account.port, timeout=_TIMEOUT, ssl_context=trusted)
    return MailBox(account.host, account.port, timeout=_TIMEOUT, ssl_context=trusted)


def in_words(problem: BaseException) -> str:
    """What is wrong, for the one who can put it right; in English, as logs are."""
    if isinstance(problem, MailboxLoginError):
        return f"The server refuses the user name or the password: {problem.command_result[1]}"
    if isinstance(problem, MailboxFolderSelectError):
        return f"The folder cannot be opened: {problem.command_result[1]}"
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"The certificate of the server is not trusted: {problem.verify_message}"
    if isinstance(problem, TimeoutError):
        return "The server does not answer in time."
    return f"{type(problem).__name__}: {problem}"
