"""Address lists as they are written, not only as RFC 5322 has them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .charsets import scrub
from .encoded_words import decode_words
from .message import Address

_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"?'  # a quoted name; the closing mark may be missing
    r"|<[^<>]*>?"  # an address
    r"|\("  # a comment: they nest
    r"|=\?[^?\s]+\?[bBqQ]\?[^?]*\?="  # an encoded word may hold commas
    r"|[,;:]"
    r"|[^\s\",;:<>(]+|\s+|.",
    re.DOTALL,
)
_COMMENT = re.compile(r"\\.|[()]|[^\\()]+", re.DOTALL)
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]@]{1,200}@[^\s<>,;:\"()\[\]]{1,255}")
_LOOSE = re.compile(r"\s*([@.])\s+(?=[^\s@]+\Z)|\s+([@.])(?=[^\s@]+\Z)")  # `jane@test . example`
_ESCAPED = re.compile(r"\\(.)")
_SPACE = re.compile(r"\s+")
_LIMIT = 200_000
_MOST = 2000
_MOST_WORDS = 1000  # characters of one entry without angle brackets


@dataclass
class _Entry:
    """One address while it is being read."""

    words: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    address: str | None = None

    def finish(self) -> Address | None:
        words = _SPACE.sub(" ", "".join(self.words)).strip()
        address, name = self.address, words
        if address is None or "@" not in address:
            decoded = decode_words(words[:_MOST_WORDS])
            decoded = _LOOSE.sub(r"\1", decoded)
            hidden = _ADDRESS.search(address or "") or _ADDRESS.search(decoded)
            if hidden is None:
                return None
            address = hidden[0]
            name = re.sub(r"<\s*>", "", decoded.replace(address, "")) if address in decoded else decoded
        address = _SPACE.sub("", decode_words(address)).strip("<>'\"")
        shown = _name(name) or _name(" ".join(self.comments))
        if not address or address.startswith("@"):
            return None
        return Address(address, shown or None)


def read_addresses(value: str) -> list[Address]:
    """Groups are flattened; what holds no address is left out."""
    found: list[Address] = []
    entry = _Entry()

    def finish() -> None:
        nonlocal entry
        if (address := entry.finish()) is not None:
            found.append(address)
        entry = _Entry()

    value = value[:_LIMIT]
    position = 0
    while position < len(value) and len(found) < _MOST:
        match = _TOKEN.match(value, position)
        assert match is not None  # the last branch takes any character
        piece = match[0]
        position = match.end()
        if piece in {",", ";"}:
            finish()
        elif piece == ":" and entry.address is None and not any("@" in word for word in entry.words):
            entry = _Entry()  # the name of a group
        elif piece == "(":
            comment, position = _comment(value, position)
            entry.comments.append(comment)
        elif piece.startswith("<"):
            if entry.address is not None and "@" in entry.address:
                finish()  # a comma is missing
            entry.address = _route_off(piece.strip("<> \t"))
        elif piece.startswith('"') and len(piece) > 1:
            entry.words.append(_ESCAPED.sub(r"\1", piece[1:-1] if piece.endswith('"') else piece[1:]))
        else:
            entry.words.append(piece)
    finish()
    return found


def _comment(value: str, position: int) -> tuple[str, int]:
    depth = 1
    parts: list[str] = []
    while depth and (match := _COMMENT.match(value, position)):
        position = match.end()
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth:
            parts.append(match[0])
    return _ESCAPED.sub(r"\1", "".join(parts)), position


def _route_off(address: str) -> str:
    """`@relay,@relay:someone@example` -> `someone@example`; `mailto:` off."""
    address = address.removeprefix("mailto:").removeprefix("MAILTO:").removeprefix("SMTP:")
    return address.rpartition(":")[2] if address.startswith("@") and ":" in address else address


def _name(raw: str) -> str:
    shown = _SPACE.sub(" ", scrub(decode_words(raw))).strip()
    if len(shown) > 1 and shown[0] == shown[-1] and shown[0] in "'\"":
        shown = shown[1:-1].strip()
    return shown.strip('"').strip()
