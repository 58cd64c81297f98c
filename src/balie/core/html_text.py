"""Sanitised HTML to lines of plain text. One pass, linear, knowing from where in the HTML each line came."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from .sanitising import sanitise_marked

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)([^>"]*(?:"[^"]*"[^>"]*)*)>|([^<]+)')
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_MARK = re.compile(r'\s(?:class|id|type)="(quote|history|signature)"')
_VOID = {"br", "hr", "img", "col", "wbr"}
_PARAGRAPH = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote", "figure"}
_BLOCK = _PARAGRAPH | {"div", "li", "dt", "dd", "tr", "caption", "center", "details", "summary", "figcaption", "thead",
                       "tbody", "tfoot", "hr"}  # fmt: skip


class HtmlLine(NamedTuple):
    text: str
    depth: int  # of block quotes
    quoted: bool  # inside what a mail program has marked as quoted
    history: bool  # a mail program has marked: from here on it is history
    signature: bool  # inside what a mail program has marked as a signature
    start: int  # offset in the HTML of the first tag or text that belongs to this line


@dataclass(slots=True)
class _Reader:
    lines: list[HtmlLine] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    open: list[tuple[str, str]] = field(default_factory=list)  # tag and its mark
    prefix: str = ""
    numbers: list[int] = field(default_factory=list)  # next number of each open list, 0 for bullets
    depth: int = 0
    quoted: int = 0
    signature: int = 0
    preformatted: int = 0
    history: bool = False
    start: int | None = None
    blank: bool = False  # a blank line is due before the next one
    between: str = " \t "  # cells of a row

    def end_line(self, *, paragraph: bool = False) -> None:
        text = "".join(self.pieces) if self.preformatted else _SPACE.sub(" ", "".join(self.pieces)).strip()
        if text.strip():
            if self.blank and self.lines:
                self._add("", min(self.depth, self.lines[-1].depth))
            for index, line in enumerate(text.strip("\n").split("\n")):
                self._add(line.rstrip() if index or not self.prefix else self.prefix + line.strip())
            self.prefix = ""
            self.blank = False
            self.history = False
            self.start = None
        self.pieces.clear()
        self.blank = self.blank or paragraph

    def _add(self, text: str, depth: int | None = None) -> None:
        depth = self.depth if depth is None else depth
        start = self.start or 0
        self.lines.append(HtmlLine(text, depth, self.quoted > 0, self.history, self.signature > 0, start))

    def opened(self, tag: str, attributes: str, position: int) -> None:
        if tag in _BLOCK:
            self.end_line(paragraph=tag in _PARAGRAPH)
        if self.start is None and tag != "br":
            self.start = position
        found = _MARK.search(attributes)
        mark = found[1] if found else ""
        self.history = self.history or mark == "history"
        if tag == "br":
            self._break()
        elif tag in {"td", "th"}:
            self.pieces.append(self.between if "".join(self.pieces[-3:]).strip() else "")
        if tag not in _VOID:
            self.open.append((tag, mark))
            self.quoted += mark == "quote"
            self.signature += mark == "signature"
            self.depth += tag == "blockquote"
            self.preformatted += tag == "pre"
            self._list(tag)

    def _break(self) -> None:
        if self.preformatted:
            self.pieces.append("\n")
        elif "".join(self.pieces).strip():
            self.end_line()
        else:
            self.blank = True

    def _list(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self.numbers.append(1 if tag == "ol" else 0)
        elif tag == "li":
            number = self.numbers[-1] if self.numbers else 0
            self.prefix = f"{number}. " if number else "- "
            if number:
                self.numbers[-1] += 1

    def closed(self, tag: str) -> None:
        if tag in _BLOCK:
            self.end_line(paragraph=tag in _PARAGRAPH)
        if not self.pieces:
            self.start = None  # what follows begins behind this element
        while self.open:
            name, mark = self.open.pop()
            self.quoted -= mark == "quote"
            self.signature -= mark == "signature"
            self.depth -= name == "blockquote"
            self.preformatted -= name == "pre"
            if name in {"ul", "ol"} and self.numbers:
                self.numbers.pop()
            if name == tag:
                break

    def said(self, text: str, position: int) -> None:
        if self.start is None:
            self.start = position
        self.pieces.append(_unescape(text))


def html_lines(html: str, *, between: str = " \t ") -> list[HtmlLine]:
    """The lines of HTML that `sanitise_marked` has made; `between`: what stands between the cells of a row."""
    reader = _Reader(between=between)
    for token in _TOKEN.finditer(html):
        closing, tag, attributes, text = token.groups()
        if text is not None:
            reader.said(text, token.start())
        elif closing:
            reader.closed(tag)
        else:
            reader.opened(tag, attributes, token.start())
    reader.end_line()
    return reader.lines


def lines_to_text(lines: list[HtmlLine]) -> str:
    return "\n".join(f"{'> ' * line.depth}{line.text}".rstrip() for line in lines)


def html_to_text(html: str, *, between: str = " \t ") -> str:
    """Any HTML as plain text: blocks on lines of their own, block quotes with `>`, link targets left out."""
    return lines_to_text(html_lines(sanitise_marked(html), between=between))


def _unescape(text: str) -> str:
    """The sanitiser writes these four only."""
    if "&" not in text:
        return text
    return text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
