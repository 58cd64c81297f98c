"""What stands in a file is understood as people mean it, in four languages."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from balie.core.sheets.reading import Read
from balie.people.importing.reasons import RowRefused, in_words, title_of
from balie.people.importing.recognising import is_heading, recognised
from balie.people.importing.several import addresses_in, notes_in, notes_together, together
from balie.people.importing.wishes import Wish, wish_of
from balie.people.importing.words import language_meant, yes_or_no

NOTES = st.lists(
    st.text(alphabet="ab-\n ", min_size=1, max_size=20).map(str.strip).filter(bool), max_size=4, unique=True
)  # fmt: skip
EMAILS = st.lists(st.sampled_from(["a@lamps.example", '"a, b"@lamps.example', "o'neil@x.example", "a|b@x.example"]))


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["Name", "E-mail", "Phone", "Organisation", "Notes"], "name email phone organisation notes"),
        (["Voornaam", "Tussenvoegsel", "Achternaam", "E-mailadres", "Bedrijf"],
         "first_name middle_name last_name email organisation"),
        (["Vorname", "Name", "E-Mail-Adresse", "Firma", "Sprache"], "first_name last_name email organisation language"),
        (["Nome", "Cognome", "Indirizzo e-mail", "Società"], "first_name last_name email organisation"),
        (["Nome", "Indirizzo email", "Telefono"], "name email phone"),
        (["E-mail 1", "E-mail 2", "Tel. 1", "Tel. 2", "VIP"], "email email phone phone vip"),
        (["Name", "Contact", "Shoe size"], "name - -"),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headings(headings: list[str], found: str) -> None:
    assert recognised(headings, []) == [it.replace("-", "") for it in found.split()]
    assert is_heading(headings)


def test_columns_are_known_by_what_stands_in_them() -> None:
    rows = [["7", "jan@lamps.example", "+31 20 123 4567"], ["8", "piet@lamps.example", ""]]
    assert recognised(["", "", ""], rows) == ["", "email", "phone"]
    assert not is_heading(rows[0])


@given(NOTES)
def test_notes_in_one_cell_are_told_apart_again(notes: list[str]) -> None:
    assert list(notes_in([notes_together(notes)])) == notes


@given(EMAILS)
def test_addresses_in_one_cell_are_told_apart_again(emails: list[str]) -> None:
    assert list(addresses_in([together(emails)])) == emails


def test_a_row_is_cleaned_as_everywhere() -> None:
    targets = ["first_name", "last_name", "email", "phone", "organisation", "domains", "language", "vip", "notes"]
    cells = (
        " Jan ", "de  Vries\n", "Jan <JAN@Lamps.example>; j@lamps.example", "0031 (20) 123-4567", "Lamps",
        "https://www.lamps.example/x", "Nederlands", "ja", "Calls late.",
    )  # fmt: skip
    assert wish_of(Read(3, cells), targets) == Wish(
        3, "Jan de Vries", ("jan@lamps.example", "j@lamps.example"), ("+31201234567",), "Lamps", ("lamps.example",),
        "nl", True, ("Calls late.",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("Jan", "jan at home", ""), "“jan at home” in the column “Mail” is no e-mail address"),
        (("Jan", "", ""), "neither"),
        (("Jan", "j@lamps.example", "", "more"), "more columns"),
    ],
)  # fmt: skip
def test_a_row_that_will_not_do_says_why(cells: tuple[str, ...], words: str) -> None:
    with translation.override("en"), pytest.raises(RowRefused) as refused:
        wish_of(Read(2, cells), ["name", "email", "vip"])
    with translation.override("en"):
        assert words in in_words(refused.value.reasons, ["", "Mail", ""])


def test_what_is_wrong_beside_the_address_is_left_out() -> None:
    targets = ["name", "email", "phone", "language", "vip", "domains", "notes"]
    cells = ("J" * 300, "j@lamps.example; j at home@", "keine", "klingonisch", "vielleicht", "gmail.com", "n" * 20_001)
    wish = wish_of(Read(2, cells), targets)
    assert wish == Wish(2, "J" * 200, ("j@lamps.example",), left=wish.left)
    headings = ["Name", "Mail", "Telefon", "Sprache", "VIP", "", "Notiz"]
    with translation.override("en"):
        told = [in_words([it], headings) for it in wish.left]
        titles = [title_of(it.kind, it.column, headings) for it in wish.left]
    assert "“keine” in the column “Telefon” is no phone number." in told
    assert "The name was cut off after 200 characters." in told
    assert "a domain at which anybody can have an address in the column “Column 6”" in titles
    with translation.override("de"):
        assert "„keine“ in der Spalte „Telefon“ ist keine Telefonnummer." in [
            in_words([it], headings) for it in wish.left
        ]


def test_a_bad_number_alone_is_nobody() -> None:
    with pytest.raises(RowRefused) as refused:
        wish_of(Read(2, ("Jan", "keine")), ["name", "phone"])
    assert [it.kind for it in refused.value.reasons] == ["nobody", "phone"]


@given(st.lists(st.text(max_size=30), max_size=9))
def test_whatever_stands_there_is_a_wish_or_refused(cells: list[str]) -> None:
    targets = ["name", "email", "phone", "organisation", "domains", "language", "vip", "notes", ""]
    try:
        wish = wish_of(Read(2, tuple(cells)), targets)
    except RowRefused as refusal:
        assert str(refusal)
        assert in_words(refusal.reasons, [])
    else:
        assert all(in_words([it], []) and title_of(it.kind, it.column, []) for it in wish.left)
        assert wish.emails or wish.phones or wish.organisation


def test_words_for_languages_and_for_yes() -> None:
    assert [language_meant(it) for it in ("Tedesco", "en_GB", "Niederländisch", "fr", "")] == [
        "de", "en", "nl", "fr", "",
    ]  # fmt: skip
    assert [yes_or_no(it) for it in ("Sì", "JA", "nein", "0", "", "-")] == [True, True, False, False, None, False]
