"""Whether there is anything to see in a text."""

from unicodedata import category

# Letters and a sign by category, but drawn as nothing: fillers of Hangul, the empty pattern of Braille.
_BLANKS = "\u115f\u1160\u3164\uffa0\u2800"


def visible(text: str) -> str:
    """The text as it is; nothing where it has only spaces, controls, marks and other characters nobody sees."""
    return text if any(category(one)[0] not in "CZM" and one not in _BLANKS for one in text) else ""
