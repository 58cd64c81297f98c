"""A message goes on to somebody who takes no part in the ticket."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balie.desk.access import DeskRequest, for_answering
from balie.desk.addresses import number
from balie.desk.rail import rail
from balie.desk.signing import signature_below
from balie.files.uploads import TooLarge, receive_file
from balie.tickets.bodies import address_of
from balie.tickets.composing import Written
from balie.tickets.conflicts import NotAllowed
from balie.tickets.forwarding.composing import Letter, forward_letter, sender_of
from balie.tickets.forwarding.quoting import Begun, begun, pictures_in, subject_of
from balie.tickets.models import Message


@for_answering
@require_http_methods(["GET", "HEAD", "POST"])
def forwarding(request: DeskRequest, pk: int) -> HttpResponse:
    there = Message.objects.visible_to(request.user).select_related("ticket__team", "author_contact", "author_user")
    message = there.filter(pk=pk).first()
    if message is None:
        raise Http404
    error, wrong = "", "body"
    if request.method == "POST":
        try:
            return _forward(request, message)
        except (NotAllowed, TooLarge) as reason:
            error = str(reason)
        except ValidationError as reason:
            error, wrong = " ".join(reason.messages), reason.code or "body"
    context = {**_form(request, message), "error": error, "wrong": wrong, "rail": rail(request.user)}
    return render(request, "desk/forward.html", context, status=422 if error else 200)


def _form(request: DeskRequest, message: Message) -> dict[str, object]:
    sent = request.POST
    body = begun(message, sender=sender_of(message), signature=signature_below(request.user, message.ticket.team))
    if request.method == "POST":
        body = Begun(sent.get("body", ""), html=sent.get("body_format") == "html")
    files = [(file, address_of(file)) for file in message.attachments.order_by("pk")]
    shown = pictures_in(body.body) if body.html else set()
    return {
        "message": message, "ticket": message.ticket, "body": body, "to": sent.get("to", ""), "cc": sent.get("cc", ""),
        "subject": sent.get("subject", subject_of(message)),
        "files": [(file, address) for file, address in files if file.pk not in shown],
        "chosen": sent.getlist("file") if request.method == "POST" else [str(file.pk) for file, _address in files],
    }  # fmt: skip


def _forward(request: DeskRequest, message: Message) -> HttpResponse:
    sent = request.POST
    uploads = tuple(pk for text in sent.getlist("files") if (pk := number(text)) is not None)
    written = Written(sent.get("body", ""), sent.get("body_format") == "html", cc=sent.get("cc", ""), uploads=uploads)
    files = {pk for text in sent.getlist("file") if (pk := number(text)) is not None}
    received = [receive_file(upload) for upload in request.FILES.getlist("upload")]
    letter = Letter(written, to=sent.get("to", ""), subject=sent.get("subject", ""), files=files)
    said = forward_letter(message=message, letter=letter, user=request.user, received=received)
    messages.success(request, _("Forwarded"))
    return HttpResponseRedirect(f"/desk/tickets/{said.ticket_id}/#message-{said.pk}", status=303)
