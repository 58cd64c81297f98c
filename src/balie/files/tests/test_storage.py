"""Bytes that are kept, found again, and deleted only when nobody needs them."""

import threading
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from pytest_django import Settings

from balie.core import clock
from balie.files import cleaning, storage
from balie.files.models import Blob, Upload
from balie.files.storage import open_blob, read_blob, store
from balie.tickets.models import Attachment
from tests.support.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.BALIE_FILES = f"file:{tmp_path}/files"
    return tmp_path / "files"


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_it_gives_back_what_it_was_given(folder: Path) -> None:
    blob = store(b"a manual")

    assert blob.pk == sha256(b"a manual").hexdigest()
    assert read_blob(blob.pk) == b"a manual"
    with open_blob(blob.pk) as file:
        assert file.read(1) == b"a"
    assert files_in(folder) == [blob.pk]


def test_the_same_bytes_are_kept_once(folder: Path) -> None:
    assert store(b"logo").pk == store(b"logo").pk
    assert Blob.objects.count() == len(files_in(folder)) == 1


def test_a_row_without_its_bytes_gets_them_again(folder: Path) -> None:
    blob = store(b"logo")
    next(folder.rglob(blob.pk)).unlink()
    with pytest.raises(FileNotFoundError):
        read_blob(blob.pk)

    store(b"logo")

    assert read_blob(blob.pk) == b"logo"


def test_half_a_file_is_never_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store(b"manual")

    assert files_in(folder) == []
    assert not Blob.objects.exists()


def test_what_nothing_refers_to_is_deleted_after_a_day(folder: Path) -> None:
    orphan, used = store(b"orphan"), store(b"used")
    Upload.objects.create(blob_id=used.pk, filename="used.txt", content_type="text/plain")
    cleaning.delete_orphans()
    assert Blob.objects.count() == 2

    with clock.set_to(clock.now() + timedelta(days=2)):
        cleaning.delete_orphans()

    assert list(Blob.objects.values_list("pk", flat=True)) == [used.pk]
    assert files_in(folder) == [used.pk]
    assert orphan.pk not in files_in(folder)


def test_what_is_attached_to_a_message_is_kept() -> None:
    """Its key can't be followed backwards, and counts all the same."""
    kept = store(b"attached")
    message = make_world(password=None).ticket().messages.get()
    Attachment.objects.create(message=message, blob=kept, filename="a.txt", content_type="text/plain", size=8)
    store(b"orphan")
    with clock.set_to(clock.now() + timedelta(days=2)):
        assert cleaning.delete_orphans() == 1
    assert list(Blob.objects.all()) == [kept]


def test_nothing_is_deleted_while_somebody_stores() -> None:
    """Whoever stores an old blob again has not yet written the row that will refer to it."""
    blob = store(b"old")
    Blob.objects.update(created_at=clock.now() - timedelta(days=3))
    deleted = []

    def clean() -> None:
        deleted.append(cleaning.delete_orphans())
        connection.close()

    with transaction.atomic():
        store(b"old")
        other = threading.Thread(target=clean)
        other.start()
        other.join()
        Upload.objects.create(blob_id=blob.pk, filename="old.txt", content_type="text/plain")

    assert deleted == [0]
    assert cleaning.delete_orphans() == 0
    assert read_blob(blob.pk) == b"old"


def test_a_form_that_was_never_sent_loses_its_files_after_a_week() -> None:
    user = get_user_model().objects.create(email="anna@morgenrood.example")
    Upload.objects.create(user=user, blob=store(b"x"), filename="x.txt", content_type="text/plain")
    with clock.set_to(clock.now() + timedelta(days=6)):
        assert cleaning.delete_old_uploads() == 0
    with clock.set_to(clock.now() + timedelta(days=8)):
        assert cleaning.delete_old_uploads() == 1


def test_an_address_that_is_none_is_explained(settings: Settings) -> None:
    settings.BALIE_FILES = "/var/files"
    with pytest.raises(ImproperlyConfigured, match="file:DIR or s3://"):
        storage.current()
