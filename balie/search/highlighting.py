"""Where in a text the words stand that were looked for; asked for the hits on a page only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# Private-use characters: taken out of the text, so that only the marks are left when it comes back.
_BEGIN, _END = "\ue000", "\ue001"
_AWAY = str.maketrans("", "", _BEGIN + _END)
_LONGEST = 20_000
_MARKS = f"StartSel={_BEGIN}, StopSel={_END}"
_SNIPPET = f'{_MARKS}, MaxFragments=2, MaxWords=24, MinWords=12, ShortWord=2, FragmentDelimiter=" … "'
_WHOLE = f"{_MARKS}, HighlightAll=true"

_HEADLINES = """
select ts_headline(search_config(language), title, %(query)s::tsquery, %(whole)s),
    ts_headline(search_config(language), body, %(query)s::tsquery, %(snippet)s)
from unnest(%(languages)s::text[], %(titles)s::text[], %(bodies)s::text[]) with ordinality
    as text(language, title, body, place)
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
    if not texts or not query:
        return [Highlighted(format_html("{}", text.title), format_html("{}", text.body[:160])) for text in texts]
    values: dict[str, Any] = {
        "query": query,
        "whole": _WHOLE,
        "snippet": _SNIPPET,
        "languages": [text.language for text in texts],
        "titles": [text.title.translate(_AWAY) for text in texts],
        "bodies": [" ".join(text.body[:_LONGEST].translate(_AWAY).split()) for text in texts],
    }
    with connection.cursor() as cursor:
        cursor.execute(_HEADLINES, values)
        return [Highlighted(_html(title), _html(snippet)) for title, snippet in cursor.fetchall()]


def _html(marked: str) -> SafeString:
    first, *others = marked.split(_BEGIN)
    pieces = (other.partition(_END) for other in others)
    return format_html(
        "{}{}", first, format_html_join("", "<mark>{}</mark>{}", ((piece[0], piece[2]) for piece in pieces))
    )
