"""Files in a folder, spread over 256 more."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

_WRITING = ".writing-"
_PART = 1 << 20


class FolderStore:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, key: str) -> bool:
        return self._path(key).exists()

    def write(self, key: str, data: bytes) -> None:
        path = self._path(key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(path, data)

    def write_from(self, key: str, file: BinaryIO) -> None:
        path = self._path(key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _copy_durably(path, file)

    def open(self, key: str) -> BinaryIO:
        return self._path(key).open("rb")

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def keys(self, before: datetime) -> Iterator[str]:
        for folder in sorted(self.folder.glob("??")):
            yield from (path.name for path in folder.iterdir() if _is_older(path, before))

    def tidy(self, before: datetime) -> None:
        for path in self.folder.glob(f"*/{_WRITING}*"):
            if _is_older(path, before):
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:  # deleted by another process
        return False


def write_durably(path: Path, data: bytes) -> None:
    """All or nothing, and on the disk when it returns: a reader never sees half a file, nor does a crash leave one."""
    _copy_durably(path, BytesIO(data))


def _copy_durably(path: Path, source: BinaryIO) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_WRITING)
    try:
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(source, file, _PART)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """A new name is durable only once its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
