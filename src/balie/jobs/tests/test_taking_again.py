"""A job outlives the worker that was at it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.psycopg_connector import PsycopgConnector

from balie.jobs.listening import connection_parameters

pytestmark = pytest.mark.django_db(transaction=True)
TASK = "balie.files.tasks.clean_files"


def begun_by_worker(last_seen: str, task: str = TASK) -> int:
    job: int = app.configure_task(task).defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - %s::interval) returning id", [last_seen]
        )
        worker = cursor.fetchone()[0]
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s where id = %s", [worker, job])
    return job


async def as_a_worker_does(parameters: dict[str, object]) -> None:
    with app.replace_connector(PsycopgConnector(kwargs=parameters, min_size=1, max_size=1)) as working:
        async with working.open_async():
            await app.configure_task("balie.jobs.tasks.take_again").defer_async(
                timestamp=int(datetime.now(UTC).timestamp())
            )
            await working.run_worker_async(wait=False, queues=["default"], install_signal_handlers=False)


def test_what_a_dead_worker_was_at_is_done_by_another() -> None:
    dead, alive = begun_by_worker("10 minutes"), begun_by_worker("10 seconds")
    # In a thread: where the browser's tests ran before, this one has a loop already.
    with ThreadPoolExecutor() as thread:
        thread.submit(asyncio.run, as_a_worker_does(connection_parameters())).result()
    found = dict(ProcrastinateJob.objects.values_list("pk", "status"))
    assert (found[dead], found[alive]) == ("succeeded", "doing")


def test_one_whose_successor_waits_already_is_given_up_and_keeps_back_no_other() -> None:
    dead = begun_by_worker("10 minutes")
    successor: int = app.configure_task(TASK, schedule_in={"hours": 1}).defer(timestamp=1)
    other = begun_by_worker("10 minutes", "balie.people.tasks.clean_people")
    with ThreadPoolExecutor() as thread:
        thread.submit(asyncio.run, as_a_worker_does(connection_parameters())).result()
    found = dict(ProcrastinateJob.objects.values_list("pk", "status"))
    assert (found[dead], found[successor], found[other]) == ("failed", "todo", "succeeded")
