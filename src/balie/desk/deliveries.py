"""Sending a message once more that did not arrive, or perhaps did not."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balie.desk.access import DeskRequest, actor_of, for_answering
from balie.desk.answering import changed
from balie.tickets.deliveries import send_again
from balie.tickets.models import Message


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
