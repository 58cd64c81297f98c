import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from balie.conditions.fields import UnknownValue
from balie.conditions.grammar import LONGEST, Unclear, Why, understand
from balie.conditions.moments import Ago, Start, Unit, read_span
from balie.conditions.storing import restored, stored
from balie.conditions.tests.shapes import FIELDS, NODES
from balie.conditions.tree import ANYTHING, All, Either, Is, Node, Not, Says, Who, Within, without
from balie.conditions.wording import written


def read(text: str) -> Node:
    return understand(text, FIELDS)


@given(NODES)
def test_what_is_written_is_read_as_the_same(node: Node) -> None:
    text = written(node, FIELDS)
    assume(len(text) < LONGEST)
    try:
        assert read(text) == node
    except Unclear as unclear:
        assert unclear.why == Why.TOO_MANY


@given(NODES)
def test_what_is_stored_comes_back(node: Node) -> None:
    assert restored(stored(node)) == node


def understood_or_refused_with_a_place(text: str) -> None:
    try:
        node = read(text)
    except Unclear as unclear:
        assert 0 <= unclear.at <= len(text)
    else:
        assert read(written(node, FIELDS)) == node


@given(st.text(max_size=200))
def test_whatever_is_typed_is_understood_or_refused_with_a_place(text: str) -> None:
    understood_or_refused_with_a_place(text)


@given(st.text('():-",or statug ', max_size=60))
def test_brackets_quotes_and_minuses_of_any_kind_are_survived(text: str) -> None:
    understood_or_refused_with_a_place(text)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", ANYTHING),
        ("status:open", Is("status", ("open",))),
        ("STATUS:Open,new", Is("status", ("open", "new"))),
        ("status:on-hold", Is("status", ("on_hold",))),
        ("status:active", Is("status", ("new", "open", "on_hold"))),
        ("priority:>=high", Is("priority", (3, 4))),
        ("priority:>normal", Is("priority", (3, 4))),
        ("priority:<=low", Is("priority", (1,))),
        ("priority:<high", Is("priority", (1, 2))),
        ('team:"orders, returns",none', Is("team", (2, None))),
        ("team:mine", Is("team", (Who.MINE,))),
        ("-tag:hardware", Not(Is("tag", (1,)))),
        ("created:7d", Within("created", since=Ago(7, Unit.DAY))),
        ("created:>7d", Within("created", until=Ago(7, Unit.DAY))),
        ("created:>today", Within("created", since=Start(Unit.DAY, 1))),
        ("created:today,yesterday", Either((Within("created", Start(Unit.DAY), Start(Unit.DAY, 1)),
                                            Within("created", Start(Unit.DAY, -1), Start(Unit.DAY))))),
        ("resolved:none", Is("resolved", (None,))),
        ('printer "on fire"', All((Says("printer"), Says("on fire", phrase=True)))),
        ("new or tag:none status:new", Either((Says("new"), All((Is("tag", (None,)), Is("status", ("new",))))))),
        ("-(a or b)", Not(Either((Says("a"), Says("b"))))),
        ("a or", Says("a")),
        ("( )", ANYTHING),
        ("- a", Says("a")),
    ],
)  # fmt: skip
def test_it_understands_what_is_typed(text: str, node: Node) -> None:
    assert read(text) == node


@pytest.mark.parametrize(
    ("text", "why", "at"),
    [
        ("colour:red", Why.NO_FIELD, 0),
        ("a status:", Why.NO_VALUE, 2),
        ("a status:opne", Why.UNKNOWN_VALUE, 2),
        ("created:soon", Why.UNKNOWN_VALUE, 0),
        ("created:2026-02-30", Why.UNKNOWN_VALUE, 0),
        ("(a", Why.UNCLOSED, 0),
        ("a )", Why.UNOPENED, 2),
        ("x " * 600, Why.TOO_LONG, 1_000),
        ("x " * 50, Why.TOO_MANY, 80),
        ("(" * 30 + "a" + ")" * 9, Why.TOO_MANY, 8),
    ],
)
def test_it_says_what_it_does_not_understand_and_where(text: str, why: Why, at: int) -> None:
    with pytest.raises(Unclear) as refused:
        read(text)
    assert (refused.value.why, refused.value.at) == (why, at)


def test_it_says_what_may_have_been_meant() -> None:
    with pytest.raises(Unclear) as refused:
        read("status:opne")
    assert refused.value.near == ("open",)


def test_a_name_that_was_taken_away_is_still_written() -> None:
    assert written(Is("team", (99,)), FIELDS) == "team:#99"
    with pytest.raises(UnknownValue):
        FIELDS["team"].read(["#99"])


def test_a_field_can_be_taken_out() -> None:
    assert without(read("status:open -status:new team:mine"), "status") == Is("team", (Who.MINE,))


def test_a_month_is_read_as_its_days() -> None:
    assert read_span("2026-02") == read_span("2026-02-01..2026-02-28")
