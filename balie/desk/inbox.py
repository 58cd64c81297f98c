"""The lists of tickets."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balie.desk.access import DeskRequest, at_the_desk, wants_fragment
from balie.desk.directory import Directory, directory
from balie.desk.filter_bar import filter_bar
from balie.desk.filters import PRIORITIES, Listing, listing
from balie.desk.rail import rail
from balie.desk.views import list_topics
from balie.live.topics import token_for
from balie.tickets.listing import Page, page

PRIORITY_NAMES = {value: name for name, value in PRIORITIES.items()}


@at_the_desk
@require_safe
def inbox(request: DeskRequest) -> HttpResponse:
    known = directory()
    asked = listing(request.GET, request.user, known)
    found = page(request.user, asked.wanted, asked.cursor)
    template = "desk/inbox_list.html" if wants_fragment(request) else "desk/inbox.html"
    return render(request, template, _context(request, asked, found, known))


def _context(request: DeskRequest, asked: Listing, found: Page, known: Directory) -> dict[str, object]:
    here = request.get_full_path()
    return {
        "rail": rail(request.user, view=asked.view.key if asked.view else "", team=asked.team),
        "title": title(asked, known),
        "asked": asked,
        "rows": found.rows,
        "priorities": PRIORITY_NAMES,
        "older": asked.address(found.older) if found.older else None,
        "newer": asked.address(found.newer) if found.newer else None,
        "here": here,
        "token": token_for(list_topics(request.user), holder=f"user:{request.user.pk}", name=str(request.user)),
        "filters": filter_bar(asked, known, request.user),
        "may_answer": request.user.may_answer,
    }


def title(asked: Listing, known: Directory) -> str:
    if asked.team is not None:
        return known.teams.get(asked.team, _("No team"))
    return str(asked.view.label) if asked.view else _("Tickets")
