"""HTML without its attributes, and with them again."""

from hypothesis import given
from hypothesis import strategies as st

from balie.core.sanitising import sanitise
from balie.translation.thinning import restored, thin

PIECES = st.lists(
    st.sampled_from([
        "<p>", "</p>", '<a href="https://example.org/?a=1&amp;b=2">', "</a>", "<br>",
        '<img src="cid:one" alt="a > b">',
        "<b>", "</b>", '<td colspan="2">', "</td>", "<table>", "<tr>", "</table>", " ", "é",
        'words &lt;a id="b0"&gt;',
        '<span data-mention="user:3">', "</span>", '<ol start="3">', "<li>", "</ol>",
    ]),
    max_size=25,
).map("".join)  # fmt: skip


@given(PIECES)
def test_what_comes_back_untouched_is_as_it_was(pieces: str) -> None:
    html = sanitise(pieces)
    assert sanitise(restored(thin(html).html, thin(html))) == sanitise(html)


@given(PIECES)
def test_no_value_of_an_attribute_is_sent(pieces: str) -> None:
    assert not any(word in thin(sanitise(pieces)).html for word in ("example.org", "cid:", "a > b"))


@given(PIECES, st.text(alphabet="<>/=\"' abpi0123:onclickscrt", max_size=120))
def test_a_service_can_add_nothing_that_was_not_sent(pieces: str, answer: str) -> None:
    sent = thin(sanitise(pieces))
    made = restored(answer, sent)
    assert all(tag in sent.tags for tag in thin(made).tags)


def test_a_service_that_adds_things_adds_nothing() -> None:
    sent = thin('<p><a href="https://example.org/">here</a></p>')
    evil = (
        '<p onclick="x()"><script>x()</script><a id="b0">qui</a><a id="b0" href="https://evil.example">là</a>'
        '<a id="b7">c</a><img src=x onerror=x()></p>'
    )
    assert restored(evil, sent) == '<p><a href="https://example.org/">qui</a><a>là</a><a>c</a></p>'
