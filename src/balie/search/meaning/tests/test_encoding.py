"""Texts as bits, of which few differ where texts are alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.search.meaning.bits import BITS, Said
from balie.search.meaning.encoding import Encoder
from balie.search.meaning.letters import counted, runs
from balie.search.meaning.local import encoder


@pytest.fixture(scope="module")
def local() -> Encoder:
    return encoder()


def apart(local: Encoder, one: str, other: str, language: str = "en") -> int:
    first, second = local.meanings([Said(one, language), Said(other, language)])
    return (int.from_bytes(first) ^ int.from_bytes(second)).bit_count()


@pytest.mark.parametrize(
    ("language", "said", "alike", "other"),
    [
        ("en", "I forgot my password", "How do I reset the password?", "The parcel is late"),
        ("en", "My card has been stolen", "Somebody stole my credit card", "The till prints no receipts"),
        ("nl", "De fietsverhuur werkt niet", "Fiets verhuren lukt niet", "Waar blijft mijn pakket?"),
        ("de", "Das Druckerpapier fehlt", "Papier für den Drucker fehlt", "Wo bleibt mein Paket?"),
        ("it", "La stampante non stampa", "Le stampanti non stampano più", "Dov'è il mio pacco?"),
    ],
)
def test_what_says_the_same_is_nearer_than_what_does_not(
    local: Encoder, language: str, said: str, alike: str, other: str
) -> None:
    assert apart(local, said, alike, language) + 50 < apart(local, said, other, language)


@given(st.text(max_size=300))
def test_any_text_has_bits_or_no_word(text: str) -> None:
    (bits,) = encoder().meanings([Said(text)])
    assert len(bits) in ({BITS // 8} if runs(text).size else {0, BITS // 8})


@given(st.lists(st.text(max_size=80), min_size=1, max_size=6))
def test_a_text_means_the_same_beside_others_as_alone(texts: list[str]) -> None:
    together = encoder().meanings([Said(text) for text in texts])
    alone = [encoder().meanings([Said(text)])[0] for text in texts]
    for one, other in zip(together, alone, strict=True):
        # Sums of another order may leave a direction on the other side of a plane that it nearly lies in.
        assert (int.from_bytes(one) ^ int.from_bytes(other)).bit_count() <= 2


@given(st.text(max_size=200))
def test_case_and_what_stands_around_words_make_no_difference(text: str) -> None:
    assert np.array_equal(runs(text), runs(f"  {text}!  "))
    assert np.array_equal(runs(text), runs(text.casefold()))


def test_runs_stay_within_words() -> None:
    together, apart_from = set(runs("ink jet").tolist()), set(runs("inkjet").tolist())
    assert together & apart_from
    assert len(runs("ab")) == 3  # " ab", "ab ", " ab "
    assert together != apart_from


def test_what_comes_often_counts_more_but_not_as_often() -> None:
    _once, weights = counted("till")
    _often, more = counted("till till till till")
    assert (more > weights).all()
    assert (more < 4 * weights).all()
