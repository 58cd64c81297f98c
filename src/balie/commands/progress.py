"""How far something has come that makes people wait: a line that counts at a terminal, a few lines elsewhere."""

import sys
import time
from typing import TextIO

_PAUSE = 0.1  # seconds between two counts that a terminal shows
_LINES = 4


class Progress:
    """`words` say what is done, e.g. "Writing 300 tickets"."""

    def __init__(self, words: str, total: int, out: TextIO | None = None) -> None:
        self._words, self._total, self._out = words, total, out or sys.stderr
        self._terminal = self._out.isatty()
        self._due, self._told = 0.0, 0
        self._out.write(f"{words}…" + ("" if self._terminal else "\n"))
        self._out.flush()

    def at(self, done: int) -> None:
        if self._terminal:
            self._count(done)
        elif (told := done * _LINES // self._total) > self._told:
            self._told = told
            self._out.write(f"{self._words}: {done} of {self._total}\n")
            self._out.flush()

    def _count(self, done: int) -> None:
        now, last = time.monotonic(), done >= self._total
        if now < self._due and not last:
            return
        self._due = now + _PAUSE
        # From the beginning of the line, and nothing left of what stood there.
        self._out.write(f"\r\x1b[K{self._words}: {done} of {self._total}" + ("\n" if last else ""))
        self._out.flush()
