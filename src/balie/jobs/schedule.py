"""What is scheduled, slow or rare: Procrastinate's worker, in a thread of the worker process."""

import asyncio
import threading

import structlog
from procrastinate.contrib.django import app
from procrastinate.psycopg_connector import PsycopgConnector

from balie.jobs.listening import connection_parameters

_log = structlog.get_logger(__name__)
_POLL = 30.0  # seconds; new jobs are heard of at once, by NOTIFY
_AGAIN = 15.0
_PATIENCE = 20.0


class Schedule(threading.Thread):
    """Starts again after a database outage, until it is stopped."""

    def __init__(self) -> None:
        super().__init__(name="schedule", daemon=True)
        self._stopping = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                asyncio.run(self._work())
            except asyncio.CancelledError:
                break
            except Exception:  # noqa: BLE001 -- whatever it is, it is logged, and the schedule goes on
                _log.exception("scheduled work stopped", again_in=_AGAIN)
                self._stopping.wait(_AGAIN)

    def stop(self) -> None:
        """It ends after the job it is at."""
        self._stopping.set()
        loop, task = self._loop, self._task
        if loop and task and not loop.is_closed():
            loop.call_soon_threadsafe(task.cancel)

    async def _work(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        if self._stopping.is_set():
            return
        connector = PsycopgConnector(kwargs=connection_parameters(), min_size=1, max_size=3)
        with app.replace_connector(connector) as working:
            async with working.open_async():
                await working.run_worker_async(
                    install_signal_handlers=False,
                    delete_jobs="successful",
                    fetch_job_polling_interval=_POLL,
                    abort_job_polling_interval=_POLL,
                    update_heartbeat_interval=_POLL,
                    stalled_worker_timeout=4 * _POLL,
                    shutdown_graceful_timeout=_PATIENCE,
                )
