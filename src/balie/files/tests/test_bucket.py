"""Files in a bucket: against a server that speaks S3."""

import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from time import monotonic
from typing import Any

import boto3
import pytest
from django.db import transaction
from pytest_django import Settings

from balie.core import clock
from balie.files import cleaning, storage, sweeping
from balie.files.models import Blob, Upload
from balie.files.serving import response_for
from balie.files.storage import open_blob, read_blob, store
from tests.support.desk import free_ports

pytestmark = pytest.mark.django_db(transaction=True)
_PATIENCE = 30.0


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], stdout=quiet, stderr=quiet
    )
    try:
        _wait_for(url)
        yield url
    finally:
        server.kill()
        server.wait()


def _wait_for(url: str) -> None:
    deadline = monotonic() + _PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"{url}/moto-api/", timeout=5):
                return
        except OSError:
            assert monotonic() < deadline, "the S3 server never answered"
            threading.Event().wait(0.05)


@pytest.fixture
def bucket(endpoint: str, settings: Settings) -> Iterator[Any]:
    account = {"aws_access_key_id": "key", "aws_secret_access_key": "s/cret"}
    made = boto3.resource("s3", endpoint_url=endpoint, region_name="eu-west-1", **account).Bucket("desk")
    made.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    settings.BALIE_FILES = f"s3://key:s%2Fcret@desk/balie/files?endpoint={endpoint}&region=eu-west-1"
    yield made
    made.objects.delete()
    made.delete()
    storage._store_at.cache_clear()


def names(bucket: Any) -> set[str]:
    return {found.key for found in bucket.objects.all()} - {f"balie/files/{sweeping.OWNER}"}


def test_it_gives_back_what_it_was_given(bucket: Any) -> None:
    blob = store(b"a manual")
    assert read_blob(blob.pk) == b"a manual"
    with open_blob(blob.pk) as file:
        assert file.read(1) == b"a"
    assert names(bucket) == {f"balie/files/{blob.pk}"}


def test_the_same_bytes_are_kept_once_and_nothing_is_something(bucket: Any) -> None:
    assert store(b"logo").pk == store(b"logo").pk
    assert read_blob(store(b"").pk) == b""
    assert Blob.objects.count() == len(names(bucket)) == 2


def test_what_is_not_there_is_said_so(bucket: Any) -> None:
    with pytest.raises(FileNotFoundError):
        read_blob("0" * 64)
    storage.current().delete("0" * 64)


def test_a_row_without_its_bytes_gets_them_again(bucket: Any) -> None:
    blob = store(b"logo")
    bucket.objects.delete()
    store(b"logo")
    assert read_blob(blob.pk) == b"logo"


def test_it_is_handed_out_as_from_a_folder(bucket: Any) -> None:
    response = response_for(store(b"<script>"), "page.html", "text/html")
    assert response.getvalue() == b"<script>"
    assert response["Content-Disposition"] == 'attachment; filename="page.html"'
    response.close()


def test_a_large_file_arrives_whole(bucket: Any) -> None:
    """Beyond the size at which it is sent in parts."""
    data = bytes(range(256)) * 4096 * 9
    assert read_blob(store(data).pk) == data


def test_what_nothing_needs_goes(bucket: Any) -> None:
    kept, orphan = store(b"used"), store(b"orphan")
    Upload.objects.create(blob_id=kept.pk, filename="used.txt", content_type="text/plain")
    with transaction.atomic():
        store(b"rolled back")
        transaction.set_rollback(True)
    bucket.put_object(Key="balie/files/notes.txt", Body=b"an operator's")
    bucket.put_object(Key=f"elsewhere/{orphan.pk}", Body=b"another's")
    with clock.set_to(clock.now() + timedelta(days=3)):
        assert (cleaning.delete_orphans(), sweeping.sweep()) == (1, 1)
    assert names(bucket) == {f"balie/files/{kept.pk}", "balie/files/notes.txt", f"elsewhere/{orphan.pk}"}
