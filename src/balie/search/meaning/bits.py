"""Meanings as they are kept: bits, of which few differ between texts that are alike."""

from typing import NamedTuple

BITS = 1024


class Said(NamedTuple):
    text: str
    language: str = ""
