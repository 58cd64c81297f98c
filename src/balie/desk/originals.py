"""A message as it came: its original look in a frame, and its bytes for saving."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.original_look import POLICY, POLICY_WITH_PICTURES, original_page
from balie.desk.rail import rail
from balie.files.serving import response_for
from balie.files.storage import read_blob
from balie.tickets.models import Message


def _message(request: DeskRequest, pk: int) -> Message:
    message = Message.objects.visible_to(request.user).select_related("author_contact", "ticket").filter(pk=pk).first()
    if message is None or message.original_id is None:
        raise Http404
    return message


@at_the_desk
@require_safe
def look(request: DeskRequest, pk: int) -> HttpResponse:
    """Pictures from the internet tell their server who looks at them: they come only when they are asked for."""
    context = {
        "message": _message(request, pk),
        "rail": rail(request.user),
        "pictures": bool(request.GET.get("pictures")),
    }
    return render(request, "desk/original.html", context)


@at_the_desk
@require_safe
def frame(request: DeskRequest, pk: int) -> HttpResponse:
    """What the frame of `look` shows: it has a policy of its own, since a mail's HTML is anybody's."""
    page = original_page(read_blob(str(_message(request, pk).original_id)))
    headers = {
        "Content-Security-Policy": POLICY_WITH_PICTURES if request.GET.get("pictures") else POLICY,
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(page, headers=headers)


@at_the_desk
@require_safe
def download(request: DeskRequest, pk: int) -> HttpResponseBase:
    message = _message(request, pk)
    name = f"ticket-{message.ticket_id}-message-{message.pk}.eml"
    return response_for(str(message.original_id), filename=name, content_type="message/rfc822")
