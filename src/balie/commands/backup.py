"""`balie backup FILE`: a tar of the database, the files and the secret key. Work goes on meanwhile."""

import argparse
import io
import json
import os
import sys
import tarfile
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

MANIFEST, DATABASE, SECRET_KEY, FILES = "manifest.json", "database.dump", "secret-key", "files/"
FORMAT = 1


def run(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="balie backup", description="Puts everything, files included, into FILE.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--force", action="store_true", help="also when FILE is there, which is then replaced")
    given = parser.parse_args(args)
    path: Path = given.file
    if path.is_dir():
        sys.stderr.write(f"{path} is a folder. Name a file in it: balie backup {path / 'balie.tar'}\n")
        return 1
    if path.exists() and not given.force:
        sys.stderr.write(f"{path} is there already and stays as it is. To replace it: balie backup --force {path}\n")
        return 1
    making = path.with_name(path.name + ".part")
    try:
        # It holds the secret key and what people wrote: for its owner's eyes.
        with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            files, missing = _write(out, path.parent)
            out.flush()
            os.fsync(out.fileno())
        making.replace(path)
    except OSError as problem:
        sys.stderr.write(f"{path} cannot be written: {problem.strerror or problem}\n")
        return 1
    finally:
        making.unlink(missing_ok=True)
    answer = {"file": str(path), "size": path.stat().st_size, "files": files, "missing": missing}
    sys.stdout.write(json.dumps(answer) + "\n")
    for key in missing:
        sys.stderr.write(f"A file is not where it should be, and so not in the backup: {key}\n")
    return 1 if missing else 0


def _write(out: io.BufferedWriter, beside: Path) -> tuple[int, list[str]]:
    from django.conf import settings

    from balie.commands.postgres.dumping import dump
    from balie.core.clock import now

    manifest = {"format": FORMAT, "balie": _version(), "made_at": now().isoformat()}
    with tarfile.open(fileobj=out, mode="w") as archive:
        _add(archive, MANIFEST, json.dumps(manifest).encode())
        _add(archive, SECRET_KEY, settings.SECRET_KEY.encode())
        with tempfile.TemporaryDirectory(prefix=".balie-backup-", dir=beside) as folder:
            dumped = Path(folder, DATABASE)
            dump(settings.BALIE_DATABASE_URL, dumped)
            archive.add(dumped, DATABASE)
        # After the database: a file is written before its row, so that all which the dump names are there by now.
        return _add_files(archive)


def _add_files(archive: tarfile.TarFile) -> tuple[int, list[str]]:
    from balie.files.models import Blob
    from balie.files.storage import open_blob

    files, missing = 0, []
    for key, size in Blob.objects.order_by("sha256").values_list("sha256", "size").iterator():
        try:
            with open_blob(key) as file:
                entry = tarfile.TarInfo(FILES + key)
                entry.size = size
                archive.addfile(entry, file)
                files += 1
        except FileNotFoundError:
            missing.append(key)
    return files, missing


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    archive.addfile(entry, io.BytesIO(data))


def _version() -> str:
    try:
        return version("balie")
    except PackageNotFoundError:
        return "checkout"
