"""Which fields a ticket has."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from balie.custom_fields.definitions import Option
from balie.custom_fields.types import Type
from balie.custom_fields.values import Why, normal
from balie.tickets.custom_fields.checking import Moment, check, cycles, shown_fields
from balie.tickets.custom_fields.definitions import Definition

PLACES = (
    Option("shop", "Shop"),
    Option("till", "Till", "shop"),
    Option("home", "Home"),
    Option("old", "Old", gone=True),
)


def field(pk: int = 1, kind: str = Type.TEXT, **more: Any) -> Definition:
    return Definition(pk, f"f{pk}", kind, f"Field {pk}", options=PLACES, **more)


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
