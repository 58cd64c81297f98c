"""Which process runs the server of a BALIE_HOME: one at a time, known to the others by name.

Record locks on purpose: unlike flock they are not inherited by forked children, so they go when their process goes.
"""

import fcntl
import os
from pathlib import Path
from typing import Self

# A record lock never stands in the way of the process that holds it.
_ours: set[Path] = set()


class Ownership:
    def __init__(self, home: Path) -> None:
        self._path = home.resolve() / "postgres.lock"
        self._fd = -1

    def take(self, name: str) -> bool:
        """False when a living process has it. `name` is what the others read."""
        if self._path in _ours:
            return False
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            return False
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"{name}, process {os.getpid()}\n".encode(), 0)
        self._fd = fd
        _ours.add(self._path)
        return True

    def holder(self) -> str:
        """The name and process number of who has it; the holder itself would drop its lock by asking."""
        if self._path in _ours:
            return f"this process, {os.getpid()}"
        try:
            return self._path.read_text().strip()
        except OSError:
            return ""

    def release(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
            _ours.discard(self._path)


class Users:
    """Processes that use a server which another one may have started: it waits for them before it stops."""

    def __init__(self, home: Path) -> None:
        self._fd = os.open(home / "postgres.users", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def __enter__(self) -> Self:
        fcntl.lockf(self._fd, fcntl.LOCK_SH)
        return self

    def wait_for_others(self) -> None:
        fcntl.lockf(self._fd, fcntl.LOCK_EX)

    def are_others(self) -> bool:
        try:
            fcntl.lockf(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.lockf(self._fd, fcntl.LOCK_SH)
        return False

    def __exit__(self, *_: object) -> None:
        os.close(self._fd)
