"""How a table was written down: in which letters, and what stands between its columns. Pure."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from io import StringIO
from typing import BinaryIO, NamedTuple
from unicodedata import category

SEPARATORS = (",", ";", "\t", "|")
_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_LINES = 50
_WHITE = "\t\n\v\f\r\x85"
# Of a hundred characters, so many may be of no use to anybody.
_MOST_STRANGE = 0.01
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dialect:
    encoding: str = "utf-8"
    separator: str = ","

    @property
    def kept(self) -> dict[str, str]:
        return asdict(self)


class Separated(NamedTuple):
    """How a table is to be written: `mark` is the one by which Excel knows UTF-8."""

    separator: str = ","
    mark: bool = False


def dialect_of(file: BinaryIO) -> Dialect:
    """Of a table that begins where the file stands."""
    encoding = _encoding(file)
    file.seek(0)
    sample = file.read(_SAMPLE).decode(encoding, errors="replace")
    return Dialect(encoding, _separator(sample))


def is_text(file: BinaryIO, dialect: Dialect) -> bool:
    """Whether its beginning is written by people: hardly a control character, or a byte that is no letter, in it."""
    sample = file.read(_SAMPLE).decode(dialect.encoding, errors="replace")
    strange = sum(one == "\ufffd" or (one not in _WHITE and category(one) == "Cc") for one in sample)
    return strange <= _MOST_STRANGE * len(sample)


def _encoding(file: BinaryIO) -> str:
    """UTF-8 if all of it is; else what Windows writes in Western Europe, where each byte is some letter."""
    start = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if wide := _wide(start):
        return wide
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while start:
            decoder.decode(start)
            start = file.read(_CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _wide(start: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin letters is none."""
    if len(start) < 4:
        return ""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.1 else ""


def _separator(sample: str) -> str:
    """The one by which most lines have the same number of columns, and most of them."""
    return max(SEPARATORS, key=lambda one: (*_fit(sample, one), -SEPARATORS.index(one)))


def _fit(sample: str, separator: str) -> tuple[int, int]:
    widths = Counter(len(row) for row in _first(csv.reader(StringIO(sample, newline=""), delimiter=separator)) if row)
    if not widths:
        return 0, 0
    width, lines = max(widths.items(), key=lambda it: (it[1], it[0]))
    return (lines * 100 // widths.total() if width > 1 else 0) * width, width


def _first(rows: Iterable[list[str]]) -> Iterable[list[str]]:
    try:
        for _number, row in zip(range(_LINES), rows, strict=False):
            yield row
    except csv.Error:
        return
