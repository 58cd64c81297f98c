"""Where messages given on the command line come from: a file, an mbox, a Maildir, a folder, or standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Source(NamedTuple):
    """`path` as it was given; `PATH#n` for the n-th message of an mbox. Either `raw` or `error`."""

    path: str
    raw: bytes = b""
    error: str | None = None


def read_sources(paths: list[str]) -> Iterator[Source]:
    """Never more than one message in memory; what cannot be read is answered as an error in its place."""
    for path in paths:
        try:
            yield from _read(path)
        except OSError as problem:
            yield Source(path, error=problem.strerror or str(problem))


def _read(path: str) -> Iterator[Source]:
    if path == "-":
        yield Source(path, sys.stdin.buffer.read())
        return
    place = Path(path)
    if place.is_dir():
        for found in _files_in(place):
            yield from read_sources([str(found)])
    elif _is_mbox(place):
        yield from _read_mbox(place)
    else:
        yield Source(path, place.read_bytes())


def _files_in(folder: Path) -> list[Path]:
    """Of a Maildir what is delivered (`new`, `cur`), not what is half written (`tmp`)."""
    if (folder / "cur").is_dir() and (folder / "new").is_dir():
        places = [folder / "cur", folder / "new", *(found for found in folder.glob(".*") if found.is_dir())]
        return sorted(
            file for place in places for file in (_files_in(place) if place.name.startswith(".") else place.iterdir())
        )
    return sorted(file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))


def _is_mbox(place: Path) -> bool:
    """By its beginning; a file that calls itself `.eml` is one message."""
    if place.suffix.lower() == ".eml":
        return False
    with place.open("rb") as file:
        return file.read(5) == b"From "


def _read_mbox(place: Path) -> Iterator[Source]:
    number = 0
    lines: list[bytes] = []
    blank = True
    with place.open("rb") as file:
        for line in file:
            if blank and line.startswith(b"From "):
                if number:
                    yield Source(f"{place}#{number}", _message(lines))
                number += 1
                lines = []
            else:
                lines.append(line[1:] if line.lstrip(b">").startswith(b"From ") and line.startswith(b">") else line)
            blank = not line.strip(b"\r\n")
    yield Source(f"{place}#{number}", _message(lines))


def _message(lines: list[bytes]) -> bytes:
    """Without the blank line that stands before the next `From `."""
    return b"".join(lines[:-1] if lines and not lines[-1].strip(b"\r\n") else lines)
