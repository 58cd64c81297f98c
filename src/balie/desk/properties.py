"""Changes of a ticket's properties: each an address of its own, each one verb."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balie.desk.access import DeskRequest, actor_of, for_answering
from balie.desk.addresses import number
from balie.desk.answering import changed
from balie.desk.leading_back import posted_from_page
from balie.desk.own_field_changes import filled_in, status_once_filled
from balie.tickets.assignment import assign, move_to_team
from balie.tickets.fields import PRIORITIES
from balie.tickets.lifecycle import Children
from balie.tickets.models import Status, Tag
from balie.tickets.own_statuses.statuses import read_choice
from balie.tickets.tags.tagging import normalised, set_tags
from balie.tickets.triage import change_kind, change_priority, change_subject

_TAGS_LONGEST = 4000  # characters, all of them together


@for_answering
@posted_from_page
def status(request: DeskRequest, number: int) -> HttpResponse:
    (wanted, own), actor = read_choice(request.POST.get("status", "")), actor_of(request)
    return changed(
        request, number, lambda seen: status_once_filled(
            ticket_id=number, given=filled_in(request), status=wanted, own=own, actor=actor, seen=seen,
            children=_children(request),
        ),
        _("Status changed"),
    )  # fmt: skip


@for_answering
@posted_from_page
def resolution(request: DeskRequest, number: int) -> HttpResponse:
    actor = actor_of(request)
    return changed(
        request, number, lambda seen: status_once_filled(
            ticket_id=number, given=filled_in(request), status=Status.RESOLVED, actor=actor, seen=seen,
            children=_children(request),
        ),
        _("Resolved"),
    )  # fmt: skip


def _children(request: DeskRequest) -> Children:
    """What becomes of the open ones of a ticket that is over: asked, until somebody has said."""
    known: dict[str, Children] = {"along": "along", "visible": "visible", "leave": "leave"}
    return known.get(request.POST.get("children", ""), "ask")


@for_answering
@posted_from_page
def assignment(request: DeskRequest, number: int) -> HttpResponse:
    wanted, actor = _chosen(request, "assignee"), actor_of(request)
    return changed(
        request,
        number,
        lambda seen: assign(ticket_id=number, assignee_id=wanted, actor=actor, seen=seen),
        _("Assigned"),
    )


@for_answering
@posted_from_page
def team(request: DeskRequest, number: int) -> HttpResponse:
    wanted, actor = _chosen(request, "team"), actor_of(request)
    return changed(
        request, number, lambda seen: move_to_team(ticket_id=number, team_id=wanted, actor=actor, seen=seen), _("Moved")
    )


@for_answering
@posted_from_page
def priority(request: DeskRequest, number: int) -> HttpResponse:
    wanted, actor = PRIORITIES.get(request.POST.get("priority", ""), 0), actor_of(request)
    return changed(
        request, number, lambda seen: change_priority(ticket_id=number, priority=wanted, actor=actor, seen=seen),
        _("Priority changed"),
    )  # fmt: skip


@for_answering
@posted_from_page
def kind(request: DeskRequest, number: int) -> HttpResponse:
    wanted, actor = request.POST.get("kind", ""), actor_of(request)
    return changed(
        request,
        number,
        lambda seen: change_kind(ticket_id=number, kind=wanted, actor=actor, seen=seen),
        _("Kind changed"),
    )


@for_answering
@posted_from_page
def subject(request: DeskRequest, number: int) -> HttpResponse:
    wanted, actor = request.POST.get("subject", ""), actor_of(request)
    return changed(
        request, number, lambda seen: change_subject(ticket_id=number, subject=wanted, actor=actor, seen=seen),
        _("Subject changed"),
    )  # fmt: skip


@for_answering
@posted_from_page
def tags(request: DeskRequest, number: int) -> HttpResponse:
    names, actor = request.POST.get("tags", "")[:_TAGS_LONGEST].split(","), actor_of(request)
    before = set(Tag.objects.filter(tickets=number).values_list("name", flat=True))
    after = {plain for name in names if (plain := normalised(name))}
    return changed(
        request,
        number,
        lambda _seen: set_tags(ticket_id=number, names=names, actor=actor),
        _tags_told(added=len(after - before), removed=len(before - after)),
    )


def _tags_told(*, added: int, removed: int) -> str:
    if added and removed:
        return _("Tags changed")
    if added:
        return ngettext("Tag added", "%(num)d tags added", added) % {"num": added}
    return ngettext("Tag removed", "%(num)d tags removed", removed) % {"num": removed} if removed else ""


def _chosen(request: DeskRequest, key: str) -> int | None:
    """Empty: nobody, no team. What is no number is nobody's number."""
    text = request.POST.get(key, "")
    return (number(text) or 0) if text else None
