"""Files dropped into a form."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pytest_django import Settings

from balie.files.models import Upload
from balie.files.storage import read_blob
from balie.files.uploads import TooLarge, keep_upload, plain_name, receive_file, take_uploads
from tests.support.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.BALIE_FILES = f"file:{tmp_path}"


def test_they_are_there_when_the_form_is_sent_in_the_order_it_names_them(world: World) -> None:
    one, two = (keep_upload(world.anna, SimpleUploadedFile(name, name.encode())) for name in ("1.txt", "2.png"))

    taken = take_uploads(user=world.anna, ids=[two.pk, one.pk, one.pk])

    assert [file.filename for file in taken] == ["2.png", "1.txt"]
    assert [file.content_type for file in taken] == ["image/png", "text/plain"]
    assert read_blob(taken[1].sha256) == b"1.txt"
    assert take_uploads(user=world.anna, ids=[one.pk]) == []


def test_a_form_that_fails_loses_none(world: World) -> None:
    upload = keep_upload(world.anna, SimpleUploadedFile("a.txt", b"a"))
    with pytest.raises(RuntimeError), transaction.atomic():
        take_uploads(user=world.anna, ids=[upload.pk])
        raise RuntimeError

    assert len(take_uploads(user=world.anna, ids=[upload.pk])) == 1


def test_nobody_takes_those_of_another(world: World) -> None:
    upload = keep_upload(world.anna, SimpleUploadedFile("a.txt", b"a"))

    assert take_uploads(user=world.bram, ids=[upload.pk]) == []
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_one_that_is_too_large_is_refused_in_words(world: World, settings: Settings) -> None:
    settings.BALIE_UPLOAD_SIZE_LIMIT = 3
    with pytest.raises(TooLarge, match=r"big\.txt is larger than"):
        keep_upload(world.anna, SimpleUploadedFile("big.txt", b"1234"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [("C:\\Users\\emma\\foto.jpg", "foto.jpg"), ("../../etc/passwd", "passwd"), ("a\r\nb.txt", "ab.txt"), ("", "file")],
)
def test_of_a_name_only_the_name_is_kept(given: str, kept: str) -> None:
    assert plain_name(given) == kept


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("image/x-Odd+xml", "image/x-odd+xml"),
        ("application/é", "application/octet-stream"),
        ("nonsense", "application/octet-stream"),
        ("a/b c", "application/octet-stream"),
        ("a/" + "b" * 126, "application/octet-stream"),
        (None, "application/octet-stream"),
    ],
)
def test_of_a_kind_only_what_can_be_one_is_kept(db: None, told: str | None, kept: str) -> None:
    assert receive_file(SimpleUploadedFile("a.zzz", b"a", told)).content_type == kept  # type: ignore[arg-type]
