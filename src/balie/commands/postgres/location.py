"""Where the data and the socket lie."""

import os
import shutil
import stat
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from balie.commands.postgres import account as accounts
from balie.commands.postgres import binaries
from balie.commands.postgres.account import Account
from balie.commands.postgres.problem import PostgresError

# sockaddr_un holds 108 bytes, and PostgreSQL adds "/.s.PGSQL.5432" and a closing NUL.
LONGEST_SOCKET_FOLDER = 108 - len("/.s.PGSQL.5432") - 1


def data_folder(home: Path) -> Path:
    """The data of this BALIE_HOME. A link when they had to be put elsewhere; a dangling one is no empty database."""
    data = home / "postgres"
    if data.is_symlink() and not data.exists():
        raise PostgresError(
            f"{data} points to {data.readlink()}, which is gone. Bring it back, or remove the link to begin anew."
        )
    return data.resolve()


def prepare(home: Path) -> tuple[Path, Account]:
    """The data folder, made when missing, owned by the account that runs the server and reachable for it."""
    home.mkdir(mode=0o755 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    data = data_folder(home)
    account = accounts.for_data(data)
    if data.exists() or account.can_enter(home):
        _own(data, account)
    elif account.is_me:
        raise PostgresError(f"{home} cannot be entered; make it yours or set BALIE_HOME to another folder.")
    else:
        data = _elsewhere(home, account)
    return data, account


def _own(data: Path, account: Account) -> None:
    try:
        data.mkdir(mode=0o700, exist_ok=True)
        if not account.is_me:
            os.chown(data, account.uid, account.gid)
    except PermissionError:
        raise PostgresError(f"{data} cannot be written; make it yours or set BALIE_HOME to another folder.") from None
    if not account.is_me and not account.can_enter(data):
        raise PostgresError(f"{account.name} owns the data in {data} and cannot get there: check the folders above.")


def _elsewhere(home: Path, account: Account) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="data-", dir=binaries.shared_folder()))
    os.chown(folder, account.uid, account.gid)
    (home / "postgres").symlink_to(folder)
    sys.stderr.write(
        f"PostgreSQL runs as {account.name}, who cannot enter {home}: its data go to {folder}, "
        f"and {home / 'postgres'} points there.\n"
    )
    return folder


def socket_folder(data: Path, account: Account) -> Path:
    """The data folder itself, private already, or a short private one where its path is too long for a socket."""
    if len(os.fsencode(data)) <= LONGEST_SOCKET_FOLDER:
        return data
    folder = _short_folder(data, account)
    try:
        folder.mkdir(mode=0o700)
        if not account.is_me:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
            raise PostgresError(f"{folder} belongs to someone else; remove it and start again.") from None
    return folder


def _short_folder(data: Path, account: Account) -> Path:
    # A fixed name: what a killed process left is used again rather than left for ever.
    name = f"balie-{account.uid}-{sha256(os.fsencode(data)).hexdigest()[:16]}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    private = account.is_me and len(runtime) + len(name) < LONGEST_SOCKET_FOLDER and os.access(runtime, os.W_OK)
    return Path(runtime if private else "/tmp") / name  # noqa: S108 -- its owner and mode are checked


def remove_socket_folder(folder: Path, data: Path) -> None:
    if folder != data:
        shutil.rmtree(folder, ignore_errors=True)
