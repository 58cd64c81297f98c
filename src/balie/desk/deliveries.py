"""Sending a message once more that did not arrive, or perhaps did not; taking one back that has not gone out yet."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balie.desk.access import DeskRequest, actor_of, for_answering
from balie.desk.answering import changed
from balie.tickets.deliveries import send_again
from balie.tickets.models import Message
from balie.tickets.taking_back import take_back


@for_answering
@require_POST
def delivery(request: DeskRequest, pk: int) -> HttpResponse:
    message = Message.objects.visible_to(request.user).filter(pk=pk).first()
    if message is None:
        raise Http404
    actor = actor_of(request)
    return changed(
        request, message.ticket_id, lambda _seen: send_again(message_id=pk, actor=actor), _("On its way again")
    )


@for_answering
@require_POST
def taking_back(request: DeskRequest, pk: int) -> HttpResponse:
    """Its author's alone. The words are in the composer again."""
    message = Message.objects.visible_to(request.user).filter(pk=pk, author_user=request.user).first()
    if message is None:
        raise Http404
    actor = actor_of(request)
    answer = changed(
        request,
        message.ticket_id,
        lambda _seen: take_back(message_id=pk, actor=actor),
        _("Taken back, nothing was sent"),
    )
    answer.headers["HX-Trigger"] = "draft-changed"
    return answer
