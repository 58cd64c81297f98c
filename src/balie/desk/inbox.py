"""The lists of tickets."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balie.accounts.directory import Directory, directory
from balie.desk.access import DeskRequest, at_the_desk, wants_fragment
from balie.desk.filter_bar import filter_bar
from balie.desk.filters import Listing, listing, number
from balie.desk.rail import rail
from balie.desk.rows import shown_rows
from balie.desk.views import list_topics
from balie.live.topics import token_for
from balie.tickets.listing import PAGE, Page, page


@at_the_desk
@require_safe
def inbox(request: DeskRequest) -> HttpResponse:
    known = directory()
    asked = listing(request.GET, request.user, known)
    if "rows" in request.GET:
        return _some_rows(request, asked)
    found = page(request.user, asked.wanted, asked.cursor)
    template = "desk/inbox_list.html" if wants_fragment(request) else "desk/inbox.html"
    return render(request, template, _context(request, asked, found, known))


def _some_rows(request: DeskRequest, asked: Listing) -> HttpResponse:
    """Those of these tickets that belong in the list: what a browser asks when it hears that some of them changed."""
    numbers = tuple(pk for text in request.GET["rows"].split(",")[:PAGE] if (pk := number(text)) is not None)
    found = page(request.user, replace(asked.wanted, among=numbers))
    return render(request, "desk/some_rows.html", {"rows": shown_rows(found.rows)})


def _context(request: DeskRequest, asked: Listing, found: Page, known: Directory) -> dict[str, object]:
    here = request.get_full_path()
    return {
        "rail": rail(request.user, known, view=asked.view.key if asked.view else "", team=asked.team),
        "title": title(asked, known),
        "asked": asked,
        "rows": shown_rows(found.rows),
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
