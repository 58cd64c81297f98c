"""Content-Transfer-Encoding and uuencode: decoded as far as they can be."""

from __future__ import annotations

import binascii
import quopri
import re
from typing import NamedTuple

from .encoded_words import decode_base64
from .structure import Part

_BEGIN = re.compile(rb"^begin(-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
_END = re.compile(rb"^(?:end|====)[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_MOST_FILES = 100
_PLAIN_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]*={0,2}\s*")


class UuFile(NamedTuple):
    filename: bytes
    content: bytes


def payload_bytes(part: Part) -> bytes:
    """The decoded bytes of a leaf."""
    return decode_transfer(part.raw_body(), part.raw_header("Content-Transfer-Encoding") or "")


def decode_transfer(data: bytes, encoding: str) -> bytes:
    kind = re.sub(r"[^a-z0-9-]", "", encoding.partition(";")[0].lower())
    if kind == "base64":
        return _base64(data)
    if kind in {"quoted-printable", "quotedprintable"}:
        return quopri.decodestring(data)
    if kind in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        files, rest = split_uuencoded(data)
        return files[0].content if files else rest
    return data


def split_uuencoded(data: bytes) -> tuple[list[UuFile], bytes]:
    """The files written into a text, and the text without them."""
    files: list[UuFile] = []
    kept: list[bytes] = []
    position = 0
    for _ in range(_MOST_FILES):
        begin = _BEGIN.search(data, position) if b"begin" in data else None
        end = _END.search(data, begin.end()) if begin else None
        if begin is None or end is None:
            break
        body = data[begin.end() : end.start()]
        content = decode_base64(body) if begin[1] else _uu_lines(body)
        if content or not body.strip(b"`\r\n "):
            kept.append(data[position : begin.start()])
            files.append(UuFile(begin[2].strip(), content))
        else:
            kept.append(data[position : end.end()])
        position = end.end()
    return files, b"".join(kept) + data[position:]


def _base64(data: bytes) -> bytes:
    try:
        if len(data) > 100_000 or _PLAIN_BASE64.fullmatch(data):
            return binascii.a2b_base64(data)
    except binascii.Error:
        pass
    return decode_base64(data)


def _uu_lines(body: bytes) -> bytes:
    lines = []
    for line in body.splitlines():
        try:
            lines.append(binascii.a2b_uu(line))
        except binascii.Error:
            # As the original uudecode: the count in the first character is right, trailing blanks may be lost or added.
            wanted = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            try:
                lines.append(binascii.a2b_uu(line[:wanted].ljust(wanted)))
            except binascii.Error:
                return b""
    return b"".join(lines)
