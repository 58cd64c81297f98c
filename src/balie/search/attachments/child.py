"""Reads files, each in a fork of its own that may be killed: `python -m balie.search.attachments.child`.

In comes for each file its kind and its length in bytes on a line, then its bytes. Out goes the exit code of the fork
and the length of what it said on a line, then that: the reason why there is no text, or nothing, on a line; then the
text.
"""

import io
import os
import resource
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO

from balie.search.attachments import kinds
from balie.search.attachments.problems import Unreadable

MEMORY = 640 * 1024 * 1024
SECONDS = 20
LONGEST = 100_000  # characters: what the index takes of a text

Read = Callable[[BinaryIO], Iterator[str]]

_BLANKS = {character: " " for character in range(32) if chr(character) not in "\n\f"}


BROKEN, TOO_MUCH = 1, 2


def main() -> None:
    os.nice(10)
    while head := sys.stdin.buffer.readline():
        kind, length = head.split()
        code, said = _apart(_reader(kind.decode()), sys.stdin.buffer.read(int(length)))
        sys.stdout.buffer.write(b"%d %d\n%s" % (code, len(said), said))
        sys.stdout.buffer.flush()


def _apart(read: Read, data: bytes) -> tuple[int, bytes]:
    receiving, sending = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = BROKEN
        try:
            os.close(receiving)
            code = _told(read, data, sending)
        finally:
            os._exit(code)
    os.close(sending)
    with os.fdopen(receiving, "rb") as pipe:
        said = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said


def _told(read: Read, data: bytes, sending: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        text = _limited(read(io.BytesIO(data)))
        with os.fdopen(sending, "wb") as pipe:
            pipe.write(f"\n{text}".encode("utf-8", "ignore"))
    except Unreadable as unreadable:
        os.write(sending, f"{unreadable.reason}\n".encode())
    except MemoryError:
        return TOO_MUCH
    except RecursionError:
        return BROKEN
    return 0


def _limited(parts: Iterator[str]) -> str:
    told, length = [], 0
    for part in parts:
        told.append(part)
        length += len(part)
        if length > LONGEST:
            break
    pages = "".join(told)[:LONGEST].translate(_BLANKS).split("\f")
    return "\f".join("\n".join(" ".join(line.split()) for line in page.splitlines() if line.strip()) for page in pages)


def _reader(kind: str) -> Read:
    """Only what is needed is loaded, and once."""
    if kind == kinds.PDF:
        from balie.search.attachments.pdf import read_pdf

        return read_pdf
    if kind == kinds.PLAIN:
        import charset_normalizer  # noqa: F401 -- before the forks

        return _read_plain
    from balie.search.attachments import office

    return {
        kinds.WORD: office.read_word,
        kinds.SHEET: office.read_sheet,
        kinds.SLIDES: office.read_slides,
        kinds.OPEN: office.read_open,
    }[kind]


def _read_plain(file: BinaryIO) -> Iterator[str]:
    from charset_normalizer import from_bytes

    data = file.read(4 * LONGEST)
    try:
        yield data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
        yield str(best) if best else data.decode("latin-1")


if __name__ == "__main__":
    main()
