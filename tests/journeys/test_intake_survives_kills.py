"""kill -9 of the listener, the worker and the database at any moment: each message becomes one ticket, exactly once."""

import os
import random
import signal
import smtplib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, LiteralString

import psycopg
import pytest

from balie.commands.postgres import lockfile
from tests.support.desk import Desk
from tests.support.processes import descendants
from tests.support.smtp import mail

pytestmark = pytest.mark.journey
_SENDERS = 4
_PATIENCE = 120.0


class Senders:
    """Mail servers that do what mail servers do: they try again until they are told that the message was taken."""

    def __init__(self, desk: Desk, count: int) -> None:
        self._desk, self._count = desk, count
        self.sent = 0
        self.progress = threading.Condition()

    def have_sent(self, count: int) -> bool:
        return self.sent >= count

    def send_all(self) -> None:
        with ThreadPoolExecutor(_SENDERS) as threads:
            list(threads.map(self._send, range(self._count)))

    def _send(self, number: int) -> None:
        # Every second one has no id that would tell a retry from a new message.
        ids = {"Message_ID": f"<{number}@inbox.example>"} if number % 2 else {}
        raw = mail(f"Question {number}.", subject=f"Number {number}", **ids)
        pause = threading.Event()
        while not self._accepted(raw):
            pause.wait(0.1)
        with self.progress:
            self.sent += 1
            self.progress.notify_all()

    def _accepted(self, raw: bytes) -> bool:
        try:
            with smtplib.SMTP("127.0.0.1", self._desk.smtp_port, timeout=30) as client:
                client.sendmail("henry@inbox.example", ["support@localhost"], raw)
        except smtplib.SMTPServerDisconnected as gone:
            # The answer to QUIT may be lost: the message is taken.
            return "QUIT" in str(gone)
        except (OSError, smtplib.SMTPException):
            return False
        return True


class Killer(threading.Thread):
    """Kills one process after another, each after some more messages went through."""

    def __init__(self, desk: Desk, senders: Senders, kills: list[int], order: random.Random) -> None:
        super().__init__(daemon=True)
        self._desk, self._senders, self._kills, self._order = desk, senders, kills, order
        self.killed: list[int] = []

    def run(self) -> None:
        victims = [self._listener, self._worker, self._database]
        for number, at in enumerate(self._kills):
            with self._senders.progress:
                self._senders.progress.wait_for(partial(self._senders.have_sent, at))
            threading.Event().wait(self._order.random() * 0.05)
            self._kill(victims[number % len(victims)])

    def _kill(self, victim: Callable[[], int | None]) -> None:
        """As soon as it lives: it may still be rising from the last time."""
        deadline = monotonic() + _PATIENCE
        while monotonic() < deadline:
            try:
                if pid := victim():
                    os.kill(pid, signal.SIGKILL)
                    self.killed.append(pid)
                    return
            except ProcessLookupError:
                pass
            threading.Event().wait(0.05)

    def _listener(self) -> int | None:
        return _listening_on(self._desk.smtp_port, descendants(self._desk.process.pid))

    def _worker(self) -> int | None:
        rows = _ask(self._desk, "select split_part(name, ':', 2)::int from jobs_worker order by id desc limit 1")
        return rows[0][0] if rows else None

    def _database(self) -> int | None:
        server = lockfile.running(self._desk.home / "postgres")
        return server.pid if server else None


def _survives(home: Path, *, messages: int, kills: int, seed: int = 7) -> None:
    desk = Desk(home)
    try:
        desk.wait_until_open()
        order = random.Random(seed)
        senders = Senders(desk, messages)
        killer = Killer(desk, senders, sorted(order.randrange(messages * 9 // 10) for _ in range(kills)), order)
        killer.start()
        senders.send_all()
        killer.join(_PATIENCE)
        assert len(killer.killed) == kills
        _until_processed(desk)
        tickets = _ask(desk, "select subject, count(*) from tickets_ticket group by subject order by subject")
        assert dict(tickets) == {f"Number {number}": 1 for number in range(messages)}
        assert _ask(desk, "select count(*) from tickets_message") == [(messages,)]
        assert _ask(desk, "select outcome from email_delivery where outcome not in ('opened', 'duplicate')") == []
    finally:
        if desk.process.poll() is None:
            desk.stop()


def test_five_kills_lose_nothing_and_double_nothing(prepared_home: Path) -> None:
    _survives(prepared_home, messages=60, kills=5)


@pytest.mark.soak
def test_fifty_kills_lose_nothing_and_double_nothing(prepared_home: Path) -> None:
    _survives(prepared_home, messages=1000, kills=50)


def _ask(desk: Desk, query: LiteralString) -> list[tuple[Any, ...]]:
    """Waits for a database that is just starting again."""
    for _time in range(200):
        try:
            if server := lockfile.running(desk.home / "postgres"):
                with psycopg.connect(server.url) as connection:
                    return connection.execute(query).fetchall()
        except psycopg.Error:
            pass
        threading.Event().wait(0.1)
    raise AssertionError("the database did not come back")


def _until_processed(desk: Desk) -> None:
    for _time in range(int(_PATIENCE * 10)):
        if _ask(desk, "select count(*) from email_delivery where state = 'received'") == [(0,)]:
            return
        threading.Event().wait(0.1)
    raise AssertionError(desk.words[-3000:])


def _listening_on(port: int, pids: set[int]) -> int | None:
    inodes = {
        fields[9]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if (fields := line.split())[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port
    }
    for pid in pids:
        for link in Path(f"/proc/{pid}/fd").glob("*"):
            try:
                if str(link.readlink()).removeprefix("socket:[").rstrip("]") in inodes:
                    return pid
            except OSError:
                continue
    return None
