"""Where in a text the words stand that were looked for; asked for the hits on a page only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from balie.search.snippets import Part, cut, marked_parts

# Private-use characters: taken out of the text, so that only the marks are left when it comes back.
BEGIN, END = "\ue000", "\ue001"
_AWAY = str.maketrans("", "", BEGIN + END)
_LONGEST = 20_000
_MARKS = f"HighlightAll=true, StartSel={BEGIN}, StopSel={END}"

# On the text as it was indexed, which is as long as the text itself: so the marks are at the same places.
_MARK = """
select ts_headline(search_config(language), search_plain(text), %(query)s::tsquery, %(marks)s)
from unnest(%(languages)s::text[], %(texts)s::text[]) with ordinality as given(language, text, place)
order by place
"""


@dataclass(frozen=True, slots=True)
class Text:
    language: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Highlighted:
    """HTML with <mark>; everything else escaped. `snippet`: some of the body, around the words."""

    title: SafeString
    snippet: SafeString


def highlight(texts: Sequence[Text], query: str) -> list[Highlighted]:
    titles = [_tidy(text.title) for text in texts]
    bodies = [_tidy(text.body[:_LONGEST]) for text in texts]
    marked = _marked([text.language for text in texts] * 2, titles + bodies, query)
    return [
        Highlighted(_html(marked_parts(title, marks)), _html(cut(body, body_marks)))
        for title, marks, body, body_marks in zip(titles, marked, bodies, marked[len(titles) :], strict=False)
    ]


def _tidy(text: str) -> str:
    return " ".join(text.translate(_AWAY).split())


def _marked(languages: list[str], texts: list[str], query: str) -> list[list[tuple[int, int]]]:
    """The stretches of each text that match."""
    if not texts or not query:
        return [[] for _text in texts]
    values: dict[str, Any] = {"query": query, "marks": _MARKS, "languages": languages, "texts": texts}
    with connection.cursor() as cursor:
        cursor.execute(_MARK, values)
        return [_stretches(marked, text) for (marked,), text in zip(cursor.fetchall(), texts, strict=True)]


def _stretches(marked: str, text: str) -> list[tuple[int, int]]:
    stretches, at = [], 0
    before, *others = marked.split(BEGIN)
    at = len(before)
    for other in others:
        word, _, rest = other.partition(END)
        stretches.append((at, at + len(word)))
        at += len(word) + len(rest)
    return stretches if at == len(text) else []


def _html(parts: Sequence[Part]) -> SafeString:
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part.text) if part.marked else part.text,) for part in parts)
    )
