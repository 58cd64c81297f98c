"""How far one has read a ticket, as the page tells it."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.addresses import number as whole
from balie.desk.ticket_page import must_see
from balie.tickets.marking_read import mark_read


@at_the_desk
@require_POST
def reading(request: DeskRequest, number: int) -> HttpResponse:
    """One has had this `message` in front of oneself, and those before it."""
    must_see(request, number)
    if message_id := whole(request.POST.get("message")):
        mark_read(ticket_id=number, user_id=request.user.pk, message_id=message_id)
    return HttpResponse(status=204)
