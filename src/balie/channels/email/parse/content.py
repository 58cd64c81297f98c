"""The body parts as text and as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from balie.core.html_text import HtmlLine, html_lines, lines_to_text
from balie.core.sanitising import sanitise_marked, without_marks

from .bodies import Bodies, name_of_type
from .charsets import decode, scrub
from .parameters import parameters_of
from .structure import Part, content_type
from .tnef import Package, is_tnef, unpack_tnef
from .transfer import UuFile, payload_bytes, split_uuencoded

_LIMIT = 2_000_000  # bytes of one part that are shown; the rest stays in the original
_META_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\xad]")


@dataclass(slots=True)
class Content:
    text: str = ""
    text_is_html: bool = False  # the text was made from the HTML
    marked: str | None = None  # sanitised HTML with the marks of quotations
    lines: list[HtmlLine] = field(default_factory=list)
    charset_guessed: bool = False
    uuencoded: list[UuFile] = field(default_factory=list)
    packages: list[Package] = field(default_factory=list)

    @property
    def html(self) -> str | None:
        return None if self.marked is None else without_marks(self.marked)


def read_content(bodies: Bodies, hint: str | None) -> Content:
    content = Content()
    texts = {
        id(part): _read_text(part, content, hint)
        for part in {id(part): part for part in (*bodies.text, *bodies.html)}.values()
    }
    _unpack(bodies, content)
    html = [_as_html(part, texts[id(part)]) for part in bodies.html]
    if any(content_type(part) == "text/html" for part in bodies.html):
        _read_html(content, "\n".join(html))
    own = [part for part in bodies.text if content_type(part) == "text/plain"]
    plain = "\n".join(texts[id(part)] for part in own)
    mixed = len(own) != len(bodies.text) and any(texts[id(part)].strip() for part in own)
    if mixed:
        content.text = "\n".join(_as_text(part, texts[id(part)]) for part in bodies.text)
    elif _INVISIBLE.sub("", plain).strip():
        content.text = plain
    elif content.marked is not None:
        content.text, content.text_is_html = lines_to_text(content.lines), True
    elif content.packages:
        _read_package(content)
    content.text = content.text.strip("\n")
    return content


def _read_html(content: Content, html: str) -> None:
    content.marked = sanitise_marked(html)
    content.lines = html_lines(content.marked)


def _read_package(content: Content) -> None:
    package = content.packages[0]
    content.text = package.text
    if package.html:
        package.bodies = [file for file in package.bodies if file.content_type != "text/html"]
    if package.html:
        _read_html(content, package.html)
        if not package.text.strip():
            content.text, content.text_is_html = lines_to_text(content.lines), True


def _read_text(part: Part, content: Content, hint: str | None) -> str:
    data = payload_bytes(part)[:_LIMIT]
    kind = parameters_of(part, "Content-Type")
    charset = kind.values.get("charset")
    if content_type(part) == "text/html":
        declared = _META_CHARSET.search(data[:4096])
        charset = charset or (declared[1].decode("ascii") if declared else None)
    else:
        files, data = split_uuencoded(data)
        content.uuencoded += files
    decoded = decode(data, charset, hint)
    content.charset_guessed = content.charset_guessed or decoded.guessed
    text = _LINE_END.sub("\n", scrub(decoded.text)).replace("\ufeff", "")
    if kind.values.get("format", "").lower() == "flowed":
        text = _unwrap(text, delete_space=kind.values.get("delsp", "").lower() == "yes")
    return text


def _unwrap(text: str, *, delete_space: bool) -> str:
    """format=flowed (RFC 3676): lines that end in a blank go on in the next one of the same quote depth."""
    paragraphs: list[list[str]] = []
    flowing = False
    depth_before = 0
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        stuffed = bare.removeprefix(" ")
        if flowing and depth == depth_before and stuffed != "-- ":
            if delete_space:
                paragraphs[-1][-1] = paragraphs[-1][-1][:-1]
            paragraphs[-1].append(stuffed)
        else:
            paragraphs.append([f"{'>' * depth}{' ' if depth and stuffed else ''}", stuffed])
        flowing = stuffed.endswith(" ") and stuffed != "-- "
        depth_before = depth
    return "\n".join("".join(pieces) for pieces in paragraphs)


def _unpack(bodies: Bodies, content: Content) -> None:
    """Opens winmail.dat. One without files, or with more than files, stays beside what was found in it."""
    for part in list(bodies.files):
        if (
            content_type(part).endswith("ms-tnef")
            or (name_of_type(part) or "").lower().endswith(".dat")
            or _disposition_name(part).endswith(".dat")
        ):
            data = payload_bytes(part)
            if is_tnef(data):
                package = unpack_tnef(data)
                content.packages.append(package)
                if package.files and package.whole:
                    bodies.files.remove(part)


def _disposition_name(part: Part) -> str:
    return parameters_of(part, "Content-Disposition").values.get("filename", "").lower()


def _as_html(part: Part, text: str) -> str:
    return text if content_type(part) == "text/html" else f"<div>{escape(text.strip()).replace(chr(10), '<br>')}</div>"


def _as_text(part: Part, text: str) -> str:
    return text if content_type(part) == "text/plain" else lines_to_text(html_lines(sanitise_marked(text)))
