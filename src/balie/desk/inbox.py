"""The lists of tickets."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balie.accounts.directory import Directory, directory
from balie.accounts.models import User
from balie.desk.access import DeskRequest, at_the_desk, wants_fragment
from balie.desk.addresses import number
from balie.desk.choices import choices
from balie.desk.columns import Column, cells_of, columns_of
from balie.desk.display import DisplayChoices
from balie.desk.filter_bar import filter_bar
from balie.desk.filter_words import told_unclear
from balie.desk.filters import Listing, listing
from balie.desk.first_steps import Step, first_steps
from balie.desk.groups import NOTHING, Found, as_board, as_pages, in_groups
from balie.desk.rail import rail
from balie.desk.rows import shown_rows
from balie.desk.saved_views import audiences_of
from balie.desk.status_choices import choices_for_many
from balie.desk.views import INBOX, DeskView, list_topics
from balie.live.presence import WHO
from balie.live.topics import token_for
from balie.tickets.arranging import COLUMN, MOST, arranged
from balie.tickets.listing import PAGE, page
from balie.tickets.narrowing import narrowed_to, wanted_for
from balie.tickets.own_statuses.asking import statuses_in


@at_the_desk
@require_safe
def inbox(request: DeskRequest) -> HttpResponse:
    known = directory()
    asked = listing(request.GET, request.user, known)
    if "rows" in request.GET:
        return _some_rows(request, asked, known)
    columns = columns_of(asked.columns)
    template = "desk/inbox_list.html" if wants_fragment(request) else "desk/inbox.html"
    return render(
        request,
        template,
        _context(request, asked, _found(request.user, asked, known, columns), known) | {"columns": columns},
    )


def _found(viewer: User, asked: Listing, known: Directory, columns: Sequence[Column]) -> Found:
    if asked.unclear:
        return NOTHING
    wanted = wanted_for(asked.node, viewer)
    if asked.display.is_board:
        return as_board(asked, arranged(viewer, wanted, asked.display.arrangement, size=MOST, column=COLUMN), known)
    if asked.display.arrangement.is_plain:
        found = page(viewer, wanted, asked.cursor)
        return as_pages(asked, found, cells_of(found.rows, columns, known))
    sorted_ = arranged(viewer, wanted, asked.display.arrangement, skip=asked.skip)
    return in_groups(asked, sorted_, known, cells_of([placed.row for placed in sorted_.rows], columns, known))


def _some_rows(request: DeskRequest, asked: Listing, known: Directory) -> HttpResponse:
    """Those of these tickets that belong in the list: what a browser asks when it hears that some of them changed."""
    numbers = tuple(pk for text in request.GET["rows"].split(",")[:PAGE] if (pk := number(text)) is not None)
    wanted = narrowed_to(wanted_for(asked.node, request.user), numbers)
    rows = () if asked.unclear else page(request.user, wanted).rows
    cells = cells_of(rows, columns_of(asked.columns), known)
    return render(
        request,
        "desk/some_rows.html",
        {"rows": shown_rows(rows, cells), "board": asked.display.is_board, "may_answer": request.user.may_answer},
    )


def _context(request: DeskRequest, asked: Listing, found: Found, known: Directory) -> dict[str, object]:
    here = request.get_full_path()
    return {
        "rail": rail(request.user, known, view=asked.key, team=asked.team),
        "title": title(asked, known),
        "asked": asked,
        "unclear": asked.unclear and told_unclear(asked.unclear, asked.typed),
        "first_steps": _first_steps(request.user, asked, found, known),
        "nothing": asked.view.empty if isinstance(asked.view, DeskView) else None,
        "found": found,
        "display": DisplayChoices(),
        "here": here,
        "token": token_for(list_topics(request.user), holder=f"user:{request.user.pk}", name=str(request.user)),
        "rows_token": _rows_token(request.user, found),
        "filters": filter_bar(asked, known, request.user),
        "may_answer": request.user.may_answer,
        "me": request.user.pk,
        "options": {**choices(known), "status": choices_for_many(statuses_in(asked.fields))},
        "may_change_view": asked.saved is not None and asked.saved.may_be_changed_by(request.user),
        "audiences": audiences_of(request.user, known),
    }


def _first_steps(viewer: User, asked: Listing, found: Found, known: Directory) -> list[Step]:
    here = viewer.is_admin and asked.view is INBOX and found.is_empty and not asked.narrowed
    return first_steps(known) if here else []


def _rows_token(viewer: User, found: Found) -> str:
    """To hear who is at these tickets."""
    topics = [f"{WHO}ticket:{row.id}" for group in found.groups for row in group.rows]
    return token_for(topics, holder=f"user:{viewer.pk}", name=str(viewer)) if topics else ""


def title(asked: Listing, known: Directory) -> str:
    if asked.team is not None:
        return known.teams.get(asked.team, _("No team"))
    if asked.saved:
        return asked.saved.name
    return str(asked.view.label) if isinstance(asked.view, DeskView) else _("Tickets")
