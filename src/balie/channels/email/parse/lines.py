"""What each line of a body is, told by the line and its next neighbours. Linear in the length of the text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from . import phrases

_MOST_LINES = 4000  # beyond these lines nothing is looked for
_LONGEST = 1000  # characters of a line that are looked at
_WRAPPED = 6  # lines over which "On … wrote:" may be spread
_INTRO_LENGTH = 400
_HEADER_LINES = 12


class Kind(Enum):
    BLANK = "blank"
    TEXT = "text"
    QUOTE = "quote"
    INTRO = "intro"  # "On … wrote:"
    DIVIDER = "divider"
    SIGNATURE = "signature"  # a signature begins, if nothing but a signature follows
    HISTORY = "history"  # from here to the end all is history
    FORWARD = "forward"  # from here a forwarded message stands


@dataclass(slots=True)
class Line:
    """A line, and what a mail program has said about it (in HTML)."""

    text: str
    quoted: bool = False
    history: bool = False
    signature: bool = False


def text_lines(text: str) -> list[Line]:
    return [Line(line, quoted=line.lstrip(" \xa0").startswith((">", "|"))) for line in text.split("\n")]


def classify(lines: list[Line], *, forwarded: bool) -> list[Kind]:
    """`forwarded`: the subject says that this mail passes another one on."""
    kinds: list[Kind] = []
    some = lines[:_MOST_LINES]
    texts = [line.text[:_LONGEST].strip() for line in some]
    while len(kinds) < len(some):
        number = len(kinds)
        if wrapped := _intro(some, texts, number):
            kinds += [Kind.INTRO] * wrapped
        else:
            kinds.append(_kind(some[number], texts, number))
    if forwarded:
        kinds = [Kind.FORWARD if kind is Kind.HISTORY else kind for kind in kinds]
    return kinds + [Kind.TEXT] * (len(lines) - len(kinds))


def _kind(line: Line, texts: list[str], number: int) -> Kind:
    text = texts[number]
    kind = Kind.TEXT
    if not text.strip("ᐧ\u200b\u200c\ufeff\xa0"):
        kind = Kind.BLANK
    elif line.history or phrases.ORIGINAL.match(text) or phrases.REPLY_ABOVE.match(text):
        kind = Kind.HISTORY
    elif phrases.FORWARD.match(text):
        kind = Kind.FORWARD
    elif line.quoted:
        kind = Kind.QUOTE
    elif _is_header_block(texts, number):
        kind = Kind.HISTORY
    elif line.signature or phrases.DELIMITER.match(text) or phrases.MOBILE.match(text):
        kind = Kind.SIGNATURE
    elif phrases.DIVIDER.match(text):
        kind = Kind.DIVIDER
    return kind


def _intro(lines: list[Line], texts: list[str], number: int) -> int:
    """Over how many lines "On … wrote:" goes that begins here; 0: it does not."""
    first = texts[number]
    opening = phrases.INTRO_OPENING.match(first) is not None
    dated = phrases.DATED.search(first) is not None
    if first.startswith(">") or not (opening or dated or "@" in first):
        return 0
    joined = ""
    for length, part in enumerate(texts[number : number + _WRAPPED], start=1):
        begins_further_down = length > 1 and phrases.INTRO_OPENING.match(part)
        is_quotation = length > 1 and part.startswith(">") and not part.startswith("> ")
        joined = f"{joined} {part}" if joined else part
        if begins_further_down or is_quotation or len(joined) > _INTRO_LENGTH or not (part or (opening and dated)):
            break
        if part and _is_intro(joined, opening=opening, quoted_next=_is_quoted_next(lines, texts, number + length)):
            return length
    return 0


def _is_intro(joined: str, *, opening: bool, quoted_next: bool) -> bool:
    if phrases.GMAIL_DATED.match(joined):
        return True
    told = phrases.INTRO_END.search(joined) or phrases.INTRO_INSIDE.search(joined)
    if told is None:
        ended = joined.endswith((":", "：")) or quoted_next
        return ended and phrases.DATED_ADDRESS.search(joined) is not None
    colon = joined.rstrip(" *_>-").endswith((":", "：", "写道"))
    dated = phrases.DATED.search(joined) is not None
    if not colon:
        return opening and dated and ("@" in joined or quoted_next)
    return quoted_next or (opening and dated) or "@" in joined


def _is_quoted_next(lines: list[Line], texts: list[str], number: int) -> bool:
    for line, text in zip(lines[number : number + 4], texts[number : number + 4], strict=True):
        if text:
            return line.quoted and not phrases.INTRO_TAIL.match(text)
    return False


def _is_header_block(texts: list[str], number: int) -> bool:
    """A block of "From: … Sent: … To: … Subject: …" that begins here."""
    if not phrases.ANY_LABEL.match(texts[number]):
        return False
    labels, sender, dated, since = 0, False, False, 0
    for text in texts[number : number + _HEADER_LINES]:
        if phrases.ANY_LABEL.match(text):
            labels += 1
            is_from = phrases.FROM_LABEL.match(text) is not None
            sender = sender or is_from
            dated = dated or (not is_from and phrases.DATED.search(text) is not None)
            since = 0
        else:
            since += 1
            if since > 2 or (since > 1 and not text):
                break
    return sender and (labels >= 3 or (labels == 2 and dated and "@" in " ".join(texts[number : number + 3])))
