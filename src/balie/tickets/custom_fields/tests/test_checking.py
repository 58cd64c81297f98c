"""Which fields a ticket has, and what they can hold."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.tickets.custom_fields.checking import Moment, check, cycles, shown_fields
from balie.tickets.custom_fields.definitions import Definition, Option
from balie.tickets.custom_fields.option_lines import lines_of, options_of
from balie.tickets.custom_fields.values import Why, Wrong, normal
from balie.tickets.field_records import Type

PLACES = (
    Option("shop", "Shop"),
    Option("till", "Till", "shop"),
    Option("home", "Home"),
    Option("old", "Old", gone=True),
)


def field(pk: int = 1, kind: str = Type.TEXT, **more: Any) -> Definition:
    return Definition(pk, f"f{pk}", kind, f"Field {pk}", options=PLACES, **more)


@pytest.mark.parametrize(
    ("kind", "said", "held"),
    [
        (Type.TEXT, "  till\n 3 ", "till 3"),
        (Type.TEXT, " \u200b ", None),
        (Type.LONG_TEXT, "one\r\ntwo\x00", "one\ntwo"),
        (Type.NUMBER, "3,50", 3.5),
        (Type.NUMBER, "-12", -12),
        (Type.NUMBER, 0, 0),
        (Type.DATE, "2026-11-22", "2026-11-22"),
        (Type.CHOICE, "till", "till"),
        (Type.TREE, "shop", "shop"),
        (Type.CHOICES, ["home", "till", "till"], ["till", "home"]),
        (Type.CHECKBOX, "on", True),
        (Type.CHECKBOX, False, None),
        (Type.USER, "7", 7),
    ],
)
def test_a_value_has_one_form(kind: str, said: object, held: object) -> None:
    assert normal(field(kind=kind), said) == held


@pytest.mark.parametrize(
    ("kind", "said", "why"),
    [
        (Type.TEXT, 5, Why.NO_TEXT),
        (Type.TEXT, "x" * 501, Why.TOO_LONG),
        (Type.NUMBER, "twelve", Why.NO_NUMBER),
        (Type.NUMBER, "1.000", Why.TWO_WAYS),
        (Type.NUMBER, "-12,500", Why.TWO_WAYS),
        (Type.NUMBER, "1" * 16, Why.TOO_MANY_DIGITS),
        (Type.NUMBER, float("nan"), Why.NO_NUMBER),
        (Type.DATE, "2026-02-30", Why.NO_DATE),
        (Type.DATE, "tomorrow", Why.NO_DATE),
        (Type.CHOICE, "moon", Why.NO_CHOICE),
        (Type.CHOICE, "old", Why.NO_CHOICE),
        (Type.CHOICES, ["till", "moon"], Why.NO_CHOICE),
        (Type.CHECKBOX, "perhaps", Why.NO_ANSWER),
        (Type.CONTACT, "-1", Why.NOBODY),
    ],
)
def test_what_will_not_do_is_named(kind: str, said: object, why: Why) -> None:
    with pytest.raises(Wrong) as wrong:
        normal(field(kind=kind), said)
    assert wrong.value.why == why


def test_a_choice_that_is_gone_can_be_kept_but_not_made() -> None:
    assert normal(field(kind=Type.CHOICE), "old", "old") == "old"
    assert normal(field(kind=Type.CHOICES), ["old", "till"], ["old"]) == ["till", "old"]
    assert field(kind=Type.CHOICE).word("old", "en") == "Old"


def held(*definitions: Definition, moment: Moment = Moment.OPENING, kind: str = "question", **said: object) -> Any:
    given_ = {int(key.removeprefix("f")): value for key, value in said.items()}
    return check(definitions, given_, kind=kind, team=None, moment=moment)


def test_what_is_needed_is_missed_in_its_moment() -> None:
    needed = field(resolving=True)
    assert not held(needed).problems
    assert held(needed, moment=Moment.RESOLVING).problems == {1: Why.REQUIRED}
    assert held(field(opening=True)).problems == {1: Why.REQUIRED}
    assert not held(field(opening=True, kinds=frozenset({"incident"}))).problems


def test_a_field_hangs_on_what_another_says_by_way_of_a_tree_too() -> None:
    place = field(1, Type.TREE)
    till, cable = field(2, depends_on=1, when=frozenset({"shop"})), field(3, depends_on=2, when=frozenset({"x"}))
    assert held(place, till, f1="till", f2="T-3").values == {1: "till", 2: "T-3"}
    assert held(place, till, f1="home", f2="T-3").values == {1: "home"}
    assert held(place, cable, till, f1="till", f3="y").values == {1: "till"}


def test_what_no_longer_shows_is_given_up_and_what_another_kind_has_is_kept() -> None:
    place, till = field(1, Type.CHOICE), field(2, depends_on=1, when=frozenset({"till"}))
    other = field(3, kinds=frozenset({"incident"}))
    before = {1: "till", 2: "T-3", 3: "kept"}
    after = check(
        (place, till, other), {1: "home"}, kind="question", team=None, moment=Moment.CHANGING, before=before
    )  # fmt: skip
    assert after.values == {1: "home", 3: "kept"}


def test_a_default_stands_until_something_is_said() -> None:
    place = field(1, Type.CHOICE, default="home")
    assert held(place).values == {1: "home"}
    assert held(place, f1="till").values == {1: "till"}
    assert held(place, f1="").values == {}
    assert held(place, moment=Moment.CHANGING).values == {}


@given(st.dictionaries(st.integers(1, 8), st.one_of(st.none(), st.integers(1, 8)), max_size=8))
def test_a_cycle_is_found_whatever_hangs_on_what(depends: dict[int, int | None]) -> None:
    for start in depends:
        here, steps = depends.get(start), 0
        while here is not None and here != start and steps < 20:
            here, steps = depends.get(here), steps + 1
        assert cycles(depends, start) == (here == start)


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(),
    st.sampled_from(["till", "home", "12", "2026-01-01"]), st.lists(st.sampled_from(["till", "home", "moon", ""])),
    st.dictionaries(st.text(), st.integers(), max_size=1),
)  # fmt: skip
DEFINITIONS = st.lists(
    st.builds(
        lambda kind, opening, depends_on, when: (kind, opening, depends_on, when),
        st.sampled_from(Type.values), st.booleans(), st.one_of(st.none(), st.integers(1, 6)),
        st.frozensets(st.sampled_from(["till", "shop", "true"])),
    ), max_size=6,
).map(
    lambda drawn: [
        field(pk, kind, opening=opening, depends_on=depends_on, when=when)
        for pk, (kind, opening, depends_on, when) in enumerate(drawn, start=1)
    ]
)  # fmt: skip


@given(DEFINITIONS, st.dictionaries(st.integers(1, 7), ANYTHING, max_size=6), st.sampled_from(Moment))
def test_whatever_is_given_what_is_held_is_shown_and_in_its_form(
    definitions: list[Definition], said: dict[int, object], moment: Moment
) -> None:
    checked = check(definitions, said, kind="question", team=None, moment=moment)
    if checked.problems:
        return
    known = {one.id: one for one in definitions}
    shown = {one.id for one in shown_fields(definitions, checked.values, kind="question", team=None)}
    assert checked.values.keys() <= shown
    assert all(normal(known[pk], value) == value for pk, value in checked.values.items())
    again = check(definitions, {}, kind="question", team=None, moment=Moment.CHANGING, before=checked.values)
    assert again.values == checked.values


LABELS = st.text("abc ÄßX-_", min_size=1, max_size=6).map(lambda text: " ".join(text.split())).filter(bool)


@given(st.lists(st.tuples(st.integers(0, 3), LABELS), max_size=12))
def test_lines_read_again_are_the_same_choices(lines: list[tuple[int, str]]) -> None:
    made = options_of("\n".join("  " * depth + label for depth, label in lines), tree=True)
    assert len({option.id for option in made}) == len(made)
    assert options_of(lines_of(made), made, tree=True) == made


def test_a_changed_line_is_another_choice() -> None:
    before = options_of("Screen\nPrinter")
    after = options_of("Screens\nPrinter", before)
    assert [option.id for option in after] == ["screens", "printer"]
    assert options_of("None\nme")[0].id == "none_2"
