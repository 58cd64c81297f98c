import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.search.grammar import LONGEST, MOST_TERMS, Asked, Term, understand


def words(*texts: str) -> tuple[Term, ...]:
    return tuple(Term(text) for text in texts)


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("till receipts", words("till", "receipts"), ()),
        ('"no receipts" till', (Term("no receipts", phrase=True), Term("till")), ()),
        ("till -shop", words("till"), words("shop")),
        ('till -"shop 3"', words("till"), (Term("shop 3", phrase=True),)),
        ("e-mail", words("e-mail"), ()),
        ("emma@fietsfabriek.example", words("emma@fietsfabriek.example"), ()),
        ('"not closed', (Term("not closed", phrase=True),), ()),
        ("- – ! \"\"", (), ()),
        ("", (), ()),
    ],
)  # fmt: skip
def test_words_phrases_and_what_is_not_wanted(text: str, wanted: tuple[Term, ...], unwanted: tuple[Term, ...]) -> None:
    asked = understand(text)
    assert (asked.wanted, asked.unwanted) == (wanted, unwanted)


@pytest.mark.parametrize(("text", "number"), [("123", 123), (" #123 ", 123), ("#12a", None), ("12 3", None)])
def test_a_number_alone_is_a_ticket(text: str, number: int | None) -> None:
    assert understand(text).number == number


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("receipts of ti", ""),
        ("receipts till", "till"),
        ("receipts -till", ""),
        ('"till"', ""),
        ("till's", ""),
        ("till .", ""),
    ],
)
def test_the_last_word_may_be_a_beginning(text: str, beginning: str) -> None:
    assert understand(text).beginning == beginning


@given(st.text())
def test_anything_can_be_typed(text: str) -> None:
    asked = understand(text)
    assert len(asked.wanted) + len(asked.unwanted) <= MOST_TERMS
    assert all(term.text in " ".join(text.split()).replace("\x00", "") for term in asked.wanted if "\x00" not in text)


def test_a_novel_is_cut() -> None:
    assert understand("x" * 10_000) == Asked(words("x" * LONGEST), (), None, "x" * LONGEST)
