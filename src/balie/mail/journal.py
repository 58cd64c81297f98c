"""The server's answers, on this machine's disk, between the moment they come and their commit.

A process that dies in between, or a database that is away, would otherwise leave a mail that was taken as uncertain.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from balie.mail.settling import Finding


class Journal:
    """Of one worker. Lines are written at once and unbuffered: they outlive the process, if not the machine."""

    def __init__(self, worker_id: int) -> None:
        self.path = folder() / f"answers-{worker_id}.jsonl"
        self._file: BinaryIO | None = None

    def note(self, finding: Finding) -> None:
        if self._file is None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = self.path.open("ab", buffering=0)
        self._file.write(json.dumps(asdict(finding)).encode() + b"\n")

    def clear(self) -> None:
        """Everything in it is committed. Closed until the next note: nobody tells us when the process ends."""
        if self._file is not None:
            os.ftruncate(self._file.fileno(), 0)
        self.close()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def folder() -> Path:
    return Path(settings.BALIE_HOME) / "mail"


def of_the_dead(alive: set[int]) -> Iterator[Path]:
    """The journals of workers of this machine that live no more."""
    for path in sorted(folder().glob("answers-*.jsonl")):
        worker_id = path.stem.rpartition("-")[2]
        if worker_id.isdigit() and int(worker_id) not in alive:
            yield path


def read(path: Path) -> Iterator[Finding]:
    """A last line that was not finished says nothing."""
    if not path.exists():
        return
    for line in path.read_bytes().splitlines():
        try:
            values = json.loads(line)
        except ValueError:
            continue
        yield Finding(**{**values, "remaining": tuple(values["remaining"]), "refused": tuple(values["refused"])})
