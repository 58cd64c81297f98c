"""Which files a custom field takes. Pure: the name decides, as it will for whoever opens it."""

from __future__ import annotations

from pathlib import PurePath

from balie.custom_fields.types import Accepts

MOST = 10
_ENDINGS = {
    Accepts.PICTURES: ("png", "jpg", "jpeg", "gif", "webp", "avif", "heic", "heif", "bmp", "tif", "tiff"),
    Accepts.DOCUMENTS: (
        "pdf", "doc", "docx", "odt", "rtf", "txt", "md", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp",
    ),
}  # fmt: skip


def is_taken(filename: str, accepts: str) -> bool:
    return not accepts or PurePath(filename).suffix.lower().removeprefix(".") in _ENDINGS[Accepts(accepts)]


def endings(accepts: str) -> str:
    """As the browser's own dialog takes them; empty: any."""
    return ",".join(f".{ending}" for ending in _ENDINGS[Accepts(accepts)]) if accepts else ""
