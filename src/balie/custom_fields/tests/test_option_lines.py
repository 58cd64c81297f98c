"""What can be chosen, as an administrator types it."""

from hypothesis import given
from hypothesis import strategies as st

from balie.custom_fields.option_lines import lines_of, options_of

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
