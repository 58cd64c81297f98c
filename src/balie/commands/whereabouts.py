"""Where the pages of this home are served at the moment: ports may have been given to that process alone."""

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True, slots=True)
class Served:
    host: str
    port: int
    url: str  # what people type


def tell(home: Path, served: Served) -> IO[str] | None:
    """For as long as the file that comes back is open, here or in a child; a lock tells that from what a process left
    behind which was killed. None where nothing can be written: the pages matter more."""
    path = _folder(home) / f"web-{served.port}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
        fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate()
        json.dump(asdict(served), file)
        file.flush()
    except OSError:
        return None
    return file


def told(home: Path) -> list[Served]:
    """What is served now, by port."""
    return [served for path in sorted(_folder(home).glob("web-*")) if (served := _read(path)) is not None]


def _read(path: Path) -> Served | None:
    try:
        with path.open() as file:
            if _is_left_over(file):
                return None
            return Served(**json.load(file))
    except (OSError, ValueError, TypeError):
        return None


def _is_left_over(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _folder(home: Path) -> Path:
    return home / "run"
