"""Keeps a spreadsheet from taking a value for a formula, and takes that back. Pure.

An apostrophe before what begins so is what spreadsheets do themselves; one more goes before those there are, so that
nothing is lost: `plain(harmless(text))` is the text again.
"""

import re

_RISKY = re.compile(r"'*[=+\-@\t\r\n]")


def harmless(text: str) -> str:
    return f"'{text}" if _RISKY.match(text) else text


def plain(text: str) -> str:
    return text[1:] if text.startswith("'") and _RISKY.match(text) else text
