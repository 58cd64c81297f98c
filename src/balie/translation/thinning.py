"""HTML with no more of its tags than a translation needs, and their attributes put back. Pure: texts in, texts out.

Addresses of links and pictures are nobody's business, and cost as many letters as words. Each tag that has attributes
goes with a number alone; what comes back is balanced, holds no other tags than were sent, and no attribute that was
not there before.
"""

import re
from typing import NamedTuple

import nh3

_TAG = re.compile(r'<([a-z][a-z0-9]*)((?:\s[^\s="<>/]+(?:="[^"]*")?)*)\s*/?>')
_NUMBERED = re.compile(r'<([a-z][a-z0-9]*) id="b(\d{1,6})">')
_NEVER = {"script", "style"}


class Thin(NamedTuple):
    """`tags`: as they stood, in the order of their numbers."""

    html: str
    tags: tuple[str, ...]


def thin(html: str) -> Thin:
    """`html` is sanitised, or an editor's: every attribute has quotes, or no value."""
    tags: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        if not found[2].strip():
            return f"<{found[1]}>"
        tags.append(found[0])
        return f'<{found[1]} id="b{len(tags) - 1}">'

    return Thin(_TAG.sub(numbered, html), tuple(tags))


def restored(html: str, sent: Thin) -> str:
    """What came back, with the attributes it had; a number that stands at another tag, or again, is dropped."""
    kept = {found[1] for found in _TAG.finditer(sent.html)} - _NEVER
    clean = nh3.clean(html, tags=kept, attributes={tag: {"id"} for tag in kept}, link_rel=None)
    used: set[int] = set()

    def put(found: re.Match[str]) -> str:
        number = int(found[2])
        if number >= len(sent.tags) or number in used or not _is(sent.tags[number], found[1]):
            return f"<{found[1]}>"
        used.add(number)
        return sent.tags[number]

    return _NUMBERED.sub(put, _without_others(clean))


def _is(tag: str, name: str) -> bool:
    return bool(re.match(rf"<{name}[\s>]", tag))


def _without_others(html: str) -> str:
    """Ids that are no number of ours."""
    return re.sub(r'(<[a-z][a-z0-9]*) id="(?!b\d{1,6}")[^"]*"', r"\1", html)
