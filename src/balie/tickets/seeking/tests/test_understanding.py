"""What is typed into the search box is taken as it is meant; hardly anything typed is refused."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from balie.conditions.fields import Choice, Field, Moment, Number, Text
from balie.conditions.grammar import Unclear
from balie.conditions.tree import ANYTHING, Is, Not, Says
from balie.conditions.wording import written
from balie.search.grammar import MOST_TERMS, Term
from balie.tickets.seeking.understanding import IN, Sought, sought

FIELDS: dict[str, Field] = {
    "status": Choice("status", {"open": "open", "closed": "closed"}),
    "created": Moment("created"),
    "from": Text("from"),
    "costs2": Number("costs2"),
}


def taken(text: str) -> Sought:
    return sought(text, FIELDS)


def test_words_and_conditions_are_told_apart() -> None:
    found = taken('status:open "paper jam" -shop from:emma')
    assert found.asked.wanted == (Term("paper jam", phrase=True),)
    assert found.asked.unwanted == (Term("shop"),)
    assert written(found.rest, FIELDS) == "status:open from:emma"
    assert written(found.node, FIELDS) == 'status:open "paper jam" -shop from:emma'


def test_either_of_two_words_will_do() -> None:
    (term,) = taken("kettle or teapot").asked.wanted
    assert term == Term("kettle", others=(Term("teapot"),))


def test_one_kind_of_thing_can_be_asked_for() -> None:
    found = taken("in:contacts emma")
    assert (found.place, found.words, written(found.node, FIELDS)) == ("contacts", "emma", "emma")


@pytest.mark.parametrize("text", ["emma", "emma klein", "in:articles emma", "till -shop"])
def test_people_are_looked_for_by_words(text: str) -> None:
    assert taken(text).words


@pytest.mark.parametrize("text", ["", "status:open", "emma status:open", "(status:open or emma)"])
def test_people_are_not_looked_for_by_conditions_of_tickets(text: str) -> None:
    assert taken(text).words == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("https://lamps.example/x?y=1", ["https://lamps.example/x?y=1"]),
        ("Re: order 7", ["Re:", "order", "7"]),
        ("broken :-)", ["broken"]),
        ("(smile", ["smile"]),
        ("smile)", ["smile"]),
        ('Fwd:"paper jam"', ["Fwd: paper jam"]),
    ],
)
def test_what_looks_like_a_condition_and_is_none_is_looked_for(text: str, words: list[str]) -> None:
    assert [term.text.strip() for term in taken(text).asked.wanted] == words


def test_a_mistyped_field_is_looked_for_and_told() -> None:
    found = taken("http://x statsu:open")
    assert [term.text for term in found.asked.wanted] == ["http://x", "statsu:open"]
    assert found.mistyped
    assert found.mistyped[0].near == ("status",)


@pytest.mark.parametrize(
    ("text", "words", "near"),
    [
        ("From: emma receipts", ["From:", "emma", "receipts"], ("from:emma",)),
        ("status: x", ["status:", "x"], ()),
        ("Status: open", ["Status:", "open"], ("status:open",)),
        ("status:opne kettle", ["status:opne", "kettle"], ("open",)),
        ("costs2:nix x", ["costs2:nix", "x"], ()),
        ("from:", ["from:"], ()),
    ],
)
def test_a_value_that_a_field_cannot_have_is_looked_for_and_told(
    text: str, words: list[str], near: tuple[str, ...]
) -> None:
    found = taken(text)
    assert [term.text for term in found.asked.wanted] == words
    assert (found.mistyped[0].near if found.mistyped else ()) == near


def test_unwanted_words_alone_are_a_condition_on_each_ticket() -> None:
    found = taken("status:open -shop")
    assert found.asked.wanted == ()
    assert Not(Says("shop")) in getattr(found.rest, "parts", ())


@pytest.mark.parametrize(("text", "begun"), [("till rec", "rec"), ("rec -till", ""), ('"rec"', ""), ("till re", "")])
def test_the_last_word_may_go_on(text: str, begun: str) -> None:
    assert taken(text).asked.beginning == begun


@example('""a:""')
@given(st.text(alphabet='ab:"()-, stauopenrif7#@/\\%', max_size=80))
def test_whatever_is_typed_is_taken_or_refused_with_a_reason(text: str) -> None:
    try:
        found = taken(text)
    except Unclear:
        return
    assert len(found.asked.wanted) <= MOST_TERMS
    again = written(found.node, FIELDS)
    try:
        assert taken(again).node == found.node or len(again) > 250
    except Unclear:
        pytest.fail(f"{text!r} is taken, {again!r} is not")


def test_a_kind_of_thing_within_brackets_is_refused() -> None:
    with pytest.raises(Unclear):
        taken("emma or in:contacts")
    assert taken("in:tickets").rest == ANYTHING
    assert IN.read(["tickets"]) == Is("in", ("tickets",))
