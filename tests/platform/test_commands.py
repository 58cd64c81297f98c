import json
import subprocess

import pytest

from tests.support.desk import BALIE, environment


@pytest.fixture
def balie(home):
    def run(*args, text="", **settings):
        given = environment(home, **settings)
        return subprocess.run([*BALIE, *args], env=given, input=text, capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize("args", [(), ("frobnicate",), ("user",), ("user", "remove")])
def test_wrong_use_says_what_there_is_and_exits_with_two(balie, args):
    done = balie(*args)
    assert done.returncode == 2
    assert "balie serve" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("args", [("serve", "--frob"), ("user", "add"), ("backup",), ("doctor", "x"), ("worker", "x")])
def test_wrong_arguments_exit_with_two(balie, args):
    assert balie(*args).returncode == 2


def test_help_needs_no_database(balie, home):
    done = balie("user", "add", "--help")
    assert done.returncode == 0
    assert "--role" in done.stdout
    assert not (home / "postgres").exists()


@pytest.mark.parametrize("name", ["web", "live", "worker", "listen"])
def test_asking_for_help_starts_no_process(balie, name):
    done = balie(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"usage: balie {name}" in done.stdout


def test_a_user_added_with_a_password_can_sign_in_and_gets_a_token(running_desk):
    password = "a long enough phrase"
    added = running_desk.run(
        "user", "add", "Anna.Berg@example.com", "--role", "agent", "--password-stdin", text=password
    )
    assert added.returncode == 0, added.stderr
    assert json.loads(added.stdout)["email"] == "anna.berg@example.com"
    assert json.loads(added.stdout)["name"] == "Anna Berg"
    token = running_desk.run("token", "add", "anna.berg@example.com", "--name", "till")
    assert token.returncode == 0, token.stderr
    assert token.stdout.strip().startswith("balie_")
    assert len(token.stdout.splitlines()) == 1
    probe = "from django.contrib.auth import authenticate as a; print(a(email='anna.berg@example.com', password='{}'))"
    assert running_desk.run("manage", "shell", "-v0", "-c", probe.format(password)).stdout.strip() == "Anna Berg"
    assert running_desk.run("manage", "shell", "-v0", "-c", probe.format("wrong")).stdout.strip() == "None"


@pytest.mark.parametrize(
    ("args", "text", "words"),
    [
        (("user", "add", "no address", "--role", "agent"), "", "valid email"),
        (("user", "add", "cleo@example.com", "--role", "agent", "--password-stdin"), "short", "at least 10 characters"),
        (("token", "add", "nobody@example.com"), "", "balie user add nobody@example.com"),
    ],
)
def test_what_cannot_be_done_is_said_and_exits_with_one(running_desk, args, text, words):
    done = running_desk.run(*args, text=text)
    assert done.returncode == 1
    assert words in done.stderr
    assert done.stdout == ""


def test_a_given_database_that_is_not_there_is_said_in_words(balie):
    done = balie("worker", BALIE_DATABASE_URL="postgresql://127.0.0.1:1/balie")
    assert done.returncode == 1
    assert done.stderr.startswith("BALIE_DATABASE_URL (postgresql://127.0.0.1:1/balie) cannot be used")
    assert "Traceback" not in done.stderr
