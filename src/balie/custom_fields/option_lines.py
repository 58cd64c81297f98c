"""Choices as an administrator types them: one on each line, in a tree those below another moved in. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from balie.custom_fields.definitions import Option

MOST = 1_000
LONGEST = 100
# Filters use these words for other things.
_RESERVED = frozenset({"none", "me"})


def lines_of(options: Sequence[Option]) -> str:
    known = {option.id: option for option in options}
    return "\n".join("  " * _depth(option, known) + option.label for option in options if not option.gone)


def options_of(text: str, before: Sequence[Option] = (), *, tree: bool = False) -> list[Option]:
    """A line that was there before, at the same place in the tree, is the choice it was; so is one that is back."""
    ids = {_path(option, before): option.id for option in before}
    taken, found, above = {option.id for option in before}, dict[tuple[str, ...], Option](), list[tuple[int, str]]()
    for line in text.expandtabs(2).splitlines()[:MOST]:
        label = " ".join(line.split())[:LONGEST]
        if not label:
            continue
        indent = len(line) - len(line.lstrip())
        above = [one for one in above if one[0] < indent] if tree else []
        path = (*(one for _indent, one in above), label)
        above.append((indent, label))
        if path in found:
            continue
        pk = ids.get(path) or _new(label, taken)
        taken.add(pk)
        parent = found[path[:-1]].id if path[:-1] else ""
        found[path] = Option(pk, label, parent)
    return list(_in_order("", list(found.values())))


def _in_order(parent: str, options: Sequence[Option]) -> Iterator[Option]:
    """Each right after what it stands under."""
    for option in options:
        if option.parent == parent:
            yield option
            yield from _in_order(option.id, options)


def _path(option: Option, among: Sequence[Option]) -> tuple[str, ...]:
    known = {one.id: one for one in among}
    path: list[str] = []
    here: Option | None = option
    while here and len(path) <= len(known):
        path.insert(0, here.label)
        here = known.get(here.parent)
    return tuple(path)


def _depth(option: Option, known: dict[str, Option]) -> int:
    depth = 0
    while (parent := known.get(option.parent)) and depth < len(known):
        option, depth = parent, depth + 1
    return depth


def _new(label: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", label.lower().replace("ß", "ss")).encode("ascii", "ignore").decode()
    word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "choice"
    if word not in taken | _RESERVED:
        return word
    return next(one for n in range(2, len(taken) + 4) if (one := f"{word}_{n}") not in taken)
