"""Bytes to a tree of parts, by the standard library's parser, behind guards.

The policy is `compat32`: it keeps header lines as they came. The newer policies parse each header while they parse
the body, raise on real ones (`Message-ID: <>`), and cost a millisecond an address line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import TYPE_CHECKING

_HEADER_BLOCK = 1_048_576  # bytes within which the end of the header is looked for
_WRITING = compat32.clone(max_line_length=None, mangle_from_=False)
_MOST_BOUNDARIES = 10_000
_MAX_DEPTH = 60
_MAX_PARTS = 2000
_NAME = re.compile(rb"[!-9;-~]+[ \t]*:")
_MBOX_LINE = re.compile(rb"\A(?:>?From [^\r\n]*\r?\n)+")
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n|\r[ \t]*\r(?!\n)")


if TYPE_CHECKING:
    _Message = Message[str, str]
else:
    _Message = Message  # a generic in the type checker's eyes only


class Part(_Message):
    """A message or a part, with its raw header lines and its raw body. (`get` and `get_payload` lose 8-bit bytes.)"""

    def raw_header(self, name: str) -> str | None:
        """The first such line, folded and encoded as it came; bytes beyond ASCII as surrogates."""
        wanted = name.lower()
        return next((str(value) for key, value in self.raw_items() if key.lower() == wanted), None)

    def raw_body(self) -> bytes:
        """The body of a leaf, still in its transfer encoding."""
        body = self._body()
        return body.encode("ascii", "surrogateescape") if isinstance(body, str) else b""

    def parts(self) -> list[Part]:
        """The parts of a multipart, or the nested message; none of a leaf."""
        body = self._body()
        return [item for item in body if isinstance(item, Part)] if isinstance(body, list) else []

    def _body(self) -> object:
        return vars(self)["_payload"]  # the only way to it that neither decodes nor raises

    def original(self) -> bytes:
        """The message as it came, as far as the parser has kept it."""
        try:
            return self.as_bytes(policy=_WRITING)
        except (MessageError, UnicodeError, LookupError, ValueError, TypeError, AttributeError, RecursionError):
            lines = (f"{name}: {value}\n" for name, value in self.raw_items())
            body = b"\n".join(part.raw_body() for part in walk(self))
            return "".join(lines).encode("utf-8", "surrogateescape") + b"\n" + body


_parser = BytesParser(Part)  # compat32 is its default policy


def read_structure(raw: bytes) -> Part:
    """Never raises; what cannot be taken apart is one part of text."""
    raw = _tidy(raw)
    if _is_excessive(raw):
        return _undivided(raw)
    try:
        return _parser.parsebytes(raw)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, IndexError):
        return _undivided(raw)


def _undivided(raw: bytes) -> Part:
    """The header, and all the rest as one text."""
    message = _parser.parsebytes(raw, headersonly=True)
    if message.get_content_maintype() in {"multipart", "message"}:
        for name in ("Content-Type", "Content-Transfer-Encoding"):
            del message[name]
    return message


def _is_excessive(raw: bytes) -> bool:
    """So many parts, or so many blocks of a delivery report, that only taking them apart would take seconds."""
    if raw.count(b"\n--") > _MOST_BOUNDARIES:
        return True
    return raw.count(b"\n\n") + raw.count(b"\n\r\n") > _MOST_BOUNDARIES and b"/delivery-status" in raw.lower()


def children(part: Part) -> list[Part]:
    """The parts of a multipart; none of a leaf, nor of a nested message."""
    return [] if content_type(part).startswith("message/") else part.parts()


def content_type(part: Part) -> str:
    """`type/subtype`, lower case; a multipart that has no parts is text."""
    declared = part.get_content_type()
    if declared.startswith("multipart/") and not part.is_multipart():
        return "text/plain"
    return _UNUSUAL_TYPES.get(declared, declared)


_UNUSUAL_TYPES = {
    "text/htm": "text/html",
    "text/xhtml": "text/html",
    "application/xhtml+xml": "text/html",
    "text/text": "text/plain",
}


def walk(part: Part) -> Iterator[Part]:
    """Each part that is no multipart, in order, nested messages closed; bounded in number and depth."""
    stack = [(part, 0)]
    number = 0
    while stack and number < _MAX_PARTS:
        current, depth = stack.pop()
        inside = children(current) if depth < _MAX_DEPTH else []
        if inside:
            stack.extend((child, depth + 1) for child in reversed(inside))
        else:
            number += 1
            yield current


def _tidy(raw: bytes) -> bytes:
    """Without what stands before the header; broken lines inside it become folded ones.

    To the parser a line that is no header ends the header, and the rest (Content-Type too) would be body.
    """
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\x00")
    raw = _MBOX_LINE.sub(b"", raw[:4096]) + raw[4096:] if raw[:6].lstrip(b">").startswith(b"From ") else raw
    blank = _BLANK.search(raw, 0, _HEADER_BLOCK)
    head, rest = (raw[: blank.start()], raw[blank.start() :]) if blank else (raw[:_HEADER_BLOCK], raw[_HEADER_BLOCK:])
    lines = head.splitlines(keepends=True)
    is_header = [bool(_NAME.match(line)) for line in lines]
    if not any(is_header):
        return b"\n" + raw  # no header at all: all of it is the body
    last = max(index for index, found in enumerate(is_header) if found)
    for index, line in enumerate(lines):
        if is_header[index]:
            name, colon, value = line.partition(b":")
            lines[index] = name.rstrip() + colon + value
        elif line[:1] not in b" \t" and (index < last or blank):
            lines[index] = b" " + line
    return b"".join(lines) + rest
