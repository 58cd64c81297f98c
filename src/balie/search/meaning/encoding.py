"""What a text means, as 1,024 bits: of two texts that are alike, few differ. Pure: no language model, no database.

Two halves: the mean of the vectors of a text's word pieces, which tells paraphrases alike, and the runs of letters in
its words, which does so in languages that the pieces know less well, and for names and numbers of things. The bits say
on which side of 1,024 planes their direction lies (Charikar 2002, "Similarity estimation techniques from rounding").
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from balie.search.meaning.bits import BITS, Said
from balie.search.meaning.letters import BUCKETS, counted

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_SKETCH = 512
# What a text is about, its beginning tells.
_LONGEST = 1500
# In English the pieces say more than the letters.
_LETTERS = {"en": 0.6}
_LETTERS_ELSEWHERE = 1.2

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Background:
    """What all texts have in common: the middle of the vectors, and how telling each run of letters is."""

    middle: Rows
    telling: Rows

    @classmethod
    def kept(cls) -> Background:
        """As scripts/background.py made it of our own texts in four languages."""
        with (files(__package__) / "background.npz").open("rb") as file, np.load(file) as kept:
            return cls(kept["middle"].astype(np.float32), kept["telling"].astype(np.float32) / 16)


@dataclass(frozen=True)
class Encoder:
    """`vectors`: a row for each piece."""

    pieces: Tokenizer
    vectors: NDArray[np.float16]
    background: Background

    def meanings(self, said: Sequence[Said]) -> list[bytes]:
        """BITS / 8 bytes each, nothing where a text has no word."""
        texts = [one.text[:_LONGEST] for one in said]
        shares = np.array([_LETTERS.get(one.language, _LETTERS_ELSEWHERE) for one in said], dtype=np.float32)
        letters = np.stack([self._sketch(text) for text in texts])
        sides = np.hstack([self.directions(texts), letters * shares[:, None]]) @ self._planes > 0
        packed = np.packbits(sides, axis=1)
        return [row.tobytes() if there.any() else b"" for row, there in zip(packed, letters, strict=True)]

    def directions(self, texts: list[str]) -> Rows:
        """Of length one each; zero for a text without a word."""
        found = np.zeros((len(texts), self.vectors.shape[1]), dtype=np.float32)
        for row, encoding in zip(found, self.pieces.encode_batch(texts, add_special_tokens=False), strict=True):
            if encoding.ids:
                mean = self.vectors[encoding.ids].mean(axis=0, dtype=np.float32)
                row[:] = mean / max(float(np.linalg.norm(mean)), 1e-9) - self.background.middle
        found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        return found

    def _sketch(self, text: str) -> Rows:
        runs, weights = counted(text)
        weights = weights * self.background.telling[runs % np.uint64(BUCKETS)]
        signs = np.where(runs >> np.uint64(63), np.float32(1), np.float32(-1))
        places = ((runs >> np.uint64(20)) % np.uint64(_SKETCH)).astype(np.int64)
        found = np.bincount(places, weights * signs, minlength=_SKETCH).astype(np.float32)
        return found / max(float(np.linalg.norm(found)), 1e-9)

    @cached_property
    def _planes(self) -> Rows:
        return _planes(self.vectors.shape[1] + _SKETCH)


def _planes(dimensions: int) -> Rows:
    """The same wherever and whenever it is asked: stored bits are compared with it."""
    drawn = hashlib.shake_256(b"planes").digest(dimensions * BITS // 8)
    bits = np.unpackbits(np.frombuffer(drawn, dtype=np.uint8)).astype(np.float32)
    return (bits * 2 - 1).reshape(dimensions, BITS)
