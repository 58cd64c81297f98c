"""Contacts, organisations and the tickets of a list as files for spreadsheets."""

from collections.abc import Iterable
from typing import NamedTuple

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balie.accounts.directory import directory
from balie.core.clock import now
from balie.core.sheets.dialects import Separated
from balie.core.sheets.writing import written
from balie.core.zones import zone_named
from balie.desk.access import DeskRequest, actor_of, for_answering, wants_fragment
from balie.desk.addresses import number
from balie.desk.columns import columns_of
from balie.desk.filters import Listing, listing
from balie.desk.inbox import title
from balie.desk.rail import rail
from balie.files.serving import response_for
from balie.live.topics import token_for
from balie.people.export_records import Exported, KeptExport
from balie.people.exporting.keeping import AT_ONCE, KEPT, keep_export, make_again, note_export, topic_of
from balie.people.exporting.tables import Narrowing, Table, contact_table, count_contacts, organisation_table
from balie.people.models import Organisation
from balie.tickets.exporting.columns import columns_for
from balie.tickets.exporting.finding import ticket_numbers
from balie.tickets.exporting.tables import ticket_table

_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_WITH_SEMICOLON = frozenset({"nl", "de", "it"})
_SHOWN = 20


class Asked(NamedTuple):
    """`table`: of what is small enough to be written at once."""

    table: Table | None
    rows: int
    asked: dict[str, object]


@for_answering
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: DeskRequest) -> HttpResponseBase:
    """The address of a list of tickets leads to the same with `what=tickets`."""
    if request.method == "POST":
        return _made(request)
    asked = listing(request.GET, request.user, directory()) if request.GET.get("what") == Exported.TICKETS else None
    context = {
        "rail": rail(request.user, place="settings"), "asked": asked, "unclear": bool(asked and asked.unclear),
        "title": title(asked, directory()) if asked else "",
        "columns": [one.label for one in columns_of(asked.columns)] if asked else [],
        "query": request.GET.urlencode(), "separator": "semicolon" if get_language() in _WITH_SEMICOLON else "comma",
        "separators": [("comma", _("Comma")), ("semicolon", _("Semicolon")), ("tab", _("Tab"))],
        "kept": KeptExport.objects.filter(user=request.user, created_at__gt=now() - KEPT).order_by("-pk")[:_SHOWN],
        "called": _called(),
    }  # fmt: skip
    return render(request, "desk/exports.html", context)


@for_answering
@require_safe
def export(request: DeskRequest, pk: int) -> HttpResponse:
    it = _own(request, pk)
    token = token_for([topic_of(pk)], holder=f"user:{request.user.pk}", name=str(request.user))
    context = {"it": it, "token": token, "called": _called(), "until": it.created_at + KEPT}
    if wants_fragment(request):
        return render(request, "desk/export_report.html", context)
    return render(request, "desk/export.html", context | {"rail": rail(request.user, place="settings")})


@for_answering
@require_safe
def file(request: DeskRequest, pk: int) -> HttpResponseBase:
    it = _own(request, pk)
    if it.blob_id is None:
        raise Http404
    return response_for(it.blob_id, _filename(it.what), "text/csv")


@for_answering
@require_POST
def again(request: DeskRequest, pk: int) -> HttpResponse:
    """One that could not be made."""
    make_again(export_id=_own(request, pk).pk, user=request.user)
    return HttpResponseRedirect(f"/desk/exports/{pk}/", status=303)


def _own(request: DeskRequest, pk: int) -> KeptExport:
    return get_object_or_404(KeptExport, pk=pk, user=request.user, created_at__gt=now() - KEPT)


def _made(request: DeskRequest) -> HttpResponseBase:
    """At once where it is small, and without a row of ours; else in a job."""
    form = request.POST
    what = form.get("what", "")
    if what not in Exported.values:
        raise Http404
    shape = Separated(_SEPARATORS.get(form.get("separator", ""), ","), mark=form.get("mark") == "on")
    asked = _asked(request, what)
    if asked.table is None:
        it = keep_export(user=request.user, what=what, asked=asked.asked, shape=shape)
        return HttpResponseRedirect(f"/desk/exports/{it.pk}/", status=303)
    note_export(what=what, rows=asked.rows, actor=actor_of(request))
    return streamed(written(asked.table.head, asked.table.rows, shape), _filename(what))


def _asked(request: DeskRequest, what: str) -> Asked:
    zone = zone_named(request.user.time_zone)
    if what == Exported.CONTACTS:
        narrowing = _narrowing(request.POST)
        rows = count_contacts(narrowing, AT_ONCE + 1)
        return Asked(contact_table(narrowing, zone) if rows <= AT_ONCE else None, rows, narrowing.kept)
    if what == Exported.ORGANISATIONS:
        rows = Organisation.objects.all()[: AT_ONCE + 1].count()
        return Asked(organisation_table(zone) if rows <= AT_ONCE else None, rows, {})
    listed = listing(request.GET, request.user, directory())
    return _tickets(request, listed)


def _tickets(request: DeskRequest, listed: Listing) -> Asked:
    if listed.unclear:
        raise Http404
    keys = [] if request.POST.get("columns") == "all" else [one.key for one in columns_of(listed.columns)]
    numbers = ticket_numbers(request.user, listed.node, most=AT_ONCE + 1)
    table = ticket_table(request.user, numbers, columns_for(keys)) if len(numbers) <= AT_ONCE else None
    return Asked(table, len(numbers), {"q": listed.text, "columns": keys})


def _narrowing(form: QueryDict) -> Narrowing:
    return Narrowing(str(form.get("words", ""))[:200], number(form.get("organisation", "")), form.get("vip") == "on")


def _called() -> dict[str, str]:
    return {
        Exported.CONTACTS.value: _("Contacts"), Exported.ORGANISATIONS.value: _("Organisations"),
        Exported.TICKETS.value: _("Tickets"),
    }  # fmt: skip


def _filename(what: str) -> str:
    return f"{what}-{now():%Y-%m-%d}.csv"


def streamed(parts: Iterable[str], filename: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
