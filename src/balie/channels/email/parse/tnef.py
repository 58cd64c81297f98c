"""winmail.dat (MS-OXTNEF): the files, and the body where there is no other, that Outlook packs into one attachment.

Read here and not by a library: the kept one loops four thousand million times on a count that a sender may choose.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from .charsets import decode, scrub
from .rtf import decompress_rtf

_MAGIC = b"\x78\x9f\x3e\x22"
_EMBEDDED_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
_OBJECT_END = bytes.fromhex("c000000000000046")  # the end of the class of every such object
_MOST_OBJECTS = 20_000
_MOST_NESTED = 3
_FIXED = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4, 0x0014: 8,
          0x0040: 8, 0x0048: 16}  # fmt: skip  # property type: bytes with padding
_COUNTED = {0x000D, 0x001E, 0x001F, 0x0102}
_TITLE, _DATA, _RENDER, _ATTACHMENT, _MESSAGE, _BODY, _CODEPAGE = 0x8010, 0x800F, 0x9002, 0x9005, 0x9003, 0x800C, 0x9007
_P_BODY, _P_RTF, _P_HTML, _P_NAME, _P_DATA, _P_SHORT, _P_LONG, _P_MIME, _P_CID = (
    0x1000, 0x1009, 0x1013, 0x3001, 0x3701, 0x3704, 0x3707, 0x370E, 0x3712,
)  # fmt: skip


class Property(NamedTuple):
    kind: int
    name: int
    data: bytes


@dataclass(slots=True)
class PackedFile:
    filename: str = ""
    content: bytes = b""
    content_type: str = ""
    content_id: str | None = None


@dataclass(slots=True)
class Package:
    files: list[PackedFile] = field(default_factory=list)
    text: str = ""
    html: str = ""
    whole: bool = True  # False: it holds objects that only Outlook can open
    bodies: list[PackedFile] = field(default_factory=list)  # the formatted body as a file, where it is not shown


def is_tnef(data: bytes) -> bool:
    return data.startswith(_MAGIC)


def unpack_tnef(data: bytes, nested: int = 0) -> Package:
    """What can be read of it, up to the first thing that cannot."""
    package = Package()
    codepage = "cp1252"
    for level, name, body in _objects(data):
        if name == _CODEPAGE and len(body) >= 4:
            codepage = f"cp{struct.unpack_from('<I', body)[0]}"
        elif level == 2:
            if name == _RENDER or not package.files:
                package.files.append(PackedFile())
            _read_file(package.files[-1], name, body, codepage)
        elif name == _BODY:
            package.text = _string(body, codepage)
        elif name == _MESSAGE:
            _read_message(package, body, codepage)
    _open_nested(package, nested)
    return package


def _objects(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    offset = 6
    for _ in range(_MOST_OBJECTS):
        if offset + 11 > len(data):
            return
        level, name, _kind, length = struct.unpack_from("<BHHI", data, offset)
        yield level, name, data[offset + 9 : offset + 9 + length]
        offset += length + 11


def _read_file(file: PackedFile, name: int, body: bytes, codepage: str) -> None:
    if name == _TITLE:
        file.filename = file.filename or _string(body, codepage)
    elif name == _DATA:
        file.content = body
    elif name == _ATTACHMENT:
        found = {item.name: item for item in _properties(body)}
        for wanted in (_P_LONG, _P_SHORT, _P_NAME):
            if wanted in found and (shown := _text(found[wanted], codepage)):
                file.filename = shown if wanted == _P_LONG else file.filename or shown
        if _P_DATA in found:
            data = found[_P_DATA].data
            file.content = data if data.startswith(_EMBEDDED_MESSAGE) else file.content or data
        if _P_MIME in found:
            file.content_type = _text(found[_P_MIME], codepage)
        if _P_CID in found:
            file.content_id = _text(found[_P_CID], codepage).strip("<>") or None


def _read_message(package: Package, body: bytes, codepage: str) -> None:
    for item in _properties(body):
        if item.name == _P_BODY:
            package.text = _text(item, codepage)
        elif item.name == _P_HTML:
            package.html = _text(item, codepage)
            package.bodies.append(PackedFile("message.html", item.data.rstrip(b"\x00"), "text/html"))
        elif item.name == _P_RTF and (rich := decompress_rtf(item.data)):
            package.bodies.append(PackedFile("message.rtf", rich, "application/rtf"))


def _open_nested(package: Package, nested: int) -> None:
    """An embedded message is kept as it is, and its files are shown beside it."""
    for file in list(package.files):
        package.whole = package.whole and not file.content.endswith(_OBJECT_END, 0, 16)
        if file.content.startswith(_EMBEDDED_MESSAGE):
            file.content = file.content[len(_EMBEDDED_MESSAGE) :]
            if nested < _MOST_NESTED and is_tnef(file.content):
                inner = unpack_tnef(file.content, nested + 1)
                package.files += [*inner.files, *inner.bodies]


def _properties(body: bytes) -> Iterator[Property]:
    """The properties of a list, until the list makes no sense."""
    offset = 4
    try:
        for _ in range(min(struct.unpack_from("<I", body)[0], _MOST_OBJECTS)):
            kind, name = struct.unpack_from("<HH", body, offset)
            offset += 4
            if name >= 0x8000:
                offset = _past_name(body, offset)
            many = kind & 0x1000
            kind &= 0xEFFF
            number = 1
            if many or kind in _COUNTED:
                number = struct.unpack_from("<I", body, offset)[0]
                offset += 4
            for index in range(min(number, _MOST_OBJECTS)):
                data, offset = _value(body, offset, kind)
                if index == 0:
                    yield Property(kind, name, data)
    except struct.error:
        return


def _past_name(body: bytes, offset: int) -> int:
    by_number = struct.unpack_from("<I", body, offset + 16)[0] == 0
    length = 0 if by_number else struct.unpack_from("<I", body, offset + 20)[0]
    return offset + 24 + -(-length // 4) * 4


def _value(body: bytes, offset: int, kind: int) -> tuple[bytes, int]:
    if kind in _FIXED:
        return body[offset : offset + _FIXED[kind]], offset + _FIXED[kind]
    if kind not in _COUNTED:
        raise struct.error
    length = struct.unpack_from("<I", body, offset)[0]
    if offset + 4 + length > len(body):
        raise struct.error
    return body[offset + 4 : offset + 4 + length], offset + 4 + -(-length // 4) * 4


def _text(item: Property, codepage: str) -> str:
    if item.kind == 0x001F:
        return scrub(item.data.decode("utf-16-le", "replace"))
    return _string(item.data, None if item.name == _P_HTML else codepage)


def _string(data: bytes, codepage: str | None) -> str:
    return scrub(decode(data.rstrip(b"\x00"), codepage).text)
