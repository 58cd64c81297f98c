"""Keeps children running until told to stop."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from balie.commands.processes import WAITED_FOR, end_group, fork

_log = structlog.get_logger("balie.supervisor")
_BACK_OFF = (0.1, 1.0, 2.0, 5.0, 10.0, 30.0)
# A child that lived this long is well; what befalls it next is news.
_WELL = 60.0


@dataclass
class Child:
    name: str
    work: Callable[[], object]
    pid: int = 0
    falls: int = 0
    since: float = 0.0
    due: float = 0.0

    def start(self) -> None:
        self.since = time.monotonic()
        self.pid = fork(self.work)

    def fell(self, status: int) -> None:
        now = time.monotonic()
        self.falls = 1 if now - self.since > _WELL else self.falls + 1
        wait = _BACK_OFF[min(self.falls, len(_BACK_OFF)) - 1]
        self.due, self.pid = now + wait, 0
        _log.error("a process ended and is started again", process=self.name, why=_why(status), wait=wait)


@dataclass
class Supervisor:
    """`beside` looks after what is no forked child, and says in how many seconds it wants to look again."""

    children: list[Child]
    beside: Callable[[], float]
    patience: float = 20.0
    _stopping: bool = field(default=False, init=False)

    def run(self) -> None:
        """Returns when SIGTERM or SIGINT came and every child has ended. WAITED_FOR must be blocked already."""
        for child in self.children:
            child.start()
        while not self._stopping:
            self._wait(self.beside())
            self._reap()
            if not self._stopping:
                self._start_due()
        self._drain()

    def _wait(self, seconds: float) -> None:
        dues = [child.due - time.monotonic() for child in self.children if not child.pid]
        got = signal.sigtimedwait(WAITED_FOR, max(0.0, min([seconds, *dues])))
        if got and got.si_signo != signal.SIGCHLD:
            self._stopping = True

    def _reap(self) -> None:
        for child in self.children:
            if child.pid and (status := _ended(child.pid)) is not None:
                end_group(child.pid, signal.SIGKILL)  # whatever it started itself
                if self._stopping:
                    child.pid = 0
                else:
                    child.fell(status)

    def _start_due(self) -> None:
        for child in self.children:
            if not child.pid and child.due <= time.monotonic():
                child.start()
                _log.info("started again", process=child.name, number=child.pid)

    def _drain(self) -> None:
        """Each finishes what it has begun; who takes too long, or a second Ctrl-C, ends that."""
        for child in self.children:
            if child.pid:
                os.kill(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + self.patience
        while any(child.pid for child in self.children):
            got = signal.sigtimedwait(WAITED_FOR, max(0.0, min(0.5, deadline - time.monotonic())))
            self._reap()
            if time.monotonic() > deadline or (got and got.si_signo == signal.SIGINT):
                self._kill()

    def _kill(self) -> None:
        for child in self.children:
            if child.pid:
                _log.warning("a process does not end and is killed", process=child.name)
                end_group(child.pid, signal.SIGKILL)
                os.waitpid(child.pid, 0)
                child.pid = 0


def _ended(pid: int) -> int | None:
    """How a process ended; None while it lives."""
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return 0
    return os.waitstatus_to_exitcode(status) if found else None


def _why(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
