"""The threads that watch IMAP folders: one for each mailbox that has one, and one that sees to them."""

import threading
from collections.abc import Callable
from typing import TypeVar

import structlog
from django.db import DatabaseError, InterfaceError, connection

from balie.channels.email import leases
from balie.channels.email.fetch import BrokenBy, Sweep
from balie.channels.email.imap_server import TROUBLE, Account, Server, in_words
from balie.channels.email.models import Mailbox
from balie.channels.email.sealing import Unreadable, unseal
from balie.core.clock import now

T = TypeVar("T")

_log = structlog.get_logger(__name__)
_LOOK_FOR_MAILBOXES = 5.0  # seconds
# However well IDLE works, some servers fall silent: so often the folder is looked at in any case.
_SWEEP = 55.0
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 600.0


class Watch(threading.Thread):
    """Fetches one mailbox until told to stop; trouble is noted with the mailbox and tried again, ever less often."""

    def __init__(self, mailbox_id: int) -> None:
        super().__init__(name=f"imap {mailbox_id}", daemon=True)
        self.mailbox_id = mailbox_id
        self.stopping = threading.Event()
        self._sweep = Sweep(mailbox_id)
        self._failures = 0

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                if _with_database(lambda: leases.hold(self.mailbox_id)):
                    self._watch()
                    self._failures = 0
                    continue
            except BrokenBy:
                continue
            except (*TROUBLE, Unreadable) as problem:
                self._note(problem)
            except (DatabaseError, InterfaceError) as problem:
                _log.warning("database cannot be reached", mailbox=self.mailbox_id, error=str(problem))
            self._failures += 1
            self.stopping.wait(min(_FIRST_PAUSE * 2.0 ** (self._failures - 1), _LONGEST_PAUSE))
        self._give_back()

    def _watch(self) -> None:
        """Until told to stop, or the account is another one."""
        account = _with_database(lambda: account_of(self.mailbox_id))
        with Server(account) as server:
            while not self.stopping.is_set():
                _with_database(lambda: self._sweep.run(server))
                _with_database(lambda: note_success(self.mailbox_id))
                self._failures = 0
                if server.can_idle:
                    server.wait(_SWEEP, stopped=self.stopping.is_set)
                else:
                    self.stopping.wait(_SWEEP)
                if not _with_database(lambda: leases.hold(self.mailbox_id) and account_of(self.mailbox_id) == account):
                    return

    def _note(self, problem: BaseException) -> None:
        words = in_words(problem)
        _log.error("mailbox cannot be fetched", mailbox=self.mailbox_id, error=words, failures=self._failures + 1)
        try:
            _with_database(lambda: note_failure(self.mailbox_id, words))
        except (DatabaseError, InterfaceError) as outage:
            _log.warning("database cannot be reached", mailbox=self.mailbox_id, error=str(outage))

    def _give_back(self) -> None:
        try:
            _with_database(lambda: leases.give_back(self.mailbox_id))
        except (DatabaseError, InterfaceError):
            _log.warning("lease not given back; it ends by itself", mailbox=self.mailbox_id)


class Fetching(threading.Thread):
    """Starts and stops watches as mailboxes come, change and go."""

    def __init__(self) -> None:
        super().__init__(name="imap", daemon=True)
        self._stopping = threading.Event()
        self._watches: dict[int, Watch] = {}

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._see_to(_with_database(_fetched_mailboxes))
            except (DatabaseError, InterfaceError) as problem:
                _log.warning("database cannot be reached", error=str(problem))
            self._stopping.wait(_LOOK_FOR_MAILBOXES)
        for watch in self._watches.values():
            watch.stopping.set()
        for watch in self._watches.values():
            watch.join(timeout=10)

    def stop(self) -> None:
        """Messages that are being fetched come to their end first; `join()` waits for that."""
        self._stopping.set()

    def _see_to(self, wanted: set[int]) -> None:
        for gone in self._watches.keys() - wanted:
            self._watches.pop(gone).stopping.set()
        for mailbox_id in wanted:
            watch = self._watches.get(mailbox_id)
            if watch is None or not watch.is_alive():
                self._watches[mailbox_id] = Watch(mailbox_id)
                self._watches[mailbox_id].start()


def account_of(mailbox_id: int) -> Account:
    """Raises Unreadable when the password was sealed with another secret key."""
    mailbox = Mailbox.objects.get(pk=mailbox_id)
    return Account(
        host=mailbox.imap_host, port=mailbox.imap_port, security=mailbox.imap_security, user=mailbox.imap_user,
        folder=mailbox.imap_folder, password=unseal(mailbox.imap_secret),
    )  # fmt: skip


def note_success(mailbox_id: int) -> None:
    mailbox = Mailbox.objects.only("missed_uids").get(pk=mailbox_id)
    missed = ", ".join(map(str, mailbox.missed_uids[:20]))
    Mailbox.objects.filter(pk=mailbox_id).update(
        fetched_at=now(),
        failing_since=None,
        last_error=f"The server does not hand out these messages (UID): {missed}" if missed else "",
    )


def note_failure(mailbox_id: int, words: str) -> None:
    Mailbox.objects.filter(pk=mailbox_id).update(last_error=words[:2000])
    Mailbox.objects.filter(pk=mailbox_id, failing_since__isnull=True).update(failing_since=now())


def _fetched_mailboxes() -> set[int]:
    return set(Mailbox.objects.filter(is_active=True).exclude(imap_host="").values_list("pk", flat=True))


def _with_database(work: Callable[[], T]) -> T:
    """The connection goes back to the pool at once: these threads wait most of the time."""
    try:
        return work()
    finally:
        connection.close()
