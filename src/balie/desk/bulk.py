"""Many tickets changed together: asked for, watched, undone."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balie.accounts.directory import directory
from balie.desk.access import DeskRequest, for_answering, wants_fragment
from balie.desk.addresses import number
from balie.desk.bulk_words import told_change
from balie.desk.filters import listing
from balie.desk.rail import rail
from balie.live.topics import token_for
from balie.tickets.bulk.asking import MOST, change_many, undo
from balie.tickets.bulk.changes import Change
from balie.tickets.bulk.telling import report_of
from balie.tickets.bulk.working import topic_of
from balie.tickets.bulk_records import BulkChange, State
from balie.tickets.conflicts import NotAllowed
from balie.tickets.fields import PRIORITIES
from balie.tickets.lifecycle import Children
from balie.tickets.matching import Matching, matching
from balie.tickets.merging import MOST as MOST_MERGED
from balie.tickets.models import Status
from balie.tickets.narrowing import wanted_for
from balie.tickets.own_statuses.statuses import read_choice

_NOBODY = "none"
_CHILDREN: dict[str, Children] = {"visible": "visible", "leave": "leave"}


@for_answering
@require_POST
def bulk(request: DeskRequest) -> HttpResponse:
    if request.POST.get("do") == "merge":
        return _to_merge(request)
    try:
        made = change_many(user=request.user, ticket_ids=_chosen(request), change=_change(request.POST))
    except NotAllowed as refusal:
        return _refused(request, str(refusal))
    return _shown(request, made.pk)


@for_answering
@require_safe
def bulk_change(request: DeskRequest, pk: int) -> HttpResponse:
    return _answer(request, pk)


@for_answering
@require_POST
def undoing(request: DeskRequest, pk: int) -> HttpResponse:
    try:
        made = undo(user=request.user, bulk_id=pk)
    except BulkChange.DoesNotExist as gone:
        raise Http404 from gone
    except NotAllowed as refusal:
        return _refused(request, str(refusal))
    return _shown(request, made.pk)


@for_answering
@require_POST
def again(request: DeskRequest, pk: int) -> HttpResponse:
    """For those that were refused since parts of them are open; now it is said what becomes of these."""
    earlier = BulkChange.objects.filter(pk=pk, user=request.user).first()
    if earlier is None:
        raise Http404
    tickets = earlier.items.filter(state=State.REFUSED, code="children").values_list("ticket_id", flat=True)
    change: Change = {**earlier.change, "children": _CHILDREN.get(request.POST.get("children", ""), "leave")}  # type: ignore[typeddict-item] # as it was kept
    try:
        made = change_many(user=request.user, ticket_ids=tickets, change=change)
    except NotAllowed as refusal:
        return _refused(request, str(refusal))
    return _shown(request, made.pk)


@for_answering
@require_safe
def matching_tickets(request: DeskRequest) -> HttpResponse:
    """How many a list holds beyond the page: as many as can be changed at once."""
    found = _matching(request, request.GET)
    return JsonResponse({"count": len(found.tickets), "more": found.more})


def _matching(request: DeskRequest, query: QueryDict) -> Matching:
    asked = listing(query, request.user, directory())
    if asked.unclear:
        return Matching([], more=False)
    return matching(request.user, wanted_for(asked.node, request.user), MOST)


def _chosen(request: DeskRequest) -> list[int]:
    if request.POST.get("all"):
        return _matching(request, QueryDict(request.POST.get("list", ""))).tickets
    return [pk for text in request.POST.getlist("ticket") if (pk := number(text)) is not None]


def _change(form: QueryDict) -> Change:
    """Only what was chosen; what is no number is nobody's number."""
    asked = {name: str(form.get(name, "")) for name in ("status", "priority", "assignee", "team", "do")}
    change: Change = {}
    status, own = read_choice(asked["status"])
    if status in Status.values:
        change |= {"status": status, "own_status": own}
    if asked["priority"] in PRIORITIES:
        change["priority"] = PRIORITIES[asked["priority"]]
    if asked["assignee"]:
        change["assignee"] = _one(asked["assignee"])
    if asked["team"]:
        change["team"] = _one(asked["team"])
    names = [name for name in str(form.get("tags", ""))[:4_000].split(",") if name.strip()]
    if names and asked["do"] == "add_tags":
        change["add_tags"] = names
    elif names and asked["do"] == "remove_tags":
        change["remove_tags"] = names
    return change


def _one(text: str) -> int | None:
    return None if text == _NOBODY else number(text) or 0


def _to_merge(request: DeskRequest) -> HttpResponse:
    """What would happen is shown there before it is done."""
    tickets = sorted(set(_chosen(request)))
    if len(tickets) < 2:
        return _refused(request, _("Choose at least two tickets to merge."))
    if len(tickets) > MOST_MERGED:
        return _refused(request, _("At most %(most)d tickets can be merged at once.") % {"most": MOST_MERGED})
    address = f"/desk/tickets/{tickets[0]}/merge/?{urlencode([('with', pk) for pk in tickets[1:]])}"
    if wants_fragment(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)


def _refused(request: DeskRequest, reason: str) -> HttpResponse:
    if wants_fragment(request):
        return render(request, "desk/bulk_refused.html", {"reason": reason}, status=422)
    messages.error(request, reason)
    return HttpResponseRedirect("/desk/", status=303)


def _shown(request: DeskRequest, pk: int) -> HttpResponse:
    return _answer(request, pk) if wants_fragment(request) else HttpResponseRedirect(f"/desk/bulk/{pk}/", status=303)


def _answer(request: DeskRequest, pk: int) -> HttpResponse:
    try:
        report = report_of(request.user, pk)
    except BulkChange.DoesNotExist as gone:
        raise Http404 from gone
    known = directory()
    context: dict[str, object] = {
        "report": report,
        "words": told_change(report.bulk, known),
        "token": token_for([topic_of(pk)], holder=f"user:{request.user.pk}", name=str(request.user)),
    }
    if wants_fragment(request):
        return render(request, "desk/bulk_report.html", context)
    return render(request, "desk/bulk.html", context | {"rail": rail(request.user, known)})
