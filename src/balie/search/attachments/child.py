"""Reads one file, in a process of its own that may be killed: `python -m balie.search.attachments.child KIND < FILE`.

What comes out is the reason why there is no text, or nothing, on a line; then the text.
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

_BLANKS = {character: " " for character in range(32) if chr(character) not in "\n\f"}


def main() -> None:
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    reason, text = "", ""
    try:
        text = _limited(_reader(sys.argv[1])(io.BytesIO(sys.stdin.buffer.read())))
    except Unreadable as unreadable:
        reason = unreadable.reason
    except MemoryError:
        reason = "too_much"
    except RecursionError:
        reason = "broken"
    sys.stdout.buffer.write(f"{reason}\n{text}".encode("utf-8", "ignore"))


def _limited(parts: Iterator[str]) -> str:
    told, length = [], 0
    for part in parts:
        told.append(part)
        length += len(part)
        if length > LONGEST:
            break
    pages = "".join(told)[:LONGEST].translate(_BLANKS).split("\f")
    return "\f".join("\n".join(" ".join(line.split()) for line in page.splitlines() if line.strip()) for page in pages)


def _reader(kind: str) -> Callable[[BinaryIO], Iterator[str]]:
    """Only what this file needs is loaded."""
    if kind == kinds.PDF:
        from balie.search.attachments.pdf import read_pdf

        return read_pdf
    if kind == kinds.PLAIN:
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
