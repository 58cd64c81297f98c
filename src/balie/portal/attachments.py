"""Files of messages and custom fields, for whoever may see these: contacts, link holders and those at the desk."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from balie.files.serving import response_for
from balie.people.viewers import Viewer
from balie.portal.visitors import visitors_of
from balie.tickets.custom_fields.showing_files import field_files
from balie.tickets.field_file_records import FieldFile
from balie.tickets.models import Attachment, Message


@require_safe
def attachment(request: HttpRequest, pk: int, name: str = "") -> HttpResponseBase:  # noqa: ARG001 -- for people to read
    file = get_object_or_404(Attachment.objects.select_related("message", "blob"), pk=pk)
    if not any(_sees(viewer, file.message) for viewer in _viewers(request, file.message.ticket_id)):
        raise Http404
    return response_for(file.blob, filename=file.filename, content_type=file.content_type, inline=file.inline)


@require_safe
def field_file(request: HttpRequest, pk: int, name: str = "") -> HttpResponseBase:  # noqa: ARG001 -- as above
    """What a custom field of a request holds."""
    file = get_object_or_404(FieldFile, pk=pk)
    viewers = _viewers(request, file.ticket_id)
    if not any(field_files(viewer).filter(pk=pk).exists() for viewer in viewers):
        raise Http404
    return response_for(file.blob_id, filename=file.filename, content_type=file.content_type)


def _sees(viewer: Viewer, message: Message) -> bool:
    return Message.objects.visible_to(viewer).filter(pk=message.pk).exists()


def _viewers(request: HttpRequest, number: int) -> Iterator[Viewer]:
    if request.user.is_authenticated and request.user.is_staff:
        yield request.user
    yield from visitors_of(request, number)
