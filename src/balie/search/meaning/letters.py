"""Texts as the short runs of letters in their words: they tell alike what is inflected, compounded or mistyped."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

SHORTEST, LONGEST = 3, 5
# Runs are told apart by their hash only, so many ways.
BUCKETS = 2**15
_WORDS = re.compile(r"\w+")
_PRIME = np.uint64(0x100000001B3)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SPACE = ord(" ")


def runs(text: str) -> NDArray[np.uint64]:
    """The hash of each run of three to five letters, a word's edges counting as one each."""
    plain = f" {' '.join(_WORDS.findall(text.casefold()))} "
    letters = np.frombuffer(plain.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    spaces = np.concatenate(([0], np.cumsum(letters == _SPACE)))
    found = []
    for length in range(SHORTEST, LONGEST + 1):
        many = len(letters) - length + 1
        if many <= 0:
            break
        hashed = np.full(many, length, dtype=np.uint64)
        for place in range(length):
            hashed = (hashed ^ letters[place : place + many]) * _PRIME
        inside = spaces[length - 1 : length - 1 + many] == spaces[1 : 1 + many]
        found.append(hashed[inside])
    together = np.concatenate(found) if found else np.zeros(0, dtype=np.uint64)
    together = (together ^ (together >> np.uint64(29))) * _SPREAD
    return together ^ (together >> np.uint64(32))


def counted(text: str) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """Each run once, and how much it counts for coming so often."""
    different, times = np.unique(runs(text), return_counts=True)
    return different, (1 + np.log(times)).astype(np.float32)
