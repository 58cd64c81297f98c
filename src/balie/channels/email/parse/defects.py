"""What was wrong with a mail, for those who look into why it shows as it does."""

from __future__ import annotations

import re

from .structure import Part

_MOST = 20
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def defects_of(message: Part) -> tuple[str, ...]:
    """The parser's complaints, once each, as `missing-header-body-separator`."""
    found: dict[str, None] = {}
    for part in message.walk():
        for defect in part.defects:
            name = _WORD.sub("-", type(defect).__name__.removesuffix("Defect")).lower()
            found.setdefault(name)
        if len(found) >= _MOST:
            break
    return tuple(found)
