"""What a translation service has to be able to do. Whoever adds one writes a class of this kind and a line in
`choosing.PROVIDERS`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

LONGEST = 20_000  # characters sent at a time: each costs money or time


class Why(StrEnum):
    """What went wrong, for `failures.words_of`."""

    TOO_LONG = "too-long"
    INSIDE = "inside"
    ADDRESS = "address"
    UNREACHABLE = "unreachable"
    RESTING = "resting"  # it did not answer a moment ago, or is asked enough already
    KEY = "key"
    USED_UP = "used-up"
    LANGUAGE = "language"
    UNEXPECTED = "unexpected"


class Failed(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Translated:
    """`source`: the language it was in, as the service says; a code of two letters, or empty."""

    words: str
    source: str


class Provider(Protocol):
    def translate(self, words: str, *, html: bool, source: str, target: str) -> Translated:
        """`source`: empty where the service is to find out. HTML keeps its tags and their `id`s. Raises Failed."""
