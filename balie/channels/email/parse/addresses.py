"""Address lists as they are written, not only as RFC 5322 has them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .encoded_words import decode_words
from .charsets import scrub
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
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]]+@[^\s<>,;:\"()\[\]]+")
_LOOSE = re.compile(r"\s*([@.])\s+(?=[^\s@]+\Z)|\s+([@.])(?=[^\s@]+\Z)")  # `jane@test . example`
_ESCAPED = re.compile(r"\\(.)")
_SPACE = re.compile(r"\s+")
_LIMIT = 200_000
_MOST = 2000


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
            decoded = _LOOSE.sub(r"\1", decode_words(words))
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
        token = match[0]
        position = match.end()
        if token in {",", ";"}:
            finish()
        elif token == ":" and entry.address is None and not any("@" in word for word in entry.words):
            entry = _Entry()  # the name of a group
        elif token == "(":
            comment, position = _comment(value, position)
            entry.comments.append(comment)
        elif token.startswith("<"):
            if entry.address is not None and "@" in entry.address:
                finish()  # a comma is missing
            entry.address = _route_off(token.strip("<> \t"))
        elif token.startswith('"') and len(token) > 1:
            entry.words.append(_ESCAPED.sub(r"\1", token[1:-1] if token.endswith('"') else token[1:]))
        else:
            entry.words.append(token)
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
