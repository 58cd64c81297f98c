"""Which parts are the body, and which are files (the algorithm of RFC 8621, section 4.1.4)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .parameters import parameters_of
from .structure import Part, children, content_type

_MAX_DEPTH = 60


@dataclass(slots=True)
class Bodies:
    """Parts in the order in which they are shown; a part may be both in `text` and in `html`."""

    text: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    related: set[int] = field(default_factory=set)  # id() of the files that stand inside a multipart/related


@dataclass(frozen=True, slots=True)
class _Place:
    parent: str = "mixed"
    depth: int = 0
    alternative: bool = False  # somewhere above is a multipart/alternative
    text: bool = True  # this branch may give text
    html: bool = True

    def below(self, kind: str) -> _Place:
        return replace(self, parent=kind, depth=self.depth + 1, alternative=self.alternative or kind == "alternative")


def choose_bodies(message: Part) -> Bodies:
    bodies = Bodies()
    _read([message], _Place(), bodies)
    return bodies


def _read(parts: list[Part], place: _Place, bodies: Bodies) -> None:
    had_text, had_html = len(bodies.text), len(bodies.html)
    for index, part in enumerate(parts):
        kind = content_type(part)
        if place.depth < _MAX_DEPTH and (inside := children(part)):
            _read(inside, place.below(kind.partition("/")[2]), bodies)
        elif kind in {"text/plain", "text/html"} and _is_shown(part, index, place.parent):
            place = _take(part, kind, place, bodies)
        else:
            bodies.files.append(part)
            if place.parent == "related":
                bodies.related.add(id(part))
    if place.parent == "alternative" and place.text and place.html:
        if len(bodies.text) == had_text:
            bodies.text += bodies.html[had_html:]
        elif len(bodies.html) == had_html:
            bodies.html += bodies.text[had_text:]


def _take(part: Part, kind: str, place: _Place, bodies: Bodies) -> _Place:
    if place.parent == "alternative":
        if kind == "text/plain":
            bodies.text += [part] if place.text else []
        else:
            bodies.html += [part] if place.html else []
        return place
    if place.alternative:  # this branch of the alternative has shown which of the two it is
        place = replace(place, html=False) if kind == "text/plain" else replace(place, text=False)
    bodies.text += [part] if place.text else []
    bodies.html += [part] if place.html else []
    return place


def _is_shown(part: Part, index: int, parent: str) -> bool:
    disposition = parameters_of(part, "Content-Disposition")
    if disposition.value == "attachment":
        return False
    return index == 0 or (parent != "related" and not (disposition.values.get("filename") or name_of_type(part)))


def name_of_type(part: Part) -> str | None:
    return parameters_of(part, "Content-Type").values.get("name")
