"""Bytes that no row tells of go; all others stay, whatever happens at that moment."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from balie.core import clock
from balie.files import storage, sweeping
from balie.files.storage import read_blob, store
from balie.files.tasks import sweep_files

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.BALIE_FILES = f"file:{tmp_path}/files"
    return tmp_path / "files"


@pytest.fixture
def later() -> Iterator[None]:
    with clock.set_to(clock.now() + timedelta(days=3)):
        yield


def broken_off(data: bytes) -> str:
    with transaction.atomic():
        key = store(data).pk
        transaction.set_rollback(True)
    return key


def keys(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()} - {sweeping.OWNER}


def test_what_was_rolled_back_goes_after_two_days(folder: Path) -> None:
    orphan, kept = broken_off(b"half"), store(b"whole").pk
    sweep_files(timestamp=0)
    assert keys(folder) == {orphan, kept}
    with clock.set_to(clock.now() + timedelta(days=3)):
        sweep_files(timestamp=0)
    assert keys(folder) == {kept}
    assert read_blob(kept) == b"whole"


def test_what_a_crash_left_half_written_goes_too(folder: Path, later: None) -> None:
    kept = store(b"whole").pk
    half = folder / kept[:2] / ".writing-abc"
    half.write_bytes(b"ha")
    (folder / kept[:2] / "notes.txt").write_bytes(b"an operator's")
    sweep_files(timestamp=0)
    assert keys(folder) == {kept, "notes.txt"}


def test_bytes_that_are_being_stored_again_stay(folder: Path, later: None) -> None:
    """They lie there for long, so they are not written again, and the row that tells of them is not committed yet."""
    key = broken_off(b"again")
    swept = []

    def sweep() -> None:
        swept.append(sweeping.sweep())
        connection.close()

    with transaction.atomic():
        store(b"again")
        other = threading.Thread(target=sweep)
        other.start()
        other.join()
    assert swept == [0]
    with clock.set_to(clock.now() + timedelta(days=9)):
        assert sweeping.sweep() == 0
    assert read_blob(key) == b"again"


def test_a_row_that_is_committed_after_the_first_look_counts(
    folder: Path, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = broken_off(b"again")
    alone = storage.alone

    def a_moment_later() -> bool:
        def again() -> None:
            store(b"again")
            connection.close()

        other = threading.Thread(target=again)
        other.start()
        other.join()
        return alone()

    monkeypatch.setattr(storage, "alone", a_moment_later)
    assert sweeping.sweep() == 0
    assert read_blob(key) == b"again"


def test_the_files_of_another_desk_are_left_alone(folder: Path, later: None, caplog: pytest.LogCaptureFixture) -> None:
    broken_off(b"of the other")
    storage.current().write(sweeping.OWNER, b"7/16384")
    assert sweeping.sweep() == 0
    assert "another desk" in caplog.text
    (folder / "ow" / sweeping.OWNER).unlink()
    assert sweeping.sweep() == 1
