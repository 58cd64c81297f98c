"""HTML as people read it in a text."""

import pytest

from balie.core.html_text import html_lines, html_to_text
from balie.core.sanitising import sanitise_marked


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("  many \n  blanks &nbsp; here ", "many blanks here"),
        ("<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul>", "- a\n- b\n\n1. c\n2. d"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a b\nc d"),
        ("<blockquote>one<blockquote>two</blockquote></blockquote>three", "> one\n>\n> > two\n\nthree"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<a href='https://x.example'>here</a>", "here"),
        ("1 &lt; 2 &amp;amp; &quot;3&quot;", '1 < 2 &amp; "3"'),
        ("<h1>Title</h1>text", "Title\n\ntext"),
        ("", ""),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_each_line_knows_where_it_began() -> None:
    html = sanitise_marked("<p>one</p><div class='gmail_quote'><p>two</p></div>")
    one, _blank, two = html_lines(html)
    assert html[one.start :].startswith("<p>one")
    assert html[two.start :].startswith("<div")
    assert (one.quoted, two.quoted) == (False, True)
