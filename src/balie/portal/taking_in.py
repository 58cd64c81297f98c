"""From what was filled in to what the verbs take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from balie.files.storage import store
from balie.files.uploads import stated_type
from balie.tickets.content import Content, File


def content_of(text: str, files: Iterable[UploadedFile[Any]]) -> Content:
    """Stores the files and gives the words of a message; what cannot be kept in text (NUL) is left out."""
    return Content(
        text=text.replace("\x00", "").replace("\r\n", "\n").strip(), files=tuple(_kept(file) for file in files)
    )


def _kept(file: UploadedFile[Any]) -> File:
    blob = store(file.read())
    name = (file.name or "").replace("\x00", "") or "file"
    return File(sha256=blob.pk, filename=name, content_type=stated_type(file), size=blob.size)
