"""The worker process as a whole, with the mail queue for its work."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from balie.jobs import presence
from balie.jobs.models import Worker
from balie.mail.address import Address
from balie.mail.models import OutgoingMail
from balie.mail.queueing import queue
from tests.support.desk import environment

pytestmark = pytest.mark.django_db(transaction=True)

_PATIENCE = 40.0
# Nothing but a wake-up makes a queue run in the time of a test.
_PROGRAM = """
import django
django.setup()
from balie.jobs import queues
queues._queues.clear()
queues.register("mail", "balie.mail.sending.run_batch", sweep=3600)
from balie.jobs.worker import main
main()
"""


@pytest.fixture
def worker(home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    values = connection.get_connection_params()
    url = f"postgresql://{values['user']}@/{values['dbname']}?host={values['host']}"
    settings = {**environment(home, BALIE_DATABASE_URL=url), "DJANGO_SETTINGS_MODULE": "config.settings"}
    with (home / "worker.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-c", _PROGRAM], env=settings, stderr=log)
        try:
            wait_until(lambda: bool(presence.living()))
            yield process
        finally:
            process.kill()
            process.wait()


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not done():
        assert time.monotonic() < deadline
        threading.Event().wait(0.02)


def sent(mail: OutgoingMail) -> bool:
    return OutgoingMail.objects.filter(pk=mail.pk, state="sent").exists()


def write() -> OutgoingMail:
    return queue(purpose="test", sender=Address("a@b.example"), to=[Address("c@d.example")], subject="Hi", text="Hi")


def test_it_is_woken_by_what_is_committed_and_again_after_the_database_was_away(
    worker: "subprocess.Popen[bytes]",
) -> None:
    first = write()
    wait_until(lambda: sent(first))

    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
    second = write()
    wait_until(lambda: sent(second))
    assert worker.poll() is None


def test_it_is_seen_while_it_lives_and_gone_when_asked_to_end(worker: "subprocess.Popen[bytes]") -> None:
    (known,) = presence.working()
    assert presence.living() == {known.pk}
    assert known.name.endswith(f":{worker.pid}")

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(_PATIENCE) == 0
    assert not Worker.objects.exists()
    assert presence.living() == set()


def test_one_that_is_killed_is_known_to_be_dead_at_once(worker: "subprocess.Popen[bytes]") -> None:
    os.kill(worker.pid, signal.SIGKILL)

    wait_until(lambda: not presence.living())
    assert Worker.objects.count() == 1


def test_all_that_is_scheduled_is_known_to_it() -> None:
    from procrastinate.contrib.django import app

    names = {task.name for task in app.tasks.values()}
    assert {"balie.files.tasks.clean_files", "balie.mail.tasks.forget_old_mail"} <= names
