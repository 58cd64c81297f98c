"""Makes src/balie/search/meaning/background.npz of the project's own texts, in the four languages it speaks.

usage: python -m scripts.background

Only when the word pieces' package changes: bits that are stored compare no more, and a migration has to empty them.
"""

from pathlib import Path

import numpy as np
import polib

from balie.search.meaning.encoding import Background, Encoder
from balie.search.meaning.letters import BUCKETS, counted
from balie.search.meaning.local import pieces, vectors

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src" / "balie" / "search" / "meaning" / "background.npz"


def texts() -> list[str]:
    found = []
    for catalogue in sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po")):
        found += [text for entry in polib.pofile(str(catalogue)) for text in (entry.msgid, entry.msgstr)]
    for page in sorted(ROOT.glob("docs/*.md")):
        found += page.read_text().split("\n\n")
    return sorted({text.strip() for text in found} - {""})


def main() -> None:
    said = texts()
    seen = np.zeros(BUCKETS)
    for text in said:
        seen[np.unique(counted(text)[0] % np.uint64(BUCKETS))] += 1
    telling = np.log((1 + len(said)) / (1 + seen)) + 1
    nothing = Background(np.zeros(vectors().shape[1], np.float32), telling.astype(np.float32))
    plain = Encoder(pieces(), vectors(), nothing)
    middle = plain.directions(said).mean(axis=0)
    np.savez_compressed(TARGET, middle=middle.astype(np.float16), telling=np.round(telling * 16).astype(np.uint8))


if __name__ == "__main__":
    main()
