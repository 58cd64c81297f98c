"""Words in braces that nothing takes the place of are told to whoever writes them."""

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from balie.core.placeholders import unknown_in, warning_of


def test_what_is_unknown_is_named_with_what_is_known() -> None:
    assert unknown_in("{agent} {unknown}, {unknown} { } {name of the team}", ("{agent}",)) == [
        "{unknown}", "{ }", "{name of the team}",
    ]  # fmt: skip
    with translation.override("en"):
        words = warning_of("{agent} {unknown}", ("{agent}",))
        assert words == "Contacts will read {unknown} as typed. What is replaced here: {agent}."
        assert warning_of("{agent}", ()).endswith("nothing is replaced here.")
        assert not warning_of("{agent}", ("{agent}",))


@given(st.text(alphabet="{}ab \n<>"))
def test_whatever_is_written_is_looked_through(text: str) -> None:
    found = unknown_in(text, ("{a}",))
    assert "{a}" not in found
    assert all(mark in text for mark in found)
