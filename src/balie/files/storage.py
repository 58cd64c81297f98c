"""Bytes, kept once under their SHA-256, where `BALIE_FILES` says."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from balie.core.prepared import rows, run
from balie.files.models import Blob

# Whoever stores shares this advisory lock until commit; whoever deletes has it alone: a blob that is just
# being stored again can't vanish between its row and the row that will refer to it.
LOCK = 0x62616C6F
_PART = 1 << 20

_KEEP = f"""
with shared as materialized (select pg_advisory_xact_lock_shared({LOCK}))
insert into files_blob (sha256, size, created_at) select %s, %s::bigint, now() from shared
on conflict (sha256) do nothing"""  # noqa: S608 -- a number of ours


class Store(Protocol):
    def has(self, key: str) -> bool: ...

    def write(self, key: str, data: bytes) -> None:
        """The bytes are durable, all of them, when this returns."""

    def write_from(self, key: str, file: BinaryIO) -> None:
        """The same of a large file, which is never in memory as a whole."""

    def open(self, key: str) -> BinaryIO:
        """Raises FileNotFoundError."""

    def delete(self, key: str) -> None:
        """What is not there is deleted already."""

    def keys(self, before: datetime) -> Iterator[str]:
        """Of all bytes that were written before that moment."""

    def tidy(self, before: datetime) -> None:
        """Takes away what a process that died has left half written."""


@lru_cache(maxsize=4)
def _store_at(address: str) -> Store:
    kind, _colon, rest = address.partition(":")
    if kind == "file" and rest:
        from balie.files.folder import FolderStore

        return FolderStore(Path(unquote(rest.removeprefix("//"))))
    if kind == "s3" and rest.startswith("//"):
        from balie.files.bucket import BucketStore

        return BucketStore(address)
    raise ImproperlyConfigured(f"BALIE_FILES must be file:DIR or s3://BUCKET/PREFIX, not {address!r}")


def current() -> Store:
    return _store_at(settings.BALIE_FILES)


def store(data: bytes) -> Blob:
    """Keeps the bytes; that the row can be seen means that they are durable."""
    key = sha256(data).hexdigest()
    with transaction.atomic(savepoint=False):
        run(_KEEP, (key, str(len(data))))
        if not current().has(key):
            current().write(key, data)
    return Blob(sha256=key, size=len(data))


def store_file(file: BinaryIO) -> Blob:
    """As `store`, of a file that may be large and can be read twice."""
    file.seek(0)
    digest, size = sha256(), 0
    while part := file.read(_PART):
        digest.update(part)
        size += len(part)
    key = digest.hexdigest()
    with transaction.atomic(savepoint=False):
        run(_KEEP, (key, str(size)))
        if not current().has(key):
            file.seek(0)
            current().write_from(key, file)
    return Blob(sha256=key, size=size)


def alone() -> bool:
    """Whether nobody is storing; nobody can then until the end of the caller's transaction. Ask, don't wait."""
    return bool(rows("select pg_try_advisory_xact_lock(%s::bigint)", (str(LOCK),))[0][0])


def open_blob(sha256: str) -> BinaryIO:
    """Raises FileNotFoundError."""
    return current().open(sha256)


def read_blob(sha256: str) -> bytes:
    """Raises FileNotFoundError."""
    with open_blob(sha256) as file:
        return file.read()
