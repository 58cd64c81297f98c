"""What the server says of itself in postmaster.pid, and whether that is still true."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROLE = DATABASE = "balie"


@dataclass(frozen=True)
class Postmaster:
    pid: int
    socket_folder: str
    ready: bool

    @property
    def url(self) -> str:
        return f"postgresql:///{DATABASE}?host={quote(self.socket_folder)}&port=5432&user={ROLE}"


def read(data: Path) -> Postmaster | None:
    """None when there is no file, or none yet that says something (it is written in two steps)."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return Postmaster(int(lines[0]), lines[4], len(lines) > 7 and lines[7].strip() == "ready")
    except (FileNotFoundError, NotADirectoryError, IndexError, ValueError):
        return None


def running(data: Path) -> Postmaster | None:
    """The server of this data, if it lives. A process that merely got its number after a crash is not it."""
    found = read(data)
    return found if found and is_server(found.pid, data) else None


def is_server(pid: int, data: Path) -> bool:
    """A postmaster runs in its data folder; so does each of its children, whose parent it is."""
    proc = Path("/proc") / str(pid)
    try:
        if _state(proc) == "Z":
            return False
        return (proc / "cwd").samefile(data) if os.access(proc / "cwd", os.R_OK) else _alive(pid)
    except OSError:
        return _alive(pid)


def _state(proc: Path) -> str:
    return (proc / "stat").read_text().rpartition(")")[2].split()[0]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def orphans(data: Path) -> list[int]:
    """Backends that outlived their postmaster; they leave by themselves within moments."""
    found = []
    for proc in Path("/proc").glob("[0-9]*"):
        try:
            if (proc / "cwd").samefile(data) and _state(proc) != "Z":
                found.append(int(proc.name))
        except OSError:  # gone meanwhile, or another user's
            continue
    return found


def remove_stale(data: Path) -> None:
    """PostgreSQL refuses to start when any process has the old number; here that is known to be another, or dead."""
    found = read(data)
    if found:
        for name in (".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
            Path(found.socket_folder, name).unlink(missing_ok=True)
    (data / "postmaster.pid").unlink(missing_ok=True)
