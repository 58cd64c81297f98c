"""Opaque signed S/MIME (smime.p7m): the mail that stands readable inside. Nothing is verified here."""

from __future__ import annotations

from collections.abc import Iterator

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # 1.2.840.113549.1.7.2
_DATA = bytes.fromhex("06092a864886f70d010701")
_ENVELOPED = (bytes.fromhex("06092a864886f70d010703"), bytes.fromhex("060b2a864886f70d0109100117"))
_MAX_CHUNKS = 100_000


def is_encrypted(data: bytes) -> bool:
    return any(oid in data[:64] for oid in _ENVELOPED)


def signed_content(data: bytes) -> bytes | None:
    """The content of a CMS SignedData, in DER or BER; None where it holds none."""
    if _SIGNED_DATA not in data[:64]:
        return None
    position = data.find(_DATA, 0, 4096)
    if position < 0:
        return None
    position += len(_DATA)
    if data[position : position + 1] != b"\xa0":
        return None  # a detached signature
    return b"".join(_octets(data, _header(data, position)[0]))


def _octets(data: bytes, position: int) -> Iterator[bytes]:
    """The pieces of an OCTET STRING, which in BER may be cut into many."""
    for _ in range(_MAX_CHUNKS):
        tag = data[position : position + 1]
        start, length = _header(data, position)
        if tag == b"\x04" and length is not None:
            yield data[start : start + length]
            position = start + length
        elif tag == b"\x24":
            position = start
        else:
            return


def _header(data: bytes, position: int) -> tuple[int, int | None]:
    """Where the content of the element begins, and its length (None: until an end mark)."""
    first = data[position + 1] if position + 1 < len(data) else 0
    if first < 0x80:
        return position + 2, first
    size = first & 0x7F
    return position + 2 + size, int.from_bytes(data[position + 2 : position + 2 + size]) if size else None
