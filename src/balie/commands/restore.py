"""`balie restore FILE`: replaces everything by what is in a backup."""

import argparse
import json
import os
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import IO

from balie.commands.backup import DATABASE, FILES, FORMAT, MANIFEST, SECRET_KEY


class RestoreError(Exception):
    """Why it was not done, in words; nothing has changed."""


def run(args: list[str]) -> int:
    from balie.commands.postgres import PostgresError

    parser = argparse.ArgumentParser(prog="balie restore", description="Replaces everything by what is in FILE.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--replace", action="store_true", help="also when there are tickets, which are then gone")
    given = parser.parse_args(args)
    # Our own connections, however many the pool makes, are told from others' by their name.
    os.environ["PGAPPNAME"] = f"balie restore {os.getpid()}"
    try:
        with tarfile.open(given.file, mode="r:") as archive:
            files = _restore(archive, replace=given.replace)
    except (OSError, tarfile.TarError) as problem:
        sys.stderr.write(f"{given.file} cannot be read as a backup: {problem}\n")
        return 1
    except (RestoreError, PostgresError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(json.dumps({"file": str(given.file), "files": files}) + "\n")
    return 0


def _restore(archive: tarfile.TarFile, *, replace: bool) -> int:
    from django.conf import settings

    from balie.commands.postgres.dumping import load
    from balie.commands.schema import bring_up_to_date
    from balie.files.sweeping import claim

    _check_format(archive)
    _check_nobody_works()
    if not replace:
        _check_empty()
    files = _put_files(archive)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.BALIE_HOME) as folder:
        dumped = Path(folder, DATABASE)
        with dumped.open("wb") as out:
            shutil.copyfileobj(_opened(archive, archive.getmember(DATABASE)), out)
        load(settings.BALIE_DATABASE_URL, dumped)
    _put_secret_key(_read(archive, SECRET_KEY).decode())
    bring_up_to_date()
    claim()
    return files


def _check_format(archive: tarfile.TarFile) -> None:
    try:
        found = json.loads(_read(archive, MANIFEST))["format"]
    except (KeyError, ValueError):
        raise RestoreError("This is no backup made by balie backup.") from None
    if found != FORMAT:
        raise RestoreError(f"This backup is of format {found}; this version of Balie reads format {FORMAT}.")


def _check_nobody_works() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend' AND application_name <> current_setting('application_name')"
        )
        others = cursor.fetchone()[0]
    if others:
        raise RestoreError(f"Others use the database ({others} connections). Stop Balie first, on every machine.")


def _check_empty() -> None:
    from django.db import connection

    if "tickets_ticket" not in connection.introspection.table_names():
        return
    from balie.tickets.models import Ticket

    if Ticket.objects.exists():
        raise RestoreError("There are tickets here, which would be gone. To replace them: balie restore --replace FILE")


def _put_files(archive: tarfile.TarFile) -> int:
    from balie.files.storage import current

    count = 0
    for entry in archive:
        key = entry.name.removeprefix(FILES)
        if entry.name != key and not current().has(key):
            current().write(key, _opened(archive, entry).read())
        count += entry.name != key
    return count


def _put_secret_key(key: str) -> None:
    from django.conf import settings

    if key == settings.SECRET_KEY:
        return
    if os.environ.get("BALIE_SECRET_KEY"):
        sys.stderr.write(
            "BALIE_SECRET_KEY is not the backup's: sessions end, and stored mail passwords are unreadable.\n"
        )
        return
    path = settings.BALIE_HOME / "secret-key"
    making = path.with_suffix(".restored")
    making.touch(mode=0o600)
    making.write_text(key)
    making.replace(path)


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    return _opened(archive, archive.getmember(name)).read()


def _opened(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    found = archive.extractfile(entry)
    if found is None:
        raise RestoreError(f"{entry.name} in this backup is no file.")
    return found
