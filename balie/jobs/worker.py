"""The worker process: a thread for each queue, one for what is scheduled, and the line that wakes them."""

import signal
import threading
from collections.abc import Callable
from time import monotonic
from types import FrameType

import psycopg
import structlog
from django.db import DatabaseError, connection

from balie.jobs import presence
from balie.jobs.lane import Lane
from balie.jobs.listening import Line
from balie.jobs.queues import registered
from balie.jobs.schedule import Schedule

_log = structlog.get_logger(__name__)
_PATIENCE = 25.0  # seconds that what was begun may take after SIGTERM
_OUTAGE_PAUSE = 1.0


class Supervisor:
    def __init__(self) -> None:
        self.lanes = {queue.name: Lane(queue) for queue in registered()}
        self.schedule = Schedule()
        self.stopping = threading.Event()
        self._beaten_at = 0.0

    def run(self) -> None:
        """Returns after `stopping` is set, when what was begun is done."""
        worker_id = self._sign_on()
        if worker_id is None:
            return
        line = Line(worker_id)
        for thread in (*self.lanes.values(), self.schedule):
            thread.start()
        _log.info("worker started", worker=worker_id, queues=sorted(self.lanes))
        while not self.stopping.is_set():
            self._listen(line)
        self._drain()
        self._quietly(lambda: presence.sign_off(worker_id))
        line.hang_up()
        _log.info("worker stopped", worker=worker_id)

    def _sign_on(self) -> int | None:
        """Waits for a database that is not there yet."""
        while not self.stopping.is_set():
            try:
                return presence.sign_on()
            except DatabaseError:
                _log.warning("database cannot be reached", exc_info=True)
                connection.close()
                self.stopping.wait(_OUTAGE_PAUSE)
        return None

    def _listen(self, line: Line) -> None:
        try:
            was_open = line.is_open
            for name in line.heard(timeout=0.5):
                if name in self.lanes:
                    self.lanes[name].wake()
            if not was_open:
                self._wake_all()  # what was said while nobody listened
            self._beat(line.worker_id)
        except (psycopg.Error, DatabaseError):
            _log.warning("line to the database is cut", exc_info=True)
            line.hang_up()
            self._quietly(connection.close)
            self.stopping.wait(_OUTAGE_PAUSE)

    def _beat(self, worker_id: int) -> None:
        if monotonic() - self._beaten_at >= presence.HEARTBEAT:
            presence.beat(worker_id, {name: lane.problem for name, lane in self.lanes.items() if lane.problem})
            connection.close()
            self._beaten_at = monotonic()

    def _wake_all(self) -> None:
        for lane in self.lanes.values():
            lane.wake()

    def _drain(self) -> None:
        threads = (*self.lanes.values(), self.schedule)
        for thread in threads:
            thread.stop()
        until = monotonic() + _PATIENCE
        for thread in threads:
            thread.join(max(until - monotonic(), 0))
        if unfinished := [thread.name for thread in threads if thread.is_alive()]:
            _log.warning("stopped before these were done; they are taken up again", threads=unfinished)

    def _quietly(self, step: Callable[[], object]) -> None:
        try:
            step()
        except (psycopg.Error, DatabaseError):
            _log.warning("database cannot be reached", exc_info=True)


def main() -> None:
    """Returns after SIGTERM or SIGINT."""
    supervisor = Supervisor()

    def stop(_number: int, _frame: FrameType | None) -> None:
        supervisor.stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    supervisor.run()
