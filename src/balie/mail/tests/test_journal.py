"""The note of a server's answer outlives the process, and its file is open no longer than that takes."""

from pathlib import Path

import pytest
from pytest_django import Settings

from balie.mail import journal
from balie.mail.journal import Journal
from balie.mail.models import Result
from balie.mail.settling import Finding

FINDING = Finding(1, 2, 1, Result.SENT, "250 ok", (), ({"email": "a@b.example", "answer": "550 no"},))


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.BALIE_HOME = tmp_path


def is_open(path: Path) -> bool:
    return any(link.resolve() == path for link in Path("/proc/self/fd").iterdir() if link.is_symlink())


def test_what_was_noted_can_be_read_at_once() -> None:
    noted = Journal(7)
    noted.note(FINDING)
    assert list(journal.read(noted.path)) == [FINDING]
    noted.close()


def test_once_all_is_committed_nothing_is_left_and_nothing_open() -> None:
    noted = Journal(7)
    for _batch in range(2):
        noted.note(FINDING)
        assert is_open(noted.path)
        noted.clear()
        assert not is_open(noted.path)
        assert list(journal.read(noted.path)) == []
