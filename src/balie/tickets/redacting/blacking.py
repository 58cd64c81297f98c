"""Words are blacked out, in plain text and in HTML that we wrote ourselves. Pure: texts in, texts out."""

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

# Always as long: the length of what stood there would say something of it.
BLACK = "█████"
MOST_PHRASES = 50
LONGEST_PHRASE = 500

# Letters that nobody sees, which mail programs and lists put between others.
_UNSEEN = "\u00ad\u034f\u200b\u200c\u200d\u2060\ufeff"
_TOKEN = re.compile(
    r'<!--.*?-->|<![^>]*>|<style\b.*?</style>|<(?:/?)([a-z][a-z0-9]*)((?:[^>"]*"[^"]*")*[^>"]*)>|([^<]+)|<', re.DOTALL
)
# Those that say something of the sender's.
_ATTRIBUTE = re.compile(r'\s(alt|title|href|src|data-remote-src)="([^"]*)"')
# Between which words run on: other elements stand for a space.
_WITHIN_WORDS = frozenset({
    "a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "q", "s", "samp", "small", "strike", "strong",
    "sub", "sup", "tt", "u", "var", "wbr",
})  # fmt: skip


class Blacked(NamedTuple):
    text: str
    places: int


class Phrases:
    """What is to be blacked out: in any case, over any line breaks and the marks of what is quoted."""

    def __init__(self, phrases: Iterable[str], *, whole: bool = False) -> None:
        """Longer ones first, so that no rest of one stays. `whole`: not where they stand within a longer word."""
        wanted = sorted({" ".join(phrase.split()) for phrase in phrases if phrase.strip()}, key=len, reverse=True)
        self.words = tuple(wanted)
        either = "|".join(map(_pattern, wanted)) or r"(?!)"
        self._pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)" if whole else either, re.IGNORECASE)

    def spans(self, text: str) -> list[tuple[int, int]]:
        return [found.span() for found in self._pattern.finditer(text)]

    def stand_in(self, text: str) -> bool:
        return self._pattern.search(text) is not None

    def in_text(self, text: str) -> Blacked:
        return Blacked(*self._pattern.subn(BLACK, text))

    def in_html(self, html: str) -> Blacked:
        """`html` is sanitised, or a mail of ours: balanced, with every attribute quoted."""
        if not self.words or not html:
            return Blacked(html, 0)
        tokens = list(_TOKEN.finditer(html))
        texts = [unescape(token[3]) if token[3] else None for token in tokens]
        joined, starts = _run(tokens, texts)
        spans = self.spans(joined)
        places = len(spans)
        made: list[str] = []
        for token, text, start in zip(tokens, texts, starts, strict=True):
            if text is not None:
                made.append(_escaped(_without(text, start, spans)))
            else:
                tag, blacked = self._in_tag(token[0], token[2] or "")
                places += blacked
                made.append(tag)
        return Blacked("".join(made), places) if places else Blacked(html, 0)

    def _in_tag(self, tag: str, attributes: str) -> tuple[str, int]:
        places = 0

        def kept(found: re.Match[str]) -> str:
            nonlocal places
            value = unescape(found[2])
            if not self.stand_in(value) and not self.stand_in(unquote(value)):
                return found[0]
            places += 1
            return f' {found[1]}="{BLACK}"' if found[1] in {"alt", "title"} else ""

        return tag.replace(attributes, _ATTRIBUTE.sub(kept, attributes), 1) if attributes else tag, places


def _pattern(phrase: str) -> str:
    unseen = f"[{_UNSEEN}]*"
    between = rf"[\s{_UNSEEN}]++(?:>[>\s{_UNSEEN}]*+)?"
    return between.join(unseen.join(map(_letter, normalize("NFC", word))) for word in phrase.split(" "))


def _letter(letter: str) -> str:
    """Some write an accent as a letter of its own."""
    apart = normalize("NFD", letter)
    return re.escape(letter) if apart == letter else f"(?:{re.escape(letter)}|{re.escape(apart)})"


def _run(tokens: list[re.Match[str]], texts: list[str | None]) -> tuple[str, list[int]]:
    """All that is read, in one, and where each token begins in it."""
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for token, text in zip(tokens, texts, strict=True):
        starts.append(length)
        piece = text if text is not None else "" if token[1] in _WITHIN_WORDS else " "
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), starts


def _without(text: str, start: int, spans: list[tuple[int, int]]) -> str:
    """The text of one element: what was found in it is black where it begins, and gone where it only goes on."""
    end, at, made = start + len(text), start, []
    for first, last in spans:
        if last <= start or first >= end:
            continue
        made.append(text[at - start : max(first, start) - start])
        made.append(BLACK if first >= start else "")
        at = min(last, end)
    return "".join(made) + text[at - start :]


def _escaped(text: str) -> str:
    """As the sanitiser writes them."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")
