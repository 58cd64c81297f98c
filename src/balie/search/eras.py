"""Stretches of documents by age, so that a frequent word is looked for among the newest only.

A document's id says how new it is. Each belongs to one era of every length; the SQL function `search_eras` of the
first migration puts them into the index.
"""

from collections.abc import Iterator

# An era holds 2^shift documents.
SHIFTS = (13, 16, 19)


def windows(newest: int) -> Iterator[list[int] | None]:
    """Ever larger stretches up to the newest document; the last, None, is everything.

    Each is two eras of one length, as the newest one may have just begun.
    """
    for place, shift in enumerate(SHIFTS):
        era = newest >> shift
        if era == 0:
            break
        yield [_name(era, place), _name(era - 1, place)]
    yield None


def _name(era: int, place: int) -> int:
    return era * len(SHIFTS) + place
