"""Whether a text speaks of a file that goes along, in the four languages of the desk. Pure."""

import re

_QUOTED = re.compile(r"<blockquote\b.*?(?:</blockquote>|\Z)|<pre\b.*?(?:</pre>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_QUOTED_LINE = re.compile(r"^\s*>.*$", re.MULTILINE)
# Whole words. Not "attach it to the wall": a file that the writer speaks of is there, or is said to be.
_WORDS = re.compile(
    r"""\b(?:
    attached | (?:is|are|see|find|with|please\s+see|my|our)\s+(?:the\s+)?attach(?:ment|ments)
    | (?:in|as)\s+(?:an?\s+|the\s+)?attachments?? | i(?:'|’)?(?:\s+a|\s+ha|’ve|'ve|’m|'m)?(?:m|ve)?\s+attach(?:ing|ed)
    | enclosed | i\s+enclose
    | bijlagen? | bijgevoegd\w* | bijgaand\w* | bijgesloten | meegestuurd\w*
    | anhang | anhänge | anhängend\w* | angehängt\w* | beigefügt\w* | anbei | beiliegend\w* | anlage\s+finden
    | (?:in|im|als)\s+(?:der\s+)?anlagen?
    | allegat[oiae] | in\s+allegato | allego | alleghiamo
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def mentions_attachment(text: str, *, html: bool = False) -> bool:
    """Only what was newly written counts: not what is quoted."""
    written = _TAG.sub(" ", _QUOTED.sub(" ", text)).replace("&nbsp;", " ") if html else _QUOTED_LINE.sub("", text)
    return _WORDS.search(written) is not None
