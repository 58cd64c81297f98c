"""`/attachments/{attachment}`: the files of messages."""

from typing import Annotated

from django.http import FileResponse, Http404, HttpRequest
from ninja import Path

from balie.api.permissions import user_of
from balie.api.routing import router
from balie.files.serving import response_for
from balie.tickets.models import Attachment, Message

_FILE = {"description": "The file", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}


@router.get(
    "/attachments/{int:attachment}",
    summary="Download a file",
    operation_id="get_attachment",
    tags=["Messages"],
    openapi_extra={"responses": {200: _FILE}},
)
def download(request: HttpRequest, attachment: Annotated[int, Path(ge=1, le=2**63 - 1)]) -> FileResponse:
    """A file of a message, as it came, for saving. Messages name it as `download_url`."""
    seen = Message.objects.visible_to(user_of(request))
    file = Attachment.objects.select_related("blob").filter(pk=attachment, message__in=seen).first()
    if file is None:
        raise Http404
    return response_for(file.blob, filename=file.filename, content_type=file.content_type)
