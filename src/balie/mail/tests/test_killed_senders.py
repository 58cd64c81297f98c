"""Senders that are killed at any moment: no mail goes out twice, and none is forgotten."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.db import connection, transaction

from balie.mail import journal
from balie.mail.address import Address
from balie.mail.models import Attempt, OutgoingMail, State
from balie.mail.queueing import queue
from tests.support.desk import environment
from tests.support.processes import wait_until_gone
from tests.support.smtp_sink import Sink, smtp_sink

Nursery = subprocess.Popen[str]
pytestmark = pytest.mark.django_db(transaction=True)

_PATIENCE = 40.0  # seconds
_UNFINISHED = (State.QUEUED, State.SENDING)
# Loads everything once, then forks a worker for each line it reads: a start is quick, and each is a process of its own.
_NURSERY = """
import json, os, signal, sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from balie.jobs import queues
from balie.jobs.worker import main
import balie.mail.sending, balie.mail.transports.smtp, balie.mail.transports.folder
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
queues._queues.clear()
queues.register("mail", "balie.mail.sending.run_batch", sweep=0.2)
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        told = json.loads(line)
        settings.BALIE_HOME, settings.BALIE_OUTGOING_MAIL = Path(told["home"]), told["outgoing"]
        try:
            main()
        finally:
            os._exit(0)
    print(pid, flush=True)
"""


def database_url() -> str:
    values = connection.get_connection_params()
    return f"postgresql://{values['user']}@/{values['dbname']}?host={values['host']}"


class Senders:
    """Worker processes one after the other, on the same machine."""

    def __init__(self, nursery: Nursery, home: Path, outgoing: str) -> None:
        self.nursery = nursery
        self.told = json.dumps({"home": str(home), "outgoing": outgoing})
        self.pid = self.start()

    def start(self) -> int:
        assert self.nursery.stdin
        assert self.nursery.stdout
        self.nursery.stdin.write(self.told + "\n")
        self.nursery.stdin.flush()
        self.pid = int(self.nursery.stdout.readline())
        return self.pid

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        wait_until_gone(self.pid)

    def replace(self) -> None:
        self.kill()
        self.start()

    def end(self) -> None:
        """As its supervisor would; returns when what was begun is done."""
        os.kill(self.pid, signal.SIGTERM)
        wait_until_gone(self.pid)


@pytest.fixture(scope="module")
def nursery(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    folder = tmp_path_factory.mktemp("nursery")
    settings = {
        **environment(folder, BALIE_DATABASE_URL=database_url(), BALIE_SECRET_KEY="only-for-tests"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    with (folder / "senders.log").open("ab") as log, subprocess.Popen(
        [sys.executable, "-c", _NURSERY], env=settings, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
    ) as running:  # fmt: skip
        yield running
        assert running.stdin
        running.stdin.close()


@contextmanager
def senders(nursery: Nursery, home: Path, outgoing: str) -> Iterator[Senders]:
    running = Senders(nursery, home, outgoing)
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            running.end()


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not done():
        assert time.monotonic() < deadline, list(OutgoingMail.objects.values_list("pk", "state", "attempts", "answer"))
        threading.Event().wait(0.02)


def nothing_waits() -> bool:
    return not OutgoingMail.objects.filter(state__in=_UNFINISHED).exists()


def queue_some(count: int) -> list[OutgoingMail]:
    sender = Address("anna@morgenrood.example")
    with transaction.atomic():
        return [
            queue(
                purpose="test", sender=sender, to=[Address(f"c{number}@a.example")], subject=f"Nr {number}", text="Hi"
            )
            for number in range(count)
        ]


def check(sink: Sink) -> None:
    """Each mail is sent and there once; or it is uncertain, and there once or not at all."""
    arrived = Counter(kept.message_id for kept in sink.kept)
    for mail in OutgoingMail.objects.all():
        allowed = {State.SENT: {1}, State.UNCERTAIN: {0, 1}}[State(mail.state)]
        assert arrived[mail.message_id] in allowed, (mail.pk, mail.state, arrived[mail.message_id])
    assert not Attempt.objects.filter(finished_at=None).exists()


@pytest.mark.parametrize(("stage", "state"), [("mail", "sent"), ("rcpt", "sent"), ("kept", "uncertain")])
def test_one_killed_at_a_certain_moment(nursery: Nursery, home: Path, stage: str, state: str) -> None:
    with smtp_sink() as sink, senders(nursery, home, sink.url) as running:
        killed = threading.Event()

        def kill_once(reached: str) -> None:
            if reached == stage and not killed.is_set():
                running.kill()
                killed.set()

        sink.at = kill_once
        queue_some(1)
        assert killed.wait(_PATIENCE)
        running.start()
        wait_until(nothing_waits)
        check(sink)
        assert OutgoingMail.objects.get().state == state


def test_an_answer_that_was_noted_before_the_kill_counts(nursery: Nursery, home: Path) -> None:
    """What the journal is for: the server took it, and only the commit was missing."""
    with smtp_sink() as sink, senders(nursery, home, sink.url) as running:
        (mail,) = queue_some(1)
        wait_until(nothing_waits)
        running.kill()
        attempt = Attempt.objects.get()
        noted = {"attempt_id": attempt.pk, "mail_id": mail.pk, "number": 1, "result": "sent", "answer": "250 kept"}
        path = home / journal.folder().name / f"answers-{attempt.worker_id}.jsonl"
        path.write_text(json.dumps({**noted, "remaining": [], "refused": []}) + '\n{"attempt_id": 9')
        Attempt.objects.update(finished_at=None, result="", phase="data")
        OutgoingMail.objects.update(state=State.SENDING, finished_at=None)
        running.start()
        wait_until(nothing_waits)

        assert OutgoingMail.objects.get().state == State.SENT
        check(sink)
        assert not path.exists()


def _kill_at_random(nursery: Nursery, home: Path, kills: int, mails: int) -> None:
    chance = random.Random(kills)
    with smtp_sink() as sink, senders(nursery, home, sink.url) as running:
        moments = iter([chance.randrange(5, 5 * mails // kills) for _ in range(kills)])
        left = next(moments)
        done = 0

        def kill_sometimes(_stage: str) -> None:
            nonlocal left, done
            left -= 1
            if left == 0 and done < kills:
                done += 1
                left = next(moments, -1)
                running.replace()

        sink.at = kill_sometimes
        queue_some(mails)
        wait_until(nothing_waits)
        sink.at = lambda _stage: None
        check(sink)
        assert done == kills
        assert OutgoingMail.objects.filter(state=State.UNCERTAIN).count() <= kills


def test_those_killed_at_random_moments(nursery: Nursery, home: Path) -> None:
    _kill_at_random(nursery, home, kills=5, mails=60)


@pytest.mark.soak
def test_those_killed_again_and_again(nursery: Nursery, home: Path) -> None:
    for _round in range(5):
        OutgoingMail.objects.all().delete()
        _kill_at_random(nursery, home, kills=20, mails=600)


def test_files_are_written_exactly_once_whatever_happens(nursery: Nursery, home: Path) -> None:
    outbox = home / "outbox"
    with senders(nursery, home, f"file:{outbox}") as running:
        mails = queue_some(100)
        for wanted in (7, 31, 64):
            wait_until(lambda wanted=wanted: len(list(outbox.glob("*.eml"))) >= wanted)  # type: ignore[misc]
            running.replace()
        wait_until(nothing_waits)

    assert len(list(outbox.glob("*.eml"))) == len(mails)
    assert OutgoingMail.objects.filter(state=State.SENT).count() == len(mails)


def test_one_that_is_asked_to_end_leaves_nothing_uncertain(nursery: Nursery, home: Path) -> None:
    with smtp_sink() as sink, senders(nursery, home, sink.url) as running:
        queue_some(60)
        wait_until(lambda: len(sink.kept) > 10)
        running.end()
        assert not OutgoingMail.objects.filter(state__in=[State.SENDING, State.UNCERTAIN]).exists()
        running.start()
        wait_until(nothing_waits)
        check(sink)
        assert len(sink.kept) == 60
