"""The worker process: a thread for each queue, one for what is scheduled, and the line that wakes them."""

import signal
from collections.abc import Callable
from time import monotonic
from types import FrameType

import psycopg
import structlog
from django.db import DatabaseError, connection

from balie.jobs import presence, queues
from balie.jobs.lane import Lane
from balie.jobs.listening import Line
from balie.jobs.schedule import Schedule

_log = structlog.get_logger(__name__)
_PATIENCE = 25.0  # seconds that what was begun may take after SIGTERM
_OUTAGE_PAUSE = 1.0
_OUTAGE = (psycopg.Error, DatabaseError)


class Supervisor:
    def __init__(self) -> None:
        self.lanes = {queue.name: Lane(queue) for queue in queues.registered()}
        self.schedule = Schedule()
        self._beaten_at = 0.0

    def run(self) -> None:
        """Returns after `queues.stopping` is set, when what was begun is done."""
        line = self._begin()
        if line is None:
            return
        for thread in (*self.lanes.values(), self.schedule):
            thread.start()
        _log.info("worker started", worker=line.worker_id, queues=sorted(self.lanes))
        while not queues.stopping.is_set():
            self._listen(line)
        self._drain()
        _quietly(lambda: presence.sign_off(line.worker_id))
        _quietly(connection.close)
        line.hang_up()
        _log.info("worker stopped", worker=line.worker_id)

    def _begin(self) -> Line | None:
        """Waits for a database that is not there yet. The line stands before anything is claimed in its name."""
        while not queues.stopping.is_set():
            try:
                line = Line(presence.sign_on())
                line.open()
            except _OUTAGE:
                _log.warning("database cannot be reached", exc_info=True)
                _quietly(connection.close)
                queues.stopping.wait(_OUTAGE_PAUSE)
            else:
                return line
        return None

    def _listen(self, line: Line) -> None:
        try:
            if not line.is_open:
                line.open()
                for lane in self.lanes.values():
                    lane.wake()  # what was said while nobody listened
            for name in line.heard(timeout=0.5):
                if name in self.lanes:
                    self.lanes[name].wake()
            self._beat(line.worker_id)
        except _OUTAGE:
            _log.warning("line to the database is cut", exc_info=True)
            line.hang_up()
            _quietly(connection.close)
            queues.stopping.wait(_OUTAGE_PAUSE)

    def _beat(self, worker_id: int) -> None:
        if monotonic() - self._beaten_at >= presence.HEARTBEAT:
            presence.beat(worker_id, {name: lane.problem for name, lane in self.lanes.items() if lane.problem})
            connection.close()
            self._beaten_at = monotonic()

    def _drain(self) -> None:
        threads: list[Lane | Schedule] = [*self.lanes.values(), self.schedule]
        for thread in threads:
            thread.stop()
        until = monotonic() + _PATIENCE
        for thread in threads:
            thread.join(max(until - monotonic(), 0))
        if unfinished := [thread.name for thread in threads if thread.is_alive()]:
            _log.warning("stopped before these were done; they are taken up again", threads=unfinished)


def _quietly(step: Callable[[], object]) -> None:
    try:
        step()
    except _OUTAGE:
        _log.warning("database cannot be reached", exc_info=True)


def main() -> None:
    """Returns after SIGTERM or SIGINT."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        queues.stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    Supervisor().run()
