"""A data folder of our own making: encoding, who may enter, what is in it from the start."""

import ctypes
import os
import pwd
import shutil
from pathlib import Path

from balie.commands.postgres import configuration
from balie.commands.postgres.account import Account
from balie.commands.postgres.lockfile import DATABASE, ROLE
from balie.commands.postgres.problem import PostgresError

SUPERUSER = "postgres"
EXTENSIONS = ("pg_trgm", "unaccent", "vector")

# The builtin provider knows Unicode under any LANG; there is no ICU in the wheel.
_INITDB = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--auth=peer"]
_HBA = f"# Written at each start.\nlocal all {ROLE} peer map=balie\nlocal all {SUPERUSER} peer map=balie\n"


def create(programs: Path, data: Path, account: Account, *, durable: bool = True) -> None:
    """Made under another name and moved in at the end: a start that is killed leaves no half database."""
    if (data / "PG_VERSION").exists():
        return
    making = data / "making"
    if making.exists():
        shutil.rmtree(making)
    elif any(data.iterdir()):
        raise PostgresError(f"{data} is not empty and holds no database: move what is in it away.")
    options = [*_INITDB, "--no-sync", f"--username={SUPERUSER}", f"--pgdata={making}"]
    _checked(account, [programs / "initdb", *options], what="made")
    _fill(programs, making, account)
    if durable:
        _flush(making)  # once, rather than each of a thousand files at each step
    # PG_VERSION goes last: it is what says that this is a database.
    for path in sorted(making.iterdir(), key=lambda path: path.name == "PG_VERSION"):
        path.rename(data / path.name)
    making.rmdir()


def _flush(folder: Path) -> None:
    """All of the file system that `folder` is on, to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(handle):
            raise OSError(ctypes.get_errno(), f"{folder} could not be written to the disk")
    finally:
        os.close(handle)


def _fill(programs: Path, data: Path, account: Account) -> None:
    """Role, database and extensions, by the single-user mode: no server has to run for it."""
    extensions = [f"CREATE EXTENSION {name};" for name in EXTENSIONS]
    role = f"CREATE ROLE {ROLE} LOGIN CREATEDB;"
    # In template1, so that every database made later has the extensions, those of tests and restores too.
    statements = [*extensions, role, f"CREATE DATABASE {DATABASE} OWNER {ROLE};"]
    single: list[str | Path] = [programs / "postgres", "--single", "-D", data, "-c", "fsync=off", "template1"]
    _checked(account, single, what="filled", text="\n".join(statements) + "\n")


def _checked(account: Account, command: list[str | Path], *, what: str, text: str = "") -> None:
    done = account.run(command, text=text, environment={**os.environ, "LC_ALL": "C", "TZ": "UTC"})
    # The single-user mode reports a failed statement and goes on.
    if done.returncode or "ERROR:" in done.stderr or "FATAL:" in done.stderr:
        raise PostgresError(f"The database could not be {what}:\n{done.stderr.strip()[-2000:]}")


def check_version(programs: Path, data: Path) -> None:
    found = (data / "PG_VERSION").read_text().strip()
    with (programs.parent / "share" / "postgres.bki").open() as bootstrap:
        ours = bootstrap.readline().split()[-1]
    if found != ours:
        raise PostgresError(
            f"The data in {data} are of PostgreSQL {found}, and this version of Balie brings {ours}. "
            "Make a backup with the version of Balie that made them (balie backup FILE), move the folder away, "
            "then: balie restore FILE"
        )


def configure(data: Path, account: Account, socket_folder: Path, *, durable: bool) -> None:
    """Written at each start, so that what a new version of Balie finds right reaches old data."""
    everyone = {account.name, pwd.getpwuid(0).pw_name}
    ident = "".join(f'balie "{name}" {role}\n' for name in sorted(everyone) for role in (ROLE, SUPERUSER))
    files = {
        "pg_hba.conf": _HBA,
        "pg_ident.conf": "# Written at each start.\n" + ident,
        "postgresql.conf": configuration.text(socket_folder, durable=durable),
    }
    for name, content in files.items():
        _write(data / name, content, account)


def _write(path: Path, content: str, account: Account) -> None:
    """Root writes here where another user owns the folder: never through a link that user may have put there."""
    making = path.with_suffix(".new")
    making.unlink(missing_ok=True)
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "w") as file:
        file.write(content)
        if not account.is_me:
            os.fchown(file.fileno(), account.uid, account.gid)
    making.replace(path)
