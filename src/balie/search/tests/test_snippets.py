from hypothesis import given
from hypothesis import strategies as st

from balie.search.snippets import LENGTH, Part, cut, marked_parts

LONG = " ".join(f"word{number}" for number in range(200))


def stretch(text: str, word: str) -> tuple[int, int]:
    at = text.index(word)
    return at, at + len(word)


def test_a_short_text_is_shown_whole() -> None:
    text = "The till is silent"
    assert cut(text, [stretch(text, "till")]) == [
        Part("The ", marked=False),
        Part("till", marked=True),
        Part(" is silent", marked=False),
    ]


def test_without_a_mark_the_beginning_is_shown() -> None:
    (part, more) = cut(LONG, [])
    assert LONG.startswith(part.text + " ")
    assert more == Part(" …", marked=False)


def test_a_mark_far_down_is_shown_with_what_stands_around_it() -> None:
    before, lead, mark, *_rest = cut(LONG, [stretch(LONG, "word150")])
    assert before == Part("… ", marked=False)
    assert lead.text.endswith("word149 ")
    assert mark == Part("word150", marked=True)


def test_most_marks_win() -> None:
    marks = [stretch(LONG, word) for word in ("word10 ", "word150", "word152", "word153")]
    shown = [part.text for part in cut(LONG, marks) if part.marked]
    assert shown == ["word150", "word152", "word153"]


@given(st.text(alphabet="ab \n", max_size=1500), st.lists(st.integers(0, 1500), max_size=20))
def test_nothing_is_made_up_and_nothing_is_too_long(text: str, cuts: list[int]) -> None:
    places = sorted({place for place in cuts if place <= len(text)})
    marks = list(zip(places[::2], places[1::2], strict=False))
    inside = [part for part in cut(text, marks) if "…" not in part.text]
    assert "".join(part.text for part in inside) in text
    assert len("".join(part.text for part in inside)) <= LENGTH + 1
    assert "".join(part.text for part in marked_parts(text, marks)) == text
