"""The new part and the history of an HTML body. History is folded by the screen, never dropped."""

from __future__ import annotations

import re
from typing import NamedTuple

from balie.core.html_text import HtmlLine
from balie.core.sanitising import without_marks

from .lines import Line
from .quotes import split_reply

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)[^>"]*(?:"[^"]*"[^>"]*)*>')
_VOID = {"br", "hr", "img", "col", "wbr"}


class HtmlSplit(NamedTuple):
    reply_text: str
    reply: str  # sanitised HTML, balanced
    history: str | None  # the rest, balanced


def split_html(marked: str, lines: list[HtmlLine], *, forwarded: bool) -> HtmlSplit:
    """`marked` as `sanitise_marked` makes it, `lines` as `html_lines` reads it."""
    told = [Line(line.text, line.quoted or line.depth > 0, line.history, line.signature) for line in lines]
    split = split_reply(told, forwarded=forwarded)
    reply_text = "\n".join(
        f"{'> ' * lines[number].depth}{lines[number].text}".rstrip() for number in split.kept
    ).strip()
    # A picture that came with the mail is an answer as well; one to be fetched may only be there to be counted.
    answered = split.history is not None and (reply_text or '<img src="cid:' in marked[: lines[split.history].start])
    if split.history is None or not answered:
        return HtmlSplit(reply_text, without_marks(marked), None)
    reply, history = _cut(marked, lines[split.history].start)
    return HtmlSplit(reply_text, without_marks(reply), without_marks(history))


def _cut(html: str, offset: int) -> tuple[str, str]:
    """Both halves, with the elements that are open at the cut closed in the first and opened again in the second."""
    open_tags: list[str] = []
    for found in _TAG.finditer(html, 0, offset):
        tag = found[2]
        if tag in _VOID:
            continue
        if not found[1]:
            open_tags.append(tag)
        elif open_tags and open_tags[-1] == tag:
            open_tags.pop()
    closing = "".join(f"</{tag}>" for tag in reversed(open_tags))
    opening = "".join(f"<{tag}>" for tag in open_tags)
    return html[:offset] + closing, opening + html[offset:]
