"""The text of a file, read by a process that has little time and memory."""

import subprocess
import sys
from typing import NamedTuple

from balie.files.storage import read_blob

LARGEST = 50_000_000
_PATIENCE = 40.0


class Reading(NamedTuple):
    """`reason`: why there is no text."""

    text: str
    reason: str = ""


def read(data: bytes, kind: str) -> Reading:
    command = [sys.executable, "-I", "-m", "balie.search.attachments.child", kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 -- our own program
    except subprocess.TimeoutExpired:
        return Reading("", "too_long")
    if done.returncode < 0:  # killed: of the limits, that of time is one that kills
        return Reading("", "too_long")
    if done.returncode:
        return Reading("", "too_much" if b"MemoryError" in done.stderr else "broken")
    reason, _line, text = done.stdout.decode("utf-8", "replace").partition("\n")
    return Reading(text, reason or ("" if text.strip() else "empty"))


def read_stored(sha256: str, kind: str, size: int) -> Reading:
    if size > LARGEST:
        return Reading("", "too_large")
    try:
        return read(read_blob(sha256), kind)
    except FileNotFoundError:
        return Reading("", "missing")
