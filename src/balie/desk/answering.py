"""How the desk answers a change: with the parts of the page that changed, or by leading back to the page."""

import re
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from balie.accounts.directory import directory
from balie.custom_fields.refusing import AboutFields
from balie.desk.access import DeskRequest, wants_fragment
from balie.desk.addresses import number
from balie.desk.conflict_words import ConflictWords, told_conflict
from balie.desk.field_files import held_for
from balie.desk.own_fields import missing_fields
from balie.desk.ticket_page import must_see, ticket_context, visible_ticket, whole_page
from balie.tickets.conflicts import Conflict, NotAllowed
from balie.tickets.custom_fields.refusing import FieldsMissing
from balie.tickets.lifecycle import OpenChildren
from balie.tickets.reading import may_see, ticket_for

Change = Callable[[int | None], object]


def seen_by(request: DeskRequest) -> int | None:
    """The newest event that the form's page showed; None when the change is wanted whatever happened meanwhile."""
    return None if request.POST.get("anyway") else number(request.POST.get("seen"))


def changed(request: DeskRequest, ticket_id: int, change: Change, said: str = "") -> HttpResponse:
    """Makes a change of a property of a ticket and answers. 404 where the ticket is not theirs to see."""
    must_see(request, ticket_id)
    try:
        change(seen_by(request))
    except Conflict as conflict:
        return _conflict(request, ticket_id, conflict)
    except OpenChildren as refusal:
        return _children_open(request, ticket_id, refusal)
    except AboutFields as refusal:
        return _fields_asked(request, ticket_id, refusal)
    except NotAllowed as refusal:
        return _refused(request, ticket_id, str(refusal))
    return fresh(request, ticket_id, said)


def fresh(request: DeskRequest, ticket_id: int, said: str = "") -> HttpResponse:
    """The ticket as it is now."""
    if not may_see(request.user, ticket_id):
        return _elsewhere(request, said)
    return shown(request, ticket_id, said)


def shown(request: DeskRequest, ticket_id: int, said: str = "") -> HttpResponse:
    """As `fresh`, after what takes a ticket out of nobody's sight."""
    if not wants_fragment(request):
        if said:
            messages.success(request, said)
        return HttpResponseRedirect(f"/desk/tickets/{ticket_id}/", status=303)
    ticket = ticket_for(request.user, ticket_id)
    if ticket is None:  # somebody took it away meanwhile; the change is made all the same
        return _elsewhere(request, said)
    return render(request, "desk/changed.html", ticket_context(request, ticket) | {"said": said})


def _elsewhere(request: DeskRequest, said: str) -> HttpResponse:
    """The ticket is out of this agent's sight, by the change or since."""
    if said:
        messages.success(request, said)
    if wants_fragment(request):
        return HttpResponse(headers={"HX-Redirect": "/desk/"})
    return HttpResponseRedirect("/desk/", status=303)


def _conflict(request: DeskRequest, ticket_id: int, conflict: Conflict) -> HttpResponse:
    words = told_conflict(conflict)
    fields = _sent(request, without=frozenset({"seen"}), own=True)
    return refusal(request, ticket_id, 409, refused={"words": words, "action": request.path, "fields": fields})


def _children_open(request: DeskRequest, ticket_id: int, refusal_: OpenChildren) -> HttpResponse:
    fields = _sent(request, without=frozenset({"children"}), own=True)
    choices = [("leave", _("Leave them open"))]
    only_tasks = not (refusal_.children or refusal_.others)
    if not refusal_.others:
        choices.insert(0, ("along", _("Mark them done") if only_tasks else _("Resolve them as well")))
    elif refusal_.children or request.POST.get("children") == "along":
        choices.insert(0, ("visible", _("Resolve only those you can see")))
    elif refusal_.tasks:
        choices.insert(0, ("visible", _("Mark the tasks done, leave the parts")))
    asked = {"words": ConflictWords(str(refusal_)), "action": request.path, "fields": fields, "children": choices}
    return refusal(request, ticket_id, 409, refused=asked)


def _fields_asked(request: DeskRequest, ticket_id: int, refusal_: AboutFields) -> HttpResponse:
    """What is missing or wrong is asked there and then; of another ticket, such as a part of this one, only told."""
    of_this = not isinstance(refusal_, FieldsMissing) or refusal_.ticket_id == ticket_id
    ids = [int(found[1]) for key in request.POST if (found := re.fullmatch(r"field-([0-9]{1,18})(?:-kept)?", key))]
    ids += refusal_.words if isinstance(refusal_, FieldsMissing) else []
    ticket = visible_ticket(request, ticket_id)
    asked = missing_fields(dict.fromkeys(ids), ticket, directory()) if of_this else []
    if not asked:
        return _refused(request, ticket_id, str(refusal_))
    sent = {f"field-{field.id}": request.POST.getlist(f"field-{field.id}") for field in asked}
    asked = [field.with_sent(sent[f"field-{field.id}"], held_for(request, field.id)) for field in asked]
    words = {"words": ConflictWords(str(refusal_)), "action": request.path, "fields": _sent(request), "asked": asked}
    return refusal(request, ticket_id, 409, refused=words)


def _sent(request: DeskRequest, *, without: frozenset[str] = frozenset(), own: bool = False) -> list[tuple[str, str]]:
    """What a form sent, to be sent again; `own`: with the custom fields that it filled in."""
    left = {"csrfmiddlewaretoken", "anyway"} | without
    pairs = ((key, value) for key, values in request.POST.lists() for value in values)
    return [(key, value) for key, value in pairs if key not in left and (own or not key.startswith("field-"))]


def _refused(request: DeskRequest, ticket_id: int, reason: str) -> HttpResponse:
    return refusal(request, ticket_id, 422, refused={"words": ConflictWords(reason), "action": None, "fields": []})


def refusal(request: DeskRequest, ticket_id: int, status: int, **context: object) -> HttpResponse:
    """The page or its parts as they are now, with what was refused and why."""
    ticket = visible_ticket(request, ticket_id)
    if wants_fragment(request):
        parts = ticket_context(request, ticket) | {"said": "", **context}
        return render(request, "desk/changed.html", parts, status=status)
    return render(request, "desk/ticket.html", whole_page(request, ticket, **context), status=status)
