"""Compressed RTF (MS-OXRTFCP), the body that Outlook puts into winmail.dat."""

from __future__ import annotations

import struct

_START = (  # the window that both sides begin with
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_LZFU, _MELA = b"LZFu", b"MELA"
_WINDOW = 4096
_LIMIT = 8 * 1024 * 1024


def decompress_rtf(data: bytes) -> bytes:
    """Empty where it is no compressed RTF; up to the first error otherwise."""
    if len(data) < 16:
        return b""
    size = min(struct.unpack_from("<I", data, 4)[0], _LIMIT)
    if data[8:12] == _MELA:
        return data[16 : 16 + size]
    return _inflate(data[16:], size) if data[8:12] == _LZFU else b""


def _inflate(data: bytes, size: int) -> bytes:
    window = bytearray(_START.ljust(_WINDOW, b" "))
    place = len(_START)
    out = bytearray()
    position = 0
    while position < len(data) and len(out) < size:
        control = data[position]
        position += 1
        for bit in range(8):
            if position >= len(data) or len(out) >= size:
                break
            if control >> bit & 1:
                pair = int.from_bytes(data[position : position + 2])
                position += 2
                offset, length = pair >> 4, (pair & 0xF) + 2
                if offset == place:
                    return bytes(out)
                piece = bytes(0)
                for step in range(length):
                    byte = window[(offset + step) % _WINDOW]
                    window[place] = byte
                    place = (place + 1) % _WINDOW
                    piece += bytes((byte,))
                out += piece
            else:
                window[place] = data[position]
                place = (place + 1) % _WINDOW
                out.append(data[position])
                position += 1
    return bytes(out[:size])
