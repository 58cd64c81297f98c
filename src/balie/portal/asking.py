"""The form by which anybody asks something, account or not."""

from typing import Any

from django.core import signing
from django.core.cache import cache
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from balie.core.digests import digest
from balie.custom_fields.refusing import FieldsRefused
from balie.events.actor import Actor
from balie.people.access import contact_of
from balie.people.identities import contact_for
from balie.people.models import Contact
from balie.portal.flood import HOUR, within_limits
from balie.portal.forms import RequestForm
from balie.portal.taking_in import content_of
from balie.tickets.conversation import open_ticket
from balie.tickets.custom_fields.filling import opening_fields
from balie.tickets.custom_fields.keeping_files import Filled
from balie.tickets.models import Channel

SENT = signing.Signer(salt="portal.sent")


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    signed_in = request.user.is_authenticated
    if request.method == "GET":
        initial = {"subject": request.GET.get("subject", "")[:200]}
        return _page(request, RequestForm(initial=initial, signed_in=signed_in))
    form = RequestForm(request.POST, request.FILES, signed_in=signed_in)
    fields = _fields(form) if form.is_valid() else None
    if fields is None:
        return _page(request, form, status=422)
    if form.is_trapped:
        return redirect("portal:sent", mark=SENT.sign("0"))
    email = request.user.email if request.user.is_authenticated else form.cleaned_data["email"]
    if not within_limits(request, form="ask", email=email):
        form.add_error(
            None, _("That were many requests in a short time. Please wait an hour, or answer an earlier one.")
        )
        return _page(request, form, status=429)
    number = _once(email, request, form.cleaned_data, fields)
    return redirect("portal:request", number) if signed_in else redirect("portal:sent", mark=SENT.sign(str(number)))


@require_GET
def sent(request: HttpRequest, mark: str) -> HttpResponse:
    """Says the number, but opens nothing: whose address was typed has not been shown."""
    try:
        number = int(SENT.unsign(mark))
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    return render(request, "portal/sent.html", {"number": number or None})


def _fields(form: RequestForm) -> Filled | None:
    """None when something of it will not do: the form says what."""
    try:
        return opening_fields(form.given(), kind=form.cleaned_data["kind"], team=None, asked=form.definitions)
    except FieldsRefused as refusal:
        form.refuse(refusal)
        return None


def _once(email: str, request: HttpRequest, given: dict[str, Any], fields: Filled) -> int:
    """The number of the ticket; the same one when the same is asked again within the hour, by a double click, a reload,
    or from the page one came back to.
    """
    content, fields = content_of(given["text"], given["attachments"]), fields.stored()
    held = (sorted(fields.values.items()), sorted(fields.files.items()))
    said = digest(email.lower(), given["subject"], given["kind"], *held, content.text, content.files)
    name = f"portal:asked:{said.hex()}"
    with transaction.atomic():
        _wait_for_the_first(name)
        if number := cache.get(name):
            return int(number)
        requester = _requester(request, given)
        ticket, _message = open_ticket(
            subject=given["subject"],
            content=content,
            kind=given["kind"],
            requester=requester,
            channel=Channel.PORTAL,
            actor=Actor.contact(requester.pk),
            language=get_language() or "",
            fields=fields,
        )
        cache.set(name, ticket.pk, HOUR)
    return ticket.pk


def _wait_for_the_first(name: str) -> None:
    """Of two clicks that arrive at once the second waits here until the first one's ticket is there."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _requester(request: HttpRequest, given: dict[str, Any]) -> Contact:
    if request.user.is_authenticated:
        return contact_of(request.user)
    return contact_for(email=given["email"], name=given["name"], language=get_language() or "")


def _page(request: HttpRequest, form: RequestForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "sign_in": reverse("portal:sign-in")}
    return render(request, "portal/ask.html", context, status=status)
