"""Files are read, or it is known why not; none takes more than its share."""

import io
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balie.search.attachments import child, office, reading
from balie.search.attachments.kinds import OPEN, PDF, PLAIN, SHEET, SLIDES, WORD, kind_of
from balie.search.attachments.problems import Unreadable
from balie.search.attachments.reading import Reader, Reading
from balie.search.attachments.tests.files import open_document, pdf, sheets, slides, word, zipped


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


@pytest.mark.parametrize(
    ("data", "kind", "text"),
    [
        (pdf("The first page", "The second"), PDF, "The first page\fThe second"),
        (word("Order 77", "Grüße & &lt;more&gt;".replace("& ", "&amp; ")), WORD, "Order 77\nGrüße & <more>"),
        (sheets(["Lamp", 12], ["Kettle", 3.5]), SHEET, "Lamp 12\fKettle 3.5"),
        (slides("Plans", "Figures"), SLIDES, "Plans\fFigures"),
        (open_document("Beste Emma", "Tot ziens"), OPEN, "Beste Emma\nTot ziens"),
        ("Grüße\nüberall".encode(), PLAIN, "Grüße\nüberall"),
        ("Die Straße nach Köln ist gesperrt, schöne Grüße".encode("cp1252"), PLAIN,
         "Die Straße nach Köln ist gesperrt, schöne Grüße"),
    ],
)  # fmt: skip
def test_the_text_of_a_file_is_read(reader: Reader, data: bytes, kind: str, text: str) -> None:
    assert reader.read(data, kind) == Reading(text)


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (pdf("Secret", password="word"), PDF, "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, WORD, "encrypted"),
        (open_document("x", manifest="<m:encryption-data/>"), OPEN, "encrypted"),
        (b"no such thing", PDF, "broken"),
        (b"%PDF-1.7 no such thing", PDF, "broken"),
        (b"no such thing", SHEET, "broken"),
        (b"", SLIDES, "broken"),
        (word("Half a file")[:80], WORD, "broken"),
        (zipped({"word/document.xml": "<w><t>not closed"}), WORD, "broken"),
        (zipped({"something/else.xml": "<w/>"}), WORD, "broken"),
        (zipped({"content.xml": '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}), OPEN, "broken"),
        (pdf(""), PDF, "empty"),
        (b"  \n ", PLAIN, "empty"),
        (zipped({"word/document.xml": "<w>" + '<x a="1"/>' * 1_000_000}), WORD, "too_much"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)
def test_why_a_file_cannot_be_read_is_known(reader: Reader, data: bytes, kind: str, reason: str) -> None:
    assert reader.read(data, kind) == Reading("", reason)


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with Reader() as reader:
        with monkeypatch.context() as hurried:
            hurried.setattr(reading, "_PATIENCE", 0.01)
            assert reader.read(pdf("x"), PDF).reason == "too_long"
        assert reader.read(pdf("Order 77"), PDF) == Reading("Order 77")


def test_a_file_that_needs_too_much_memory_is_given_up(reader: Reader) -> None:
    """Words that cells share are held at once: here some hundred million characters, packed to little."""
    shared = "".join(f"<si><t>{number}{'lamp ' * 2_000}</t></si>" for number in range(7_000))
    parts = {"xl/sharedStrings.xml": f"<sst>{shared}</sst>", "xl/worksheets/sheet1.xml": "<worksheet/>"}
    assert reader.read(zipped(parts), SHEET).reason == "too_much"


def test_no_more_is_kept_than_the_index_takes(reader: Reader) -> None:
    assert len(reader.read(b"lamp " * 100_000, PLAIN).text) <= child.LONGEST


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 400))
def test_damage_anywhere_is_a_reason_and_no_crash(noise: bytes, at: int) -> None:
    whole = word("Order 77", "More of it")
    damaged = whole[:at] + noise + whole[at + len(noise) :]
    with suppress(Unreadable):
        "".join(office.read_word(io.BytesIO(damaged)))


@pytest.mark.parametrize(
    ("filename", "content_type", "kind"),
    [
        ("Invoice.PDF", "application/octet-stream", PDF), ("x", "application/pdf; name=x", PDF), ("a.docx", "", WORD),
        ("photo.jpg", "image/jpeg", ""), ("", "", ""), ("notes.txt", "text/plain", PLAIN), ("old.doc", "", ""),
    ],
)  # fmt: skip
def test_files_are_known_by_name_or_type(filename: str, content_type: str, kind: str) -> None:
    assert kind_of(filename, content_type) == kind
