"""Whether a service may be asked now: one that did not answer is left alone for a while, and few questions are asked at
once, so that a silent one never holds all the threads of the desk. Pure but for the clock, which is given.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

REST = 30.0  # seconds
# Of a process, which has four threads where nobody has set another number.
AT_ONCE = 2


class NotNow(Exception):
    """It is not asked, and nobody waits for it."""


class Sparing:
    """By the address of the service. `clock` tells seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}
        self._asked = 0
        self._lock = Lock()

    @contextmanager
    def asking(self, address: str, *, silent: type[Exception]) -> Iterator[None]:
        """`silent` is what is raised within when there was no answer. Raises NotNow."""
        self._begin(address)
        try:
            yield
        except silent:
            self._end(address, rest=True)
            raise
        except BaseException:
            self._end(address)
            raise
        else:
            self._end(address, rest=False)

    def _begin(self, address: str) -> None:
        with self._lock:
            if self._asked >= AT_ONCE or self._rests(address):
                raise NotNow
            self._asked += 1
            if address in self._until:  # the first to ask again; the others see what it finds
                self._until[address] = self._clock() + REST

    def _rests(self, address: str) -> bool:
        return address in self._until and self._clock() < self._until[address]

    def _end(self, address: str, *, rest: bool | None = None) -> None:
        """`rest`: None where nothing was found out."""
        with self._lock:
            self._asked -= 1
            if rest:
                self._until[address] = self._clock() + REST
            elif rest is False:
                self._until.pop(address, None)
