"""Browsers in which somebody is told of things while no page of the desk is open."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balie.accounts.sessions import browser_and_device
from balie.desk.access import DeskRequest, at_the_desk
from balie.notifications.push.devices import add_device, remove_device
from balie.notifications.push_records import Device
from balie.tickets.conflicts import NotAllowed


@at_the_desk
@require_POST
def devices(request: DeskRequest) -> HttpResponse:
    """What the browser's own push service gave it."""
    sent = request.POST
    try:
        add_device(
            user=request.user, endpoint=sent.get("endpoint", ""), key=sent.get("key", ""),
            secret=sent.get("secret", ""), name=_called(request),
        )  # fmt: skip
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("This device is told from now on."))
    return redirect("desk:own-notifications")


@at_the_desk
@require_POST
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    try:
        remove_device(user=request.user, pk=pk)
    except Device.DoesNotExist:
        pass  # as it was to be
    else:
        messages.success(request, _("Removed."))
    return redirect("desk:own-notifications")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """At the top of the desk, so that it is for all of its pages. It fetches nothing."""
    response = render(request, "desk/push_worker.js", content_type="text/javascript")
    response["Content-Security-Policy"] = "default-src 'none'"
    response["Cache-Control"] = "no-cache"
    return response


def _called(request: DeskRequest) -> str:
    return " · ".join(browser_and_device(request.headers.get("User-Agent", "")))
