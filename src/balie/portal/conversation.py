"""A contact's requests: the list, and what was said on one of them."""

from typing import NamedTuple

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balie.accounts.directory import directory
from balie.core.transactions import joined
from balie.custom_fields.known import values_of
from balie.custom_fields.types import Type
from balie.custom_fields.wording import words_of
from balie.portal.doorway import for_visitors
from balie.portal.flood import within_limits
from balie.portal.forms import AnswerForm
from balie.portal.listing import Page, page_of
from balie.portal.taking_in import content_of
from balie.portal.visitors import Opened, SignInFirst, contact_viewer, opened
from balie.tickets.bodies import Body, body_of
from balie.tickets.conflicts import NotAllowed
from balie.tickets.conversation import receive
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.custom_fields.showing_files import HeldFile, files_held, listed
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Attachment, Channel, Message, Status, Ticket

LATEST = 60


class Shown(NamedTuple):
    message: Message
    body: Body
    files: list[Attachment]


@for_visitors
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    viewer = contact_viewer(request)
    if viewer is None:
        raise SignInFirst
    closed = request.GET.get("show") == "solved"
    tickets = Ticket.objects.visible_to(viewer).filter(merged_into=None).select_related("requester")
    done = [Status.RESOLVED, Status.CLOSED]
    chosen = tickets.filter(status__in=done) if closed else tickets.exclude(status__in=done)
    page: Page = page_of(chosen, before=request.GET.get("before", ""))
    context = {"page": page, "closed": closed, "viewer": viewer}
    return render(request, "portal/requests.html", context)


@for_visitors
@require_http_methods(["GET", "POST"])
def conversation(request: HttpRequest, number: int) -> HttpResponse:
    it = opened(request, number)
    if request.method == "GET":
        led_on = it.ticket.pk != number
        return redirect("portal:request", it.ticket.pk) if led_on else _page(request, it, AnswerForm())
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid() and not within_limits(request, form="answer", email=f"contact:{it.visitor.contact_id}"):
        form.add_error(None, _("That were many messages in a short time. Please wait a little."))
    if not form.is_valid():
        return _page(request, it, form, status=422)
    try:
        _answer(it, form)
    except NotAllowed as reason:
        form.add_error(None, str(reason))
        return _page(request, it, form, status=409)
    messages.success(request, _("Sent. We let you know when there is news."))
    return redirect("portal:request", it.ticket.pk)


@for_visitors
@require_POST
def resolution(request: HttpRequest, number: int) -> HttpResponse:
    return _move(request, number, Status.RESOLVED, _("Good to hear. You can still write here if it comes back."))


@for_visitors
@require_POST
def reopening(request: HttpRequest, number: int) -> HttpResponse:
    return _move(request, number, Status.OPEN, _("Opened again. We look at it as soon as we can."))


def _move(request: HttpRequest, number: int, status: str, said: str) -> HttpResponse:
    it = opened(request, number)
    try:
        change_status(ticket_id=it.ticket.pk, status=status, actor=it.actor, children="leave")
    except NotAllowed as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, said)
    return redirect("portal:request", it.ticket.pk)


@joined
def _answer(it: Opened, form: AnswerForm) -> None:
    receive(
        ticket_id=it.ticket.pk,
        content=content_of(form.cleaned_data["text"], form.cleaned_data["attachments"]),
        author=it.contact,
        channel=Channel.PORTAL,
        actor=it.actor,
    )


def _page(request: HttpRequest, it: Opened, form: AnswerForm, status: int = 200) -> HttpResponse:
    said = _said(it)
    whole = request.GET.get("show") == "all"
    count = said.count()
    shown = [_shown(it) for it in (said.order_by("pk") if whole else reversed(said.order_by("-pk")[:LATEST]))]
    context = {"it": it, "ticket": it.ticket, "said": shown, "earlier": count - len(shown), "form": form}
    context["facts"] = _facts(it.ticket)
    return render(request, "portal/request.html", context, status=status)


def _facts(ticket: Ticket) -> list[tuple[str, str, list[HeldFile]]]:
    """What contacts may read of the custom fields: names, what they hold in words, or files."""
    values = values_of(ticket.fields)
    held = [one for one in known_fields().of_portal() if values.get(one.id) is not None] if values else []
    people = directory().users if any(one.type == Type.USER for one in held) else {}
    language, files = get_language() or "", files_held(values[one.id] for one in held if one.type == Type.FILE)
    return [
        (one.called(language), "", listed(values[one.id], files))
        if one.type == Type.FILE
        else (one.called(language), words_of(one, values[one.id], people), [])
        for one in held
    ]


def _shown(message: Message) -> Shown:
    """Pictures that stand in the text are not listed below it once more."""
    files = list(message.attachments.all())
    listed = [file for file in files if not (file.inline and f"cid:{file.content_id}" in message.html)]
    return Shown(message, body_of(message, files), listed)


def _said(it: Opened) -> QuerySet[Message]:
    files = Prefetch("attachments", Attachment.objects.order_by("pk"))
    visible = Message.objects.visible_to(it.visitor).filter(ticket=it.ticket)
    return visible.select_related("author_contact", "author_user").prefetch_related(files)
