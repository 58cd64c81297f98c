"""`/uploads`: files handed in before what they belong to; `/field-files`: those that custom fields hold."""

from typing import Annotated

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from ninja import File, Path, Schema
from ninja.files import UploadedFile
from pydantic import Field

from balie.api.answers import answer
from balie.api.permissions import user_of
from balie.api.problems import Problem
from balie.api.routing import router
from balie.files.models import Upload
from balie.files.serving import response_for
from balie.files.uploads import TooLarge, keep_upload
from balie.tickets.custom_fields.showing_files import field_files

# Handed in and not used yet, of one user.
_MOST = 200
_FILE = {"description": "The file", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}


class UploadOut(Schema):
    upload: int = Field(description="By this a custom field names it; a week long, and once.")
    filename: str
    content_type: str
    size: int


@router.post(
    "/uploads", response={201: UploadOut}, summary="Hand in a file", operation_id="add_upload", tags=["Tickets"]
)
def add_upload(request: HttpRequest, file: Annotated[UploadedFile, File()]) -> HttpResponse:
    """Sent as `multipart/form-data`. It is a part of nothing until a ticket names it."""
    user = user_of(request)
    if Upload.objects.filter(user=user).count() >= _MOST:
        raise Problem(429, "Too many files were handed in and not used. Use them, or wait a week.")
    try:
        kept = keep_upload(user, file)
    except TooLarge as reason:
        raise Problem(413, str(reason)) from reason
    return answer(
        UploadOut(upload=kept.pk, filename=kept.filename, content_type=kept.content_type, size=file.size or 0),
        status=201,
    )


@router.get(
    "/field-files/{int:file}",
    summary="Download what a field holds",
    operation_id="get_field_file",
    tags=["Tickets"],
    openapi_extra={"responses": {200: _FILE}},
)
def download(request: HttpRequest, file: Annotated[int, Path(ge=1, le=2**63 - 1)]) -> FileResponse:
    """A file that a custom field holds, for saving. Tickets name it as `download_url`."""
    found = field_files(user_of(request)).filter(pk=file).first()
    if found is None:
        raise Http404
    return response_for(found.blob_id, filename=found.filename, content_type=found.content_type)
