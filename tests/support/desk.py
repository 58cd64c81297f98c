"""A whole desk, started as an operator starts it, for tests that come from outside."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from balie.commands.processes import die_with_parent

BALIE = [sys.executable, "-P", "-m", "balie.commands.main"]
_OPEN = "Balie is open."
_PATIENCE = 60.0


class Desk:
    """`home` is reachable for every user, as root's server runs as another one."""

    def __init__(self, home: Path, *args: str, **settings: str) -> None:
        self.home = home
        self.port, self.live_port, self.smtp_port = free_ports(3)
        self.environment = environment(
            home,
            BALIE_PORT=str(self.port),
            BALIE_LIVE_PORT=str(self.live_port),
            BALIE_SMTP_PORT=str(self.smtp_port),
            **settings,
        )
        self.words = ""
        self._news = threading.Condition()
        self.process = self._start(*args)

    def _start(self, *args: str) -> "subprocess.Popen[str]":
        tests = os.getpid()
        process = subprocess.Popen(
            [*BALIE, "serve", *args],
            env=self.environment,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # A test run that is killed leaves no desk.
            preexec_fn=lambda: die_with_parent(tests),  # noqa: PLW1509 -- it runs nothing that another thread holds
        )
        self._reader = threading.Thread(target=self._read, args=(process,), daemon=True)
        self._reader.start()
        return process

    def _read(self, process: "subprocess.Popen[str]") -> None:
        assert process.stderr
        with process.stderr:
            for line in process.stderr:
                self._hear(line)
        self._hear("\n(it said no more)\n")

    def _hear(self, line: str) -> None:
        with self._news:
            self.words += line
            self._news.notify_all()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def wait_for(self, words: str, *, after: int = 0) -> None:
        """Until it says so on stderr, in what it said since position `after`."""
        with self._news:
            heard = self._news.wait_for(lambda: words in self.words[after:], _PATIENCE)
        assert heard, f"it never said {words!r}, but:\n{self.words[-3000:]}"

    def wait_until_open(self, patience: float = _PATIENCE) -> None:
        with self._news:
            ended = "(it said no more)"
            self._news.wait_for(lambda: _OPEN in self.words or ended in self.words, patience)
        assert _OPEN in self.words, self.words[-3000:]

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()

    def answers(self) -> None:
        """Until a page comes, as after a fall."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                assert self.get("/healthz") == (200, "ok\n")
            except OSError:
                assert self.process.poll() is None, self.words[-3000:]
                continue
            return
        raise AssertionError(self.words[-3000:])

    def sign_in(self) -> tuple[str, str]:
        """Address and password of the first administrator, as the first start says them."""
        found = re.search(r"Sign in as  (\S+)  with password  (\S+)", self.words)
        assert found, self.words
        return found[1], found[2]

    def run(self, *args: str, text: str = "") -> "subprocess.CompletedProcess[str]":
        """Another `balie` command on the same desk."""
        return subprocess.run(
            [*BALIE, *args], check=False, env=self.environment, input=text, capture_output=True, text=True
        )

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        status = self.process.wait(_PATIENCE)
        self._reader.join(_PATIENCE)
        return status


def environment(home: Path, **settings: str) -> Mapping[str, str]:
    """What a command sees: nothing of the test run's own settings."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("BALIE_", "DJANGO_", "PYTEST_"))}
    return {**own, "BALIE_HOME": str(home), **settings}


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [taken.getsockname()[1] for taken in sockets]
    for taken in sockets:
        taken.close()
    return ports


@contextmanager
def temporary_home() -> Iterator[Path]:
    """In memory, where there is such a place: waiting for the disk would test the disk."""
    shared = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="balie-home-", dir=shared if os.access(shared, os.W_OK) else None))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home() -> Iterator[Path]:
    """A BALIE_HOME that every user can enter, and that is gone afterwards."""
    with temporary_home() as folder:
        yield folder


@pytest.fixture(scope="session")
def desk_once_started() -> Iterator[Path]:
    """The BALIE_HOME of a desk that was started and stopped: tables made, first administrator there."""
    with temporary_home() as folder:
        desk = Desk(folder)
        desk.wait_until_open()
        assert desk.stop() == 0, desk.words[-3000:]
        yield folder


@pytest.fixture
def prepared_home(desk_once_started: Path) -> Iterator[Path]:
    """A copy of it for one test."""
    with temporary_home() as folder:
        subprocess.run(["cp", "-a", f"{desk_once_started}/.", folder], check=True)
        yield folder


@pytest.fixture(scope="session")
def running_desk() -> Iterator[Desk]:
    """One desk for all tests of a worker that need a whole one and leave it usable."""
    with temporary_home() as folder:
        desk = Desk(folder)
        try:
            desk.wait_until_open()
            yield desk
        finally:
            if desk.process.poll() is None:
                desk.stop()
