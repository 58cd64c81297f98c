"""Hands out stored files so that none of them can do anything in our origin."""

from django.http import FileResponse

from balie.files.models import Blob
from balie.files.storage import open_blob

# Pictures that can't hold a script. Everything else is offered for saving, never shown in place: no HTML, SVG or PDF.
SHOWN_IN_PLACE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"})
# Browsers run nothing of these types, whatever is in them.
HARMLESS = SHOWN_IN_PLACE | {"application/pdf", "application/zip", "text/plain", "text/csv", "message/rfc822"}


def response_for(blob: Blob | str, filename: str, content_type: str, *, inline: bool = False) -> FileResponse:
    """`blob`: or its SHA-256. Whoever calls has made sure that this viewer may see it. Raises FileNotFoundError."""
    key = blob if isinstance(blob, str) else blob.sha256
    kind = content_type.partition(";")[0].strip().lower()
    response = FileResponse(
        open_blob(key),
        as_attachment=not (inline and kind in SHOWN_IN_PLACE),
        filename=filename,
        content_type=kind if kind in HARMLESS else "application/octet-stream",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=86400"
    response["ETag"] = f'"{key}"'
    return response
