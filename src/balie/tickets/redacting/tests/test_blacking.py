"""What was blacked out can be read nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.core.html_text import html_to_text
from balie.core.sanitising import sanitise
from balie.tickets.redacting.blacking import BLACK, Phrases


def test_words_are_blacked_out_in_any_case_and_over_lines() -> None:
    said = Phrases(["4111 1111", "Geheim"]).in_text("The card is 4111\n1111, GEHEIM, and ge\u00adheim.")
    assert said.text == f"The card is {BLACK}, {BLACK}, and {BLACK}."
    assert said.places == 3


@pytest.mark.parametrize(
    ("html", "blacked"),
    [
        ("<p>It is <b>4111</b> 1111.</p>", f"<p>It is <b>{BLACK}</b>.</p>"),
        ("<p>4111<br>1111</p>", f"<p>{BLACK}<br></p>"),
        ("<p>41<i>1</i>1&nbsp;1111 &amp; more</p>", f"<p>{BLACK}<i></i> &amp; more</p>"),
        ('<a href="tel:4111%201111">call</a>', "<a>call</a>"),
        ('<img src="cid:a" alt="4111 1111">', f'<img src="cid:a" alt="{BLACK}">'),
        ("<p>4112 1111</p>", "<p>4112 1111</p>"),
    ],
)
def test_html_keeps_its_structure(html: str, blacked: str) -> None:
    assert Phrases(["4111 1111"]).in_html(html).text == blacked


def test_the_longer_of_two_leaves_no_rest() -> None:
    assert Phrases(["Anna", "Anna Bakker"]).in_text("Anna Bakker and Anna").text == f"{BLACK} and {BLACK}"


def test_nothing_is_blacked_out_for_nothing() -> None:
    assert Phrases(["  ", ""]).in_text("a  b") == ("a  b", 0)
    assert Phrases([]).in_html("<p>a</p>") == ("<p>a</p>", 0)


letters = st.text(st.sampled_from("abc<>&\"' \n\xa0é"), max_size=30)
elements = st.sampled_from(["p", "b", "i", "div", "td", "blockquote"])
markup = st.recursive(
    letters, lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", elements, st.lists(inner)),
    max_leaves=12,
)  # fmt: skip
words = st.text(st.sampled_from("abcé"), min_size=1, max_size=3)


@given(markup, words)
def test_what_was_blacked_out_stands_nowhere_in_the_html(raw: str, word: str) -> None:
    html = sanitise(raw)
    done = Phrases([word]).in_html(html)
    assert sanitise(done.text) == done.text, "it is as safe as it was"
    assert word.casefold() not in html_to_text(done.text).casefold()
    if not done.places:
        assert done.text == html


@given(st.text(st.sampled_from("abc \n\u00ad"), max_size=60), st.lists(words, max_size=3))
def test_what_was_blacked_out_stands_nowhere_in_the_text(text: str, phrases: list[str]) -> None:
    done = Phrases(phrases)
    assert not done.stand_in(done.in_text(text).text)
