"""Rows of a table, read one after the other from a file of any size. Pure."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO

from balie.core.sheets.dialects import Dialect
from balie.core.sheets.formulas import plain

# Of one cell, in characters: what is longer is a quote that was never closed.
LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Read:
    """`line`: where it begins in the file, as editors count. `broken`: it could not be taken apart."""

    line: int
    cells: tuple[str, ...]
    broken: bool = False


def rows_of(file: BinaryIO, dialect: Dialect) -> Iterator[Read]:
    """Without empty lines. What a spreadsheet was kept from taking for a formula is as it was; there are no NULs."""
    csv.field_size_limit(LONGEST)
    text = TextIOWrapper(file, encoding=dialect.encoding, errors="replace", newline="")
    reader = csv.reader(text, delimiter=dialect.separator)
    line = 1
    try:
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield Read(line, (), broken=True)
                line = reader.line_num + 1
                continue
            if any(cells):
                yield Read(line, tuple(plain(cell.replace("\0", "")) for cell in cells))
            line = reader.line_num + 1
    finally:
        text.detach()
