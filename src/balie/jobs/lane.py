"""One queue's thread in the worker process."""

import threading
from time import monotonic

import structlog
from django.db import DatabaseError, connection

from balie.jobs.queues import Queue

_log = structlog.get_logger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0  # seconds, after an error


class Lane(threading.Thread):
    """Runs its queue when woken, and every `sweep` seconds; an error makes it pause, longer each time, never end."""

    def __init__(self, queue: Queue) -> None:
        super().__init__(name=f"queue {queue.name}", daemon=True)
        self.queue = queue
        self.problem = ""
        self._woken = threading.Event()
        self._stopping = False
        self._failures = 0

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        """It ends after the batch it is at."""
        self._stopping = True
        self._woken.set()

    def run(self) -> None:
        while True:
            self._woken.clear()
            if self._stopping:  # after the clearing, or a stop in between would be overheard
                return
            pause = self._work_off()
            # After an error even a wake-up has to wait: else each new piece of work would try the failing one again.
            if self._failures:
                self._wait_out(pause)
            else:
                self._woken.wait(pause)

    def _work_off(self) -> float:
        """Until nothing is left; returns for how long to rest, in seconds."""
        try:
            run_batch = self.queue.load()
            while not self._stopping and run_batch():
                pass
            pause = self.queue.rest()
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is logged, and the queue goes on
            self._failures += 1
            self.problem = f"{type(error).__name__}: {error}"[:500]
            pause = min(_FIRST_PAUSE * 2.0 ** (self._failures - 1), _LONGEST_PAUSE)
            _log.exception("queue failed", queue=self.queue.name, failures=self._failures, again_in=pause)
            return pause
        finally:
            self._let_go()
        self._failures, self.problem = 0, ""
        return pause

    def _let_go(self) -> None:
        """Back to the pool with the connection: a queue that rests needs none."""
        try:
            connection.close()
        except DatabaseError:
            _log.warning("connection could not be closed", queue=self.queue.name, exc_info=True)

    def _wait_out(self, pause: float) -> None:
        until = monotonic() + pause
        while not self._stopping and (rest := until - monotonic()) > 0:
            self._woken.wait(rest)
            self._woken.clear()
