"""Signed leave to hear of something: made when a page is rendered, shown by the browser to the live process.

A token names its topics and whoever got the page. It carries no content and opens none: the browser asks the web
process again, where access is checked.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing

SALT = "balie.live.topics"
MAX_AGE = 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Pass:
    """What a token says."""

    topics: tuple[str, ...]
    holder: str  # "user:5"
    name: str
    signed_at: float  # seconds since 1970


def token_for(topics: Iterable[str], *, holder: str, name: str) -> str:
    return signing.dumps([holder, name, *topics], salt=SALT)


def read_token(token: str) -> Pass | None:
    """None when it is forged, broken, or more than 24 hours old."""
    try:
        holder, name, *topics = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    signed_at = signing.b62_decode(token.rsplit(":", 2)[1])
    return Pass(topics=tuple(topics), holder=holder, name=name, signed_at=signed_at)
