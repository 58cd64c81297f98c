import os
import signal
import socket
import subprocess

import pytest

from tests.support.desk import BALIE, Desk, environment
from tests.support.processes import command, descendants, memory, processor_time, wait_until_gone

SECOND_START = 3.0  # seconds of processor time until the sign-in page
MEMORY = 350  # MB, database included


@pytest.fixture
def open_desk(prepared_home):
    desk = Desk(prepared_home)
    desk.wait_until_open()
    yield desk
    if desk.process.poll() is None:
        desk.stop()


def named(pids, words):
    return {pid for pid in pids if words in command(pid)}


def test_the_first_start_says_how_to_sign_in(home):
    desk = Desk(home)
    desk.wait_until_open()
    address, password = desk.sign_in()
    note = home / "first-sign-in"
    assert note.read_text().split() == [address, password]
    assert note.stat().st_mode & 0o077 == 0
    assert f"{desk.url}/desk/" in desk.words
    desk.stop()


def test_the_second_start_answers_at_once_and_knows_its_data(open_desk):
    status, page = open_desk.get("/desk/")
    assert status == 200
    assert 'name="login"' in page
    assert "Sign in as  admin@localhost;" in open_desk.words
    # Not by the clock: other tests run beside this one. Where nothing does, it takes no longer than its work.
    assert processor_time(descendants(open_desk.process.pid) | {open_desk.process.pid}) < SECOND_START


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopping_leaves_nothing_behind(open_desk, prepared_home, number):
    pids = descendants(open_desk.process.pid)
    assert len(pids) > 8
    assert open_desk.stop(number) == 0
    for pid in pids:
        wait_until_gone(pid)
    assert not (prepared_home / "postgres" / "postmaster.pid").exists()
    for port in (open_desk.port, open_desk.live_port, open_desk.smtp_port):
        socket.create_server(("127.0.0.1", port)).close()


def test_killing_the_parent_takes_everything_along_and_loses_nothing(open_desk, prepared_home):
    made = open_desk.run("user", "add", "anna@example.com", "--role", "agent")
    assert made.returncode == 0, made.stderr
    pids = descendants(open_desk.process.pid)
    open_desk.process.kill()
    open_desk.process.wait()
    for pid in pids:
        wait_until_gone(pid)
    again = Desk(prepared_home)
    again.wait_until_open()
    taken = again.run("user", "add", "anna@example.com", "--role", "agent")
    assert (taken.returncode, taken.stderr.strip()) == (1, "anna@example.com is a user already.")
    again.stop()


def test_a_start_right_after_a_kill_waits_for_the_old_database(open_desk, prepared_home):
    open_desk.process.kill()  # and no waiting for what it leaves
    again = Desk(prepared_home)
    again.wait_until_open()
    assert again.get("/healthz") == (200, "ok\n")
    again.stop()


def test_what_falls_is_started_again(open_desk):
    for _ in range(2):
        said = len(open_desk.words)
        parts = [pid for pid in descendants(open_desk.process.pid) if os.getpgid(pid) == pid and named({pid}, "serve")]
        assert len(parts) == 4
        for pid in parts:
            os.kill(pid, signal.SIGKILL)
            wait_until_gone(pid)
        for name in ("web", "live", "worker", "listen"):
            open_desk.wait_for(f'"process": "{name}", "number"', after=said)
        open_desk.answers()


def test_the_database_is_started_again_too(open_desk):
    # What it has just forked is called so too, until it has a name of its own.
    postmaster = min(named(descendants(open_desk.process.pid), "bin/postgres -D"))
    os.kill(postmaster, signal.SIGKILL)
    open_desk.wait_for("the database ended and is started again")
    added = open_desk.run("user", "add", "bo@example.com", "--role", "agent")
    assert added.returncode == 0, added.stderr
    open_desk.answers()


def test_it_stays_within_its_memory(open_desk):
    for path in ("/desk/", "/", "/healthz", "/accounts/login/") * 5:
        open_desk.get(path)
    assert memory(descendants(open_desk.process.pid) | {open_desk.process.pid}) < MEMORY


def test_a_taken_port_is_said_before_anything_starts(home):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        settings = environment(home, BALIE_PORT=str(port))
        done = subprocess.run([*BALIE, "serve"], check=False, env=settings, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"Port {port}" in done.stderr
    assert "BALIE_PORT" in done.stderr


def test_a_second_desk_on_the_same_data_is_refused(open_desk, prepared_home):
    other = Desk(prepared_home)
    assert other.process.wait(30) == 1
    other.wait_for("Another Balie runs")
    assert open_desk.get("/healthz")[0] == 200
