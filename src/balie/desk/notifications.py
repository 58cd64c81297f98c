"""The notification centre: the bell on every page, its panel, and a page of its own."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from balie.desk.access import DeskRequest, at_the_desk, wants_fragment
from balie.desk.addresses import number
from balie.desk.rail import rail
from balie.live.topics import token_for
from balie.notifications.centre import CAP, PAGE, Line, count_unread, lines, note_seen
from balie.notifications.presence import note_present
from balie.notifications.wording import Names, names_for, said

_IN_PANEL = 12


@dataclass(frozen=True, slots=True)
class Item:
    href: str
    ticket: int
    subject: str
    words: Markup
    aside: str
    actor: tuple[str, str]
    unread: bool
    at: datetime


@at_the_desk
@require_safe
def centre(request: DeskRequest) -> HttpResponse:
    """With `panel`: the latest, for the bell."""
    panel = wants_fragment(request) and "panel" in request.GET
    size = _IN_PANEL if panel else PAGE
    only = request.GET.get("show") == "unread"
    found = lines(request.user, before=number(request.GET.get("before")), unread=only, limit=size)
    names = names_for(found)
    context = {
        "items": [_item(line, names) for line in found[:size]],
        "older": found[size - 1].id if len(found) > size else None,
        "later": "before" in request.GET,
        "only": only,
    }
    if panel:
        return render(request, "desk/notifications_panel.html", context)
    return render(request, "desk/notifications.html", context | {"rail": rail(request.user)})


@at_the_desk
@require_POST
def bell(request: DeskRequest) -> HttpResponse:
    """Somebody looks at a page of the desk; with `ticket` at that one, of which nothing is news to them any more."""
    ticket = number(request.POST.get("ticket"))
    if ticket is not None:
        note_seen(user_id=request.user.pk, ticket_id=ticket)
    note_present(user_id=request.user.pk)
    unread = count_unread(request.user)
    shown = f"{CAP}+" if unread > CAP else str(unread or "")
    words = ngettext("%(count)s unread notification", "%(count)s unread notifications", unread) % {"count": shown}
    return JsonResponse(
        {
            "count": shown,
            "words": words if unread else _("Notifications"),
            "token": token_for([f"bell:{request.user.pk}"], holder=f"user:{request.user.pk}", name=str(request.user)),
        }
    )


@at_the_desk
@require_POST
def all_seen(request: DeskRequest) -> HttpResponse:
    note_seen(user_id=request.user.pk)
    return HttpResponse(status=204) if wants_fragment(request) else HttpResponseRedirect("/desk/notifications/")


def _item(line: Line, names: Names) -> Item:
    told = said(line.facts, names)
    first = min((fact.message for fact in line.facts if fact.message), default=None)
    return Item(
        href=f"/desk/tickets/{line.ticket}/" + (f"#message-{first}" if first else ""),
        ticket=line.ticket,
        subject=line.subject,
        words=Markup(told.text) % {"who": Markup("<b>{}</b>").format(told.who)},  # noqa: S704 -- a translation; what is put in is escaped
        aside=told.aside,
        actor=told.actor,
        unread=line.unread,
        at=line.at,
    )
