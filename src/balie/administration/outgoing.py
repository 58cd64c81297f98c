"""Mail on its way out, and what became of it."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balie.administration.access import StaffRequest, for_admins, page
from balie.mail.models import OutgoingMail, State
from balie.mail.queueing import send_again

SHOWN = 50
WAITING = (State.QUEUED, State.SENDING)
TROUBLE = (State.FAILED, State.UNCERTAIN, State.BOUNCED)


@for_admins
@require_safe
def outgoing(request: StaffRequest) -> HttpResponse:
    waiting = OutgoingMail.objects.filter(state__in=WAITING)
    trouble = OutgoingMail.objects.filter(state__in=TROUBLE).order_by("-pk")[:SHOWN]
    late = waiting.filter(attempts__gt=0).order_by("next_attempt_at")[:SHOWN]
    counts = dict(waiting.values_list("state").annotate(Count("pk")))
    return page(request, "outgoing.html", "outgoing", waiting=sum(counts.values()), late=late, trouble=trouble)


@for_admins
@require_POST
def another_attempt(request: StaffRequest, pk: int) -> HttpResponse:
    get_object_or_404(OutgoingMail, pk=pk)
    if send_again(pk):
        messages.success(request, _("It goes out again now."))
    else:
        messages.error(request, _("This mail can't be sent again: it is on its way, or its words are forgotten."))
    return redirect("settings:outgoing")
