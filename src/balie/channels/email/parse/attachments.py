"""Parts that are files: their names, their bytes, and what is packed into them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from mimetypes import MimeTypes

from .bodies import Bodies
from .charsets import decode
from .encoded_words import decode_words
from .headers import Headers
from .message import Attachment
from .parameters import parameters_of
from .structure import Part, content_type
from .tnef import Package
from .transfer import UuFile, payload_bytes

_MACHINE_READABLE = {"message/delivery-status", "message/global-delivery-status", "message/feedback-report",
                     "message/disposition-notification", "message/global-disposition-notification"}  # fmt: skip
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]+")
_SEPARATORS = re.compile(r'[\\/:*?"<>|]+')
_SPACE = re.compile(r"\s+")
_EXTENSIONS = {"text/plain": ".txt", "text/html": ".html", "image/jpeg": ".jpg", "image/pjpeg": ".jpg",
               "text/calendar": ".ics", "text/x-vcard": ".vcf", "text/vcard": ".vcf", "audio/mpeg": ".mp3",
               "application/ms-tnef": ".dat", "text/rfc822-headers": ".txt"}  # fmt: skip
_MAX_NAME = 200
_types = MimeTypes()  # the built-in table only: the machine's own would make names depend on the machine


def read_attachments(
    bodies: Bodies, uuencoded: Iterable[UuFile], html: str, hint: str | None
) -> tuple[Attachment, ...]:
    """All files of a mail. `html` tells which images it shows itself, `hint` the character set of raw names."""
    found: list[Attachment] = []
    for part in bodies.files:
        attachment = _read_part(part, html, hint, number=len(found) + 1, related=id(part) in bodies.related)
        if attachment is not None:
            found.append(attachment)
    for file in uuencoded:
        name = clean_name(decode(file.filename, hint=hint).text)
        kind = _types.guess_type(name)[0] or "application/octet-stream"
        found.append(Attachment(name or "file", kind, file.content))
    return tuple(found)


def _read_part(part: Part, html: str, hint: str | None, *, number: int, related: bool) -> Attachment | None:
    kind = content_type(part)
    if kind in _MACHINE_READABLE:
        return None
    if kind.startswith("message/"):
        return Attachment(_name_of_nested(part, hint), kind, _nested_bytes(part))
    content_id = _content_id(part)
    return Attachment(
        filename=clean_name(_written_name(part, hint)) or _made_name(kind, number),
        content_type=kind,
        content=payload_bytes(part),
        inline=_is_inline(part, kind, content_id, html, related=related),
        content_id=content_id,
    )


def packed_attachments(packages: Iterable[Package]) -> tuple[Attachment, ...]:
    """The files that were inside winmail.dat."""
    found = []
    for file in (file for package in packages for file in (*package.files, *package.bodies)):
        name = clean_name(file.filename)
        kind = file.content_type if "/" in file.content_type else _types.guess_type(name)[0]
        found.append(
            Attachment(name or "file", kind or "application/octet-stream", file.content, content_id=file.content_id)
        )
    return tuple(found)


def clean_name(name: str) -> str:
    """A name that is safe on every disk: no path, no control or direction characters, not too long."""
    name = _SEPARATORS.sub("_", _UNSAFE.sub("", _SPACE.sub(" ", name))).strip()
    if len(name) > _MAX_NAME:
        stem, dot, extension = name.rpartition(".")
        name = f"{stem[: _MAX_NAME - 20]}{dot}{extension}" if dot and len(extension) < 20 else name[:_MAX_NAME]
    return "" if not name.strip(". ") else name


def _written_name(part: Part, hint: str | None) -> str:
    disposition = parameters_of(part, "Content-Disposition", hint).values
    described = parameters_of(part, "Content-Type", hint).values.get("name", "")
    return disposition.get("filename") or disposition.get("name") or described or _location(part)


def _location(part: Part) -> str:
    """Content-Location or Content-Description where they look like the name of a file."""
    headers = Headers(part)
    for header in ("Content-Location", "Content-Description"):
        value = headers.text(header).rstrip("/").rpartition("/")[2]
        if re.fullmatch(r"[^\s?#:=]{1,80}\.[A-Za-z0-9]{2,5}", value):
            return value
    return ""


def _made_name(kind: str, number: int) -> str:
    stem = kind.partition("/")[0] if kind.startswith(("image/", "audio/", "video/")) else "file"
    extension = _EXTENSIONS.get(kind) or _types.guess_extension(kind) or ".bin"
    return f"{stem}-{number}{extension}"


def _name_of_nested(part: Part, hint: str | None) -> str:
    given = clean_name(_written_name(part, hint))
    if given:
        return given
    inner = next(iter(part.parts()), None)
    subject = Headers(inner).text("Subject") if inner is not None else ""
    return f"{clean_name(subject)[: _MAX_NAME - 4].strip() or 'message'}.eml"


def _nested_bytes(part: Part) -> bytes:
    return b"\n".join(inner.original() for inner in part.parts()) or payload_bytes(part)


def _content_id(part: Part) -> str | None:
    value = part.raw_header("Content-ID")
    return decode_words(value).strip().strip("<>").strip() or None if value is not None else None


def _is_inline(part: Part, kind: str, content_id: str | None, html: str, *, related: bool) -> bool:
    if content_id and f"cid:{content_id}" in html:
        return True
    if parameters_of(part, "Content-Disposition").value == "attachment":
        return False
    return kind.startswith("image/") and (related or parameters_of(part, "Content-Disposition").value == "inline")
