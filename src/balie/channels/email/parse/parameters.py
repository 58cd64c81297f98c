"""Parameters of Content-Type and Content-Disposition, with the many ways in which file names are written."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from .charsets import decode, scrub
from .encoded_words import decode_words
from .structure import Part

_PARAMETER = re.compile(r';?\s*([^\s=;"]{1,80}?)\s*=\s*("(?:[^"\\]|\\.)*(?:"|\Z)|[^;]*)', re.DOTALL)
_SECTION = re.compile(r"(.+?)(?:\*(\d{1,4}))?(\*)?$")
_WIDE = re.compile(r"\s{40,}")
_ESCAPED = re.compile(r"\\([\"\\])")
_LIMIT = 32_768


class Parameters(NamedTuple):
    value: str  # lower case, without the parameters
    values: dict[str, str]


class _Section(NamedTuple):
    number: int
    encoded: bool
    text: str


def parameters_of(part: Part, header: str, hint: str | None = None) -> Parameters:
    return read_parameters((part.raw_header(header) or "")[:_LIMIT], hint)


def read_parameters(raw: str, hint: str | None = None) -> Parameters:
    """RFC 2231 sections joined and decoded; RFC 2047 words, which do not belong here, decoded as well."""
    raw = _WIDE.sub(" ", scrub(raw.replace("\r", "").replace("\n", ""), hint))
    value, _, rest = raw.partition(";")
    if "=" in value and "/" not in value:
        value, rest = "", raw
    sections: dict[str, list[_Section]] = {}
    for found in _PARAMETER.finditer(rest):
        name = _SECTION.match(found[1].lower())
        if name is not None:
            section = _Section(int(name[2] or 0), bool(name[3]), _unquote(found[2]))
            sections.setdefault(name[1], []).append(section)
    cleaned = re.sub(r"[^\w/.+-].*", "", value.strip().lower(), flags=re.DOTALL)
    return Parameters(cleaned, {name: _join(found) for name, found in sections.items()})


def _unquote(text: str) -> str:
    text = text.strip()
    if text.startswith('"'):
        return _ESCAPED.sub(r"\1", text[1:-1] if len(text) > 1 and text.endswith('"') else text[1:])
    return text.strip("'\"") if text.count("'") != 2 else text


def _join(sections: list[_Section]) -> str:
    if not any(section.encoded for section in sections):
        if len({section.number for section in sections}) == 1:
            sections = sections[:1]  # the same parameter twice
        return decode_words("".join(section.text for section in sorted(sections, key=lambda section: section.number)))
    chosen = {section.number: section for section in sorted(sections, key=lambda section: section.encoded)}
    data = bytearray()
    charset = None
    for number in sorted(chosen):
        section = chosen[number]
        text = section.text
        if section.encoded and charset is None and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        raw = text.encode("utf-8", "surrogateescape")
        data += unquote_to_bytes(raw) if section.encoded else raw
    text = scrub(decode(bytes(data), charset).text)
    return decode_words(text) if "=?" in text else text
