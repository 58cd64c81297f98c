"""Encoded words (RFC 2047) as mail programs really write them."""

from __future__ import annotations

import binascii
import re
from itertools import groupby
from typing import NamedTuple

from .charsets import decode, scrub

# Blanks inside, an empty text and a missing end (a line cut by its length) all occur.
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?(.*?)(?:\?=|\Z)", re.DOTALL)
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})|=\r?\n?")
_LIMIT = 65_536  # characters of one header line that are looked at


class _Piece(NamedTuple):
    charset: str | None  # None: text that was not encoded
    data: bytes
    text: str


def decode_words(value: str) -> str:
    """The header value with its encoded words decoded; blanks between two encoded words are gone."""
    value = value[:_LIMIT]
    if "=?" not in value:
        return scrub(value)
    pieces: list[_Piece] = []
    position = 0
    for word in _WORD.finditer(value):
        between = value[position : word.start()]
        if between.strip() or (between and not pieces):
            pieces.append(_Piece(None, b"", between))
        charset = word[1].partition("*")[0].lower()  # RFC 2231 section 5: a language may follow
        pieces.append(_Piece(charset, _bytes_of(word[2], word[3]), word[0]))
        position = word.end()
    pieces.append(_Piece(None, b"", value[position:]))
    # Neighbours are joined before they are decoded: many programs cut words in the middle of a character.
    return "".join(
        _text_of(charset, list(group)) for charset, group in groupby(pieces, key=lambda piece: piece.charset)
    )


def _text_of(charset: str | None, pieces: list[_Piece]) -> str:
    if charset is None:
        return scrub("".join(piece.text for piece in pieces))
    return scrub(decode(b"".join(piece.data for piece in pieces), charset).text)


def _bytes_of(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape")
    if encoding in "bB":
        return decode_base64(data)
    return _HEX.sub(lambda found: bytes.fromhex(found[1].decode()) if found[1] else b"=", data.replace(b"_", b" "))


def decode_base64(data: bytes) -> bytes:
    """Whatever can be decoded: foreign characters, missing and repeated padding do no harm."""
    decoded = []
    for run in re.split(rb"=+", data):
        digits = re.sub(rb"[^A-Za-z0-9+/]", b"", run)
        if len(digits) % 4 == 1:  # the rest of a group that was cut off
            digits = digits[:-1]
        decoded.append(binascii.a2b_base64(digits + b"=" * (-len(digits) % 4)))
    return b"".join(decoded)
