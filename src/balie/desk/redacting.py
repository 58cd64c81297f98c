"""Words, files or all of a message are taken out for good, by those who may."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from balie.desk.access import DeskRequest, actor_of, for_answering
from balie.desk.addresses import number
from balie.desk.rail import rail
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Message
from balie.tickets.redacting.redacting import Redaction, redact


@for_answering
@require_http_methods(["GET", "HEAD", "POST"])
def redaction(request: DeskRequest, pk: int) -> HttpResponse:
    there = Message.objects.visible_to(request.user).select_related("ticket", "author_contact", "author_user")
    message = there.filter(pk=pk).first()
    if message is None:
        raise Http404
    if not request.user.may_redact:
        raise PermissionDenied(_("Only supervisors and administrators can remove what was said."))
    refusal = ""
    if request.method == "POST":
        try:
            return _redact(request, message)
        except NotAllowed as reason:
            refusal = str(reason)
    context = {
        "message": message, "ticket": message.ticket, "text": message.reply_text or message.text,
        "files": message.attachments.order_by("pk"), "chosen": request.POST.getlist("file"),
        "words": request.POST.get("words", ""), "content": bool(request.POST.get("content")),
        "elsewhere": request.method != "POST" or bool(request.POST.get("elsewhere")),
        "refusal": refusal, "rail": rail(request.user),
    }  # fmt: skip
    return render(request, "desk/redaction.html", context, status=422 if refusal else 200)


def _redact(request: DeskRequest, message: Message) -> HttpResponse:
    sent = request.POST
    if not sent.get("sure"):
        raise NotAllowed(_("Confirm that it is to be gone for good."))
    wanted = Redaction(
        words=tuple(sent.get("words", "").splitlines()),
        content=bool(sent.get("content")),
        files=frozenset(pk for text in sent.getlist("file") if (pk := number(text)) is not None),
        elsewhere=bool(sent.get("elsewhere")),
    )
    places = redact(message_id=message.pk, redaction=wanted, actor=actor_of(request))
    said = ngettext("Gone for good, in %(num)d place.", "Gone for good, in %(num)d places.", places)
    messages.success(request, said % {"num": places})
    there = f"/desk/tickets/{message.ticket_id}/?at={message.pk}#message-{message.pk}"
    return HttpResponseRedirect(there, status=303)
