"""Tables written are read again as they were, in whatever letters and columns they come."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.core.sheets.dialects import SEPARATORS, Dialect, Separated, dialect_of
from balie.core.sheets.formulas import harmless, plain
from balie.core.sheets.reading import LONGEST, Read, rows_of
from balie.core.sheets.writing import written

CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=8)


@given(st.text())
def test_no_text_is_a_formula_and_none_is_lost(text: str) -> None:
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert plain(harmless(text)) == text


@given(rows=ROWS, separator=st.sampled_from(SEPARATORS), mark=st.booleans())
def test_what_is_written_is_read_again(rows: list[list[str]], separator: str, mark: bool) -> None:
    head = ["name", "e-mail"]
    file = BytesIO("".join(written(head, rows, Separated(separator, mark))).encode())
    read = [list(it.cells) for it in rows_of(file, Dialect("utf-8-sig" if mark else "utf-8", separator))]
    assert read == [head, *(row for row in rows if any(row))]


@given(st.binary(max_size=400))
def test_no_bytes_are_too_strange_to_be_read(data: bytes) -> None:
    dialect = dialect_of(BytesIO(data))
    for row in rows_of(BytesIO(data), dialect):
        assert not any("\0" in cell for cell in row.cells)


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
     ("utf-16-be", "utf-16-be"), ("cp1252", "cp1252")],
)  # fmt: skip
@pytest.mark.parametrize("separator", SEPARATORS)
def test_letters_and_separator_are_told_from_the_file(encoding: str, found: str, separator: str) -> None:
    lines = "Name|E-Mail|Ort\r\nMüller|m@lamps.example|Köln; am Rhein, rechts\r\n" * 3
    text = lines.replace("|", separator)
    data = text.encode(encoding)
    assert dialect_of(BytesIO(data)) == Dialect(found, separator)
    assert next(iter(rows_of(BytesIO(data), Dialect(found, separator)))).cells == ("Name", "E-Mail", "Ort")


def test_one_letter_late_in_the_file_is_enough() -> None:
    data = b"name,e-mail\n" + b"Jan,jan@lamps.example\n" * 20_000 + "Zoë,zoe@lamps.example\n".encode("cp1252")
    dialect = dialect_of(BytesIO(data))
    assert dialect == Dialect("cp1252", ",")
    assert list(rows_of(BytesIO(data), dialect))[-1] == Read(20_002, ("Zoë", "zoe@lamps.example"))


def test_lines_are_counted_as_editors_do() -> None:
    data = b'name,note\r\n"Jan","one\r\ntwo"\r\n\r\nPiet,x\r\n'
    assert [(it.line, it.cells) for it in rows_of(BytesIO(data), Dialect())] == [
        (1, ("name", "note")), (2, ("Jan", "one\r\ntwo")), (5, ("Piet", "x")),
    ]  # fmt: skip


def test_a_quote_that_is_never_closed_is_told_and_the_file_is_read_on() -> None:
    data = b'name\nJan\n"' + b"x" * (LONGEST + 5) + b"\nPiet\n"
    read = list(rows_of(BytesIO(data), Dialect()))
    assert [it.broken for it in read] == [False, False, True, False]
    assert read[-1].cells == ("Piet",)
