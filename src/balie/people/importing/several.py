"""Several values in one cell: written by an export, read from any file. Pure."""

import re
from collections.abc import Iterable, Iterator

_BETWEEN = re.compile(r"[;,|\n\r]+")
_BETWEEN_WORDS = re.compile(r"[;,|\s]+")
_BRACKETED = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")
# Commas and spaces may stand between quotation marks before the @.
_ADDRESS = re.compile(r'(?:"[^"]*"|[^;,\s"])+')
_RULE = re.compile(r"^(---+)$", re.MULTILINE)
_BETWEEN_NOTES = "\n---\n"


def parts_of(cells: Iterable[str], *, spaced: bool = False) -> Iterator[str]:
    """`spaced`: words, with no space in any of them."""
    for cell in cells:
        yield from filter(None, map(str.strip, (_BETWEEN_WORDS if spaced else _BETWEEN).split(cell)))


def addresses_in(cells: Iterable[str]) -> Iterator[str]:
    """Also as mail programs write them: `Jan <jan@lamps.example>`."""
    for cell in cells:
        bracketed = _BRACKETED.findall(cell)
        rest = _ADDRESS.findall(_BRACKETED.sub(";", cell))
        # Beside one in brackets, words without an @ are whose it is.
        yield from (*bracketed, *(it for it in rest if "@" in it or not bracketed))


def notes_in(cells: Iterable[str]) -> Iterator[str]:
    """Apart by a line of three hyphens; a line of more of them is one of less."""
    for cell in cells:
        for note in cell.replace("\r\n", "\n").split(_BETWEEN_NOTES):
            if text := _RULE.sub(lambda found: found[0][1:] if len(found[0]) > 3 else found[0], note).strip():
                yield text


def together(values: Iterable[str]) -> str:
    return ", ".join(values)


def notes_together(notes: Iterable[str]) -> str:
    return _BETWEEN_NOTES.join(_RULE.sub(r"-\1", note) for note in notes)
