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
class _Reader:
    """The addresses found, and the one that is being read."""

    found: list[Address] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    bracketed: str | None = None
    words_before: int = 0  # how many of the words stood before the brackets

    def angle(self, address: str) -> None:
        if self.bracketed is not None and "@" in self.bracketed:  # a comma is missing
            words, self.words = self.words[self.words_before :], self.words[: self.words_before]
            self.finish()
            self.words = words
        self.bracketed, self.words_before = address, len(self.words)

    def colon(self) -> None:
        if self.bracketed is None and not any("@" in word for word in self.words):
            self.words.clear()  # it was the name of a group
        else:
            self.words.append(":")

    def finish(self) -> None:
        address = self._address()
        if address is not None:
            self.found.append(address)
        self.words, self.comments, self.bracketed = [], [], None

    def _address(self) -> Address | None:
        name = _SPACE.sub(" ", "".join(self.words)).strip()
        email = self.bracketed or ""
        if "@" not in email:
            words = _LOOSE.sub(r"\1", decode_words(name[:_MOST_WORDS]))
            hidden = _ADDRESS.search(email) or _ADDRESS.search(words)
            if hidden is None:
                return None
            email = hidden[0]
            name = re.sub(r"<\s*>", "", words.replace(email, ""))
        email = _SPACE.sub("", decode_words(email)).strip("<>'\"")
        if not email or email.startswith("@"):
            return None
        return Address(email, _name(name) or _name(" ".join(self.comments)) or None)


def read_addresses(value: str) -> list[Address]:
    """Groups are flattened; what holds no address is left out."""
    reader = _Reader()
    value = value[:_LIMIT]
    position = 0
    while len(reader.found) < _MOST and (match := _TOKEN.match(value, position)):
        piece = match[0]
        position = match.end()
        if piece in {",", ";"}:
            reader.finish()
        elif piece == ":":
            reader.colon()
        elif piece == "(":
            comment, position = _comment(value, position)
            reader.comments.append(comment)
        elif piece.startswith("<"):
            reader.angle(_route_off(piece.strip("<> \t")))
        elif piece.startswith('"') and len(piece) > 1:
            reader.words.append(_ESCAPED.sub(r"\1", piece[1:-1] if piece.endswith('"') else piece[1:]))
        else:
            reader.words.append(piece)
    reader.finish()
    return reader.found


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
