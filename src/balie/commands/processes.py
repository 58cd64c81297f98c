"""Forking, and what a forked child must be told so that it neither outlives us nor gets our signals."""

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress

_PR_SET_PDEATHSIG = 1
_prctl = ctypes.CDLL(None).prctl

# What the supervisor waits for rather than be interrupted by.
WAITED_FOR = frozenset({signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


def die_with_parent(parent: int) -> None:
    """The kernel ends us when `parent`, a process number, ends in whatever way. At once: a parent that stops in order
    waits for us, and after one that was killed the database is on its way out too."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def fork(work: Callable[[], object]) -> int:
    """Runs `work` in a child of its own process group, so that Ctrl-C reaches it by us only. Its process number."""
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        # Here too, so that it can be ended as a group from now on. It may have done so, or ended, already.
        with suppress(OSError):
            os.setpgid(pid, pid)
        return pid
    status = 1
    try:
        os.setpgid(0, 0)
        for number in WAITED_FOR - {signal.SIGINT}:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WAITED_FOR)
        die_with_parent(parent)
        work()
        status = 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1
    except KeyboardInterrupt:
        status = 1
    except BaseException:  # noqa: BLE001 -- the last frame of this process: say it and leave
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Not sys.exit: the parent's exit handlers are not ours to run.
        os._exit(status)


def end_group(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, number)


class Errand:
    """Work done by a child while we go on, and the words it came back with."""

    def __init__(self, work: Callable[[], str]) -> None:
        self._answer, theirs = os.pipe()
        self._pid = fork(lambda: os.write(theirs, work().encode()))
        os.close(theirs)

    def result(self) -> str:
        """Raises SystemExit when the child failed; it has said why."""
        with os.fdopen(self._answer, "rb") as answer:
            words = answer.read().decode()
        status = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        if status:
            raise SystemExit(1)
        return words
