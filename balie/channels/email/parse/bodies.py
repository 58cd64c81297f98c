"""Which parts are the body, and which are files (the algorithm of RFC 8621, section 4.1.4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from .parameters import parameters_of
from .structure import Part, children, content_type

_MAX_DEPTH = 60
_TEXTS = ("text/plain", "text/html")


@dataclass(slots=True)
class Bodies:
    """Parts in the order in which they are shown; a part may be both in `text` and in `html`."""

    text: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    related: set[int] = field(default_factory=set)  # id() of the files that stand inside a multipart/related


def choose_bodies(message: Part) -> Bodies:
    bodies = Bodies()
    _read([message], "mixed", bodies, bodies.text, bodies.html, depth=0, alternative=False)
    return bodies


def _read(
    parts: list[Part],
    parent: str,
    bodies: Bodies,
    text: list[Part] | None,
    html: list[Part] | None,
    *,
    depth: int,
    alternative: bool,
) -> None:
    """`text` or `html` is None where a branch of an alternative has shown to be the other one."""
    had_text, had_html = len(text or ()), len(html or ())
    for index, part in enumerate(parts):
        kind = content_type(part)
        if depth < _MAX_DEPTH and (inside := children(part)):
            below = kind.partition("/")[2]
            inner = alternative or below == "alternative"
            _read(inside, below, bodies, text, html, depth=depth + 1, alternative=inner)
        elif kind not in _TEXTS or not _is_shown(part, index, parent):
            bodies.files.append(part)
            if parent == "related":
                bodies.related.add(id(part))
        else:
            if alternative and kind == "text/html":
                text = None if parent != "alternative" else text
            elif alternative:
                html = None if parent != "alternative" else html
            chosen = (text, html) if parent != "alternative" else ((text,) if kind == "text/plain" else (html,))
            for own in chosen:
                if own is not None:
                    own.append(part)
    if parent == "alternative" and text is not None and html is not None:
        if len(text) == had_text:
            text.extend(html[had_html:])
        elif len(html) == had_html:
            html.extend(text[had_text:])


def _is_shown(part: Part, index: int, parent: str) -> bool:
    disposition = parameters_of(part, "Content-Disposition")
    if disposition.value == "attachment":
        return False
    return index == 0 or (parent != "related" and not (disposition.values.get("filename") or name_of_type(part)))


def name_of_type(part: Part) -> str | None:
    return parameters_of(part, "Content-Type").values.get("name")
