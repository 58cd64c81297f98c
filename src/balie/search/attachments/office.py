"""Text of Word, Excel, PowerPoint and OpenDocument files: XML in a zip, read as a stream, so that no file is ever held
unpacked. A page break is between sheets and between slides.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from balie.search.attachments.problems import Broken, Encrypted, TooMuch

# Unpacked, of one part, and how much more than packed that may be where it is much.
MOST_BYTES = 80_000_000
_MOST_TIMES = 200
_MUCH = 4_000_000
_CHUNK = 65_536
# What is wrong with a file shows itself in any of these.
_FAULTS = (
    expat.ExpatError, zlib.error, struct.error, BadZipFile, EOFError, RuntimeError, LookupError, ValueError, OSError,
)  # fmt: skip
_NUMBER = re.compile(r"(\d+)\.xml$")
_CELL, _SHARED = "c", "si"
# By the last part of their names, as each kind of file has a namespace of its own.
_BREAKS = {"p", "br", "tab", "h", "row", "table-row", "table-cell", "tc", "a:p", "line-break", "s", "cr", "si", "is"}


def read_word(file: BinaryIO) -> Iterator[str]:
    with _opened(file) as archive:
        for name in _named(archive, r"word/(header\d*|document|footnotes|endnotes|comments)\.xml"):
            yield from _texts(archive, name, {"t"})


def read_slides(file: BinaryIO) -> Iterator[str]:
    with _opened(file) as archive:
        for place, name in enumerate(_named(archive, r"ppt/slides/slide\d+\.xml")):
            yield "\f" if place else ""
            yield from _texts(archive, name, {"t"})
            notes = name.replace("slides/slide", "notesSlides/notesSlide")
            if notes in archive.namelist():
                yield from _texts(archive, notes, {"t"})


def read_open(file: BinaryIO) -> Iterator[str]:
    with _opened(file) as archive:
        if b"encryption-data" in _beginning(archive, "META-INF/manifest.xml"):
            raise Encrypted
        yield from _texts(archive, "content.xml", None, {"table", "page"})


def read_sheet(file: BinaryIO) -> Iterator[str]:
    """What is the same in many cells stands in a list of its own, to which cells refer by number."""
    with _opened(file) as archive:
        shared = _shared(archive)
        for place, name in enumerate(_named(archive, r"xl/worksheets/sheet\d+\.xml")):
            yield "\f" if place else ""
            yield from _cells(archive, name, shared)


def _opened(file: BinaryIO) -> ZipFile:
    begins = file.read(8)
    file.seek(0)
    if begins.startswith(b"\xd0\xcf\x11\xe0"):  # a compound file: that is how Office encrypts
        raise Encrypted
    try:
        return ZipFile(file)
    except _FAULTS as problem:
        raise Broken from problem


def _named(archive: ZipFile, pattern: str) -> list[str]:
    """In the order of their numbers."""

    def number(name: str) -> int:
        found = _NUMBER.search(name)
        return int(found[1]) if found else 0

    found = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
    if not found:
        raise Broken
    return sorted(found, key=lambda name: (number(name), name))


def _beginning(archive: ZipFile, name: str) -> bytes:
    return archive.open(name).read(_MUCH) if name in archive.namelist() else b""


def _shared(archive: ZipFile) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in archive.namelist():
        return []
    return "".join(_texts(archive, name, {"t"}, {_SHARED})).split("\f")[1:]


def _cells(archive: ZipFile, name: str, shared: list[str]) -> Iterator[str]:
    """Numbers as they are kept, words as they are read."""
    told: list[str] = []
    state = {"kind": "", "within": False}

    def begin(tag: str, attributes: dict[str, str]) -> None:
        local = _local(tag)
        if local == _CELL:
            state["kind"] = attributes.get("t", "")
        state["within"] = local in {"v", "t"}

    def end(tag: str) -> None:
        state["within"] = False
        if _local(tag) == _CELL:
            told.append(" ")
        elif _local(tag) == "row":
            told.append("\n")

    def text(data: str) -> None:
        if not state["within"]:
            return
        refers = state["kind"] == "s" and data.isdecimal()
        told.append(shared[int(data)] if refers and int(data) < len(shared) else "" if refers else data)

    yield from _streamed(archive, name, begin=begin, end=end, text=text, told=told)


def _texts(archive: ZipFile, name: str, tags: set[str] | None, parts: set[str] | None = None) -> Iterator[str]:
    """Of elements with these names, or of all; a page break before each of `parts`."""
    told: list[str] = []
    state = {"within": tags is None}

    def begin(tag: str, _attributes: dict[str, str]) -> None:
        local = _local(tag)
        if tags is not None:
            state["within"] = local in tags
        if parts and local in parts:
            told.append("\f")

    def end(tag: str) -> None:
        local = _local(tag)
        if tags is not None:
            state["within"] = False
        if local in _BREAKS:
            told.append("\n" if local in {"p", "h", "row", "table-row"} else " ")

    def text(data: str) -> None:
        if state["within"]:
            told.append(data)

    yield from _streamed(archive, name, begin=begin, end=end, text=text, told=told)


def _streamed(
    archive: ZipFile, name: str, *, begin: Callable[[str, dict[str, str]], None], end: Callable[[str], None],
    text: Callable[[str], None], told: list[str],
) -> Iterator[str]:  # fmt: skip
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text
    parser.StartDoctypeDeclHandler = _refuse
    read = 0
    try:
        info = archive.getinfo(name)
        if info.flag_bits & 1:
            raise Encrypted
        with archive.open(info) as part:
            while chunk := part.read(_CHUNK):
                read += len(chunk)
                if read > MOST_BYTES or (read > _MUCH and read > info.compress_size * _MOST_TIMES):
                    raise TooMuch
                parser.Parse(chunk)
                yield "".join(told)
                told.clear()
            parser.Parse(b"", True)  # noqa: FBT003 -- expat takes it by its place
            yield "".join(told)
    except _FAULTS as problem:
        raise Broken from problem


def _refuse(*_declared: object) -> None:
    """No such file has one; it could declare entities that unpack without end."""
    raise Broken


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
