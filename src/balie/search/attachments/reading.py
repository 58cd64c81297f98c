"""The text of files, read by a process that has little time and memory for each."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from threading import Timer
from types import TracebackType
from typing import NamedTuple, Self

from balie.files.storage import read_blob
from balie.search.attachments.child import BROKEN, TOO_MUCH
from balie.search.attachments.kinds import PDF

LARGEST = 50_000_000
_PATIENCE = 40.0
# What begins without it is no PDF for any reader (ISO 32000-1, annex H, implementation note 13).
_MARK, _MARK_WITHIN = b"%PDF-", 1024


class Reading(NamedTuple):
    """`reason`: why there is no text."""

    text: str
    reason: str = ""


class Reader:
    """Its process begins with the first file and ends with the reader; it forks for each file, so that what reading
    needs is loaded once.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, _: TracebackType | None) -> None:
        if self._process:
            self._end(self._process)

    def read_stored(self, sha256: str, kind: str, size: int) -> Reading:
        if size > LARGEST:
            return Reading("", "too_large")
        try:
            return self.read(read_blob(sha256), kind)
        except FileNotFoundError:
            return Reading("", "missing")

    def read(self, data: bytes, kind: str) -> Reading:
        if kind == PDF and _MARK not in data[:_MARK_WITHIN]:
            return Reading("", "broken")
        if self._process is None:
            self._process = _begun()
        process = self._process
        watch = Timer(_PATIENCE, os.killpg, (process.pid, signal.SIGKILL))
        watch.start()
        try:
            code, said = _answer(process, data, kind)
        except (BrokenPipeError, EOFError):
            self._end(process)
            return Reading("", "too_long")
        finally:
            watch.cancel()
        if code:  # killed: of the limits, that of time is one that kills
            return Reading("", {BROKEN: "broken", TOO_MUCH: "too_much"}.get(code, "too_long"))
        reason, _line, text = said.decode("utf-8", "replace").partition("\n")
        return Reading(text, reason or ("" if text.strip() else "empty"))

    def _end(self, process: "subprocess.Popen[bytes]") -> None:
        os.killpg(process.pid, signal.SIGKILL)
        for pipe in (process.stdin, process.stdout):
            assert pipe
            with suppress(BrokenPipeError):  # of what could not be written any more
                pipe.close()
        process.wait()
        self._process = None


def _begun() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-I", "-m", "balie.search.attachments.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that what it forked ends with it
    )


def _answer(process: "subprocess.Popen[bytes]", data: bytes, kind: str) -> tuple[int, bytes]:
    """Its exit code and what it said. Raises BrokenPipeError or EOFError when it is killed meanwhile."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"%s %d\n" % (kind.encode(), len(data)))
    process.stdin.write(data)
    process.stdin.flush()
    code, _blank, length = process.stdout.readline().partition(b" ")
    said = process.stdout.read(int(length)) if length else b""
    if not length or len(said) < int(length):
        raise EOFError
    return int(code), said
