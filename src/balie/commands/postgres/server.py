"""Starting the server, and stopping it with us however we end."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from balie.commands.postgres import binaries, cluster, location, lockfile
from balie.commands.postgres.account import Account
from balie.commands.postgres.ownership import Ownership
from balie.commands.postgres.problem import AlreadyRunningError, PostgresError

_PR_SET_PDEATHSIG = 1
_POLL = 0.01
_LOG_LIMIT = 10 * 1024 * 1024


@dataclass
class Running:
    """A server that this process started."""

    url: str
    pid: int
    data: Path
    socket_folder: Path
    ownership: Ownership = field(repr=False)
    _process: "subprocess.Popen[bytes]" = field(repr=False)

    def alive(self) -> bool:
        return self._process.poll() is None

    def stop(self, *, timeout: float = 60) -> None:
        """Open transactions are rolled back, everything committed is on disk. Seconds before it is killed."""
        if self.alive():
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(timeout)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait()
        location.remove_socket_folder(self.socket_folder, self.data)
        self.ownership.release()


def start(
    home: Path, *, name: str = "balie", durable: bool = True, wait_for_commands: bool = False, patience: float = 30
) -> Running:
    """Starts the database of this BALIE_HOME and waits until it answers. Call it on the main thread: the server
    stops when the thread that started it ends.

    `name` is told to others that find it running; `patience` is in seconds. `wait_for_commands` waits for another
    command that started it for itself, though not for another desk, whose name is the same as ours. Raises
    AlreadyRunningError when a living process has it, PostgresError when it cannot be started.
    """
    data, account = location.prepare(home)
    ownership = Ownership(home)
    _own(home, data, ownership, name, patience=patience, wait_for_commands=wait_for_commands)
    return _begun(home, data, account, ownership, durable=durable, patience=patience)


def start_again(home: Path, ended: Running, *, patience: float = 30) -> Running:
    """The server of `ended`, which ended by itself. It stays ours meanwhile, so that no command that just begins takes
    it. Raises PostgresError.
    """
    location.remove_socket_folder(ended.socket_folder, ended.data)
    data, account = location.prepare(home)
    return _begun(home, data, account, ended.ownership, durable=True, patience=patience)


def _begun(
    home: Path, data: Path, account: Account, ownership: Ownership, *, durable: bool, patience: float
) -> Running:
    try:
        _clear(data, patience)
        programs = binaries.for_account(account)
        cluster.create(programs, data, account, durable=durable)
        cluster.check_version(programs, data)
        folder = location.socket_folder(data, account)
        cluster.configure(data, account, folder, durable=durable)
        process = _launch(programs, data, account, log=home / "postgres.log")
        found = _ready(process, data, home / "postgres.log", patience)
    except BaseException:
        ownership.release()
        raise
    return Running(found.url, found.pid, data, folder, ownership, process)


def _own(home: Path, data: Path, ownership: Ownership, name: str, *, patience: float, wait_for_commands: bool) -> None:
    deadline = time.monotonic() + patience
    said = False
    while not ownership.take(name):
        holder = ownership.holder()
        found = lockfile.running(data)
        if found and found.ready and not (wait_for_commands and not holder.startswith(name)):
            raise AlreadyRunningError(home, found.url, holder)
        if wait_for_commands and holder and not said:
            said = True
            sys.stderr.write(f"Waiting for another command that uses the database ({holder})…\n")
        if time.monotonic() > deadline:
            raise PostgresError(f"Another command ({holder}) holds the database of {home} and does not end.")
        time.sleep(_POLL)


def _clear(data: Path, patience: float) -> None:
    """Nobody owns the data, so a server that still lives is on its way out, its owner having been killed."""
    deadline = time.monotonic() + patience
    while left := ([found.pid] if (found := lockfile.running(data)) else lockfile.orphans(data)):
        if time.monotonic() > deadline:
            raise PostgresError(
                f"An earlier PostgreSQL (process {left[0]}) still has the data in {data} and does not end. "
                f"Nothing of Balie runs any more that needs it: end it by `kill -INT {left[0]}` and start again."
            )
        time.sleep(_POLL)
    lockfile.remove_stale(data)


def _launch(programs: Path, data: Path, account: Account, log: Path) -> "subprocess.Popen[bytes]":
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def stop_with_parent() -> None:
        # Runs after the change of user, which would clear it.
        prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:
            os._exit(1)

    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as output:
        return subprocess.Popen(
            [programs / "postgres", "-D", data],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
            start_new_session=True,  # Ctrl-C is for us; we stop the server when all is done
            preexec_fn=stop_with_parent,  # noqa: PLW1509 -- nothing has started threads this early
            user=account.switch.user,
            group=account.switch.group,
            extra_groups=account.switch.extra_groups,
        )


def _ready(process: "subprocess.Popen[bytes]", data: Path, log: Path, patience: float) -> lockfile.Postmaster:
    deadline = time.monotonic() + patience
    said = False
    while True:
        found = lockfile.read(data)
        if found and found.ready and found.pid == process.pid:
            return found
        if process.poll() is not None:
            last = "\n".join(log.read_text(errors="replace").splitlines()[-8:])
            raise PostgresError(f"PostgreSQL did not start. Its last words (all of them in {log}):\n{last}")
        if time.monotonic() > deadline and not said:
            # After a crash it first repeats what was not yet in its files; killing it would only make it begin again.
            said = True
            sys.stderr.write(f"PostgreSQL is still starting (it may be recovering); see {log}.\n")
        time.sleep(_POLL)
