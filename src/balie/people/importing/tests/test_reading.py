"""What stands in a file is understood as people mean it, in four languages."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from balie.core.sheets.reading import Read
from balie.people.editing.refusals import Refused
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
        (("Jan", "jan at home", ""), "no e-mail address"), (("Jan", "", ""), "neither"),
        (("Jan", "j@lamps.example", "maybe"), "neither yes nor no"),
        (("Jan", "j@lamps.example", "", "more"), "more columns"),
    ],
)  # fmt: skip
def test_a_row_that_will_not_do_says_why(cells: tuple[str, ...], words: str) -> None:
    with translation.override("en"), pytest.raises(Refused, match=words):
        wish_of(Read(2, cells), ["name", "email", "vip"])


@given(st.lists(st.text(max_size=30), max_size=9))
def test_whatever_stands_there_is_a_wish_or_refused(cells: list[str]) -> None:
    targets = ["name", "email", "phone", "organisation", "domains", "language", "vip", "notes", ""]
    try:
        wish = wish_of(Read(2, tuple(cells)), targets)
    except Refused as refusal:
        assert str(refusal)
    else:
        assert wish.emails or wish.phones or wish.organisation


def test_words_for_languages_and_for_yes() -> None:
    assert [language_meant(it) for it in ("Tedesco", "en_GB", "Niederländisch", "fr", "")] == [
        "de", "en", "nl", "fr", "",
    ]  # fmt: skip
    assert [yes_or_no(it) for it in ("Sì", "JA", "nein", "0", "", "-")] == [True, True, False, False, None, False]
