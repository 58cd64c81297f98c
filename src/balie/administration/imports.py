"""Contacts from a file: uploaded, its columns chosen, tried out, imported."""

from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balie.administration.access import StaffRequest, for_admins, page
from balie.core.sheets.dialects import Separated
from balie.core.sheets.writing import written
from balie.live.topics import token_for
from balie.people.editing.refusals import Refused
from balie.people.import_records import AT_WORK, ContactImport, Stage
from balie.people.importing.asking import begin_import, choose_columns, do_import, remove_import, stop_import, try_out
from balie.people.importing.grouping import Group
from balie.people.importing.planning import Existing
from balie.people.importing.targets import Target
from balie.people.importing.telling import lines_of, made_by, preview_of, refused_head, result_of
from balie.people.importing.working import topic_of

_PAGE = 50
_LISTED = 50


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("A CSV file"),
        help_text=gettext_lazy("From a spreadsheet, an address book or another help desk; 200,000 lines at most."),
    )


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: StaffRequest) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        try:
            it = begin_import(file=form.cleaned_data["file"], user=request.user)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("settings:import", it.pk)
    found = ContactImport.objects.select_related("user").order_by("-pk")[:_LISTED]
    status = 422 if form.errors else 200
    return page(request, "imports.html", "imports", imports=found, form=form, stages=Stage, status=status)


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def one_import(request: StaffRequest, pk: int) -> HttpResponse:
    it = _import(pk)
    if request.method == "POST":
        return _columns_chosen(request, it)
    if request.headers.get("HX-Request") == "true":
        return render(request, "administration/import_changed.html", _report(request, it))
    return _page(request, it)


@for_admins
@require_POST
def running(request: StaffRequest, pk: int) -> HttpResponse:
    return _after(request, pk, partial(do_import, user=request.user))


@for_admins
@require_POST
def stopping(request: StaffRequest, pk: int) -> HttpResponse:
    return _after(request, pk, partial(stop_import, user=request.user))


@for_admins
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    try:
        remove_import(import_id=_import(pk).pk, user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("settings:import", pk)
    messages.success(request, _("Removed."))
    return redirect("settings:imports")


@for_admins
@require_safe
def refused(request: StaffRequest, pk: int) -> HttpResponseBase:
    """In the shape that the file had, so that it can be opened by the same program; or those of one reason."""
    it = _import(pk)
    if it.blob_id is None:
        raise Http404
    shape = Separated(it.dialect["separator"], mark=True)
    lines = written(refused_head(it), lines_of(it, _group(request)), shape)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-{it.pk}.csv"'
    return response


@for_admins
@require_safe
def contacts(request: StaffRequest, pk: int) -> HttpResponse:
    it, after = _import(pk), request.GET.get("after", "")
    rows = made_by(it, after=int(after) if after.isdecimal() and len(after) < 19 else 0, most=_PAGE + 1)
    more = rows[_PAGE - 1][0].pk if len(rows) > _PAGE else None
    return page(request, "import_contacts.html", "imports", it=it, rows=rows[:_PAGE], more=more)


def _import(pk: int) -> ContactImport:
    return get_object_or_404(ContactImport.objects.select_related("user"), pk=pk)


def _group(request: StaffRequest) -> Group | None:
    said = request.GET
    if said.get("of") not in {"refused", "taken"}:
        return None
    column = said.get("column", "")
    return Group(
        said["of"] == "refused", said.get("reason", ""), int(column) if column.isdecimal() and len(column) < 5 else None
    )


def _columns_chosen(request: StaffRequest, it: ContactImport) -> HttpResponse:
    """Shown at once how the rows would become; tried out when that is asked for."""
    fragment = request.headers.get("HX-Request") == "true"
    try:
        it = choose_columns(
            import_id=it.pk, targets=request.POST.getlist("target"), existing=request.POST.get("existing", "")
        )  # fmt: skip
        if request.POST.get("do") == "try" and not fragment:
            try_out(import_id=it.pk)
            return redirect("settings:import", it.pk)
    except Refused as refusal:
        if fragment:
            return render(request, "administration/import_preview.html", {"refusal": str(refusal)}, status=422)
        return _page(request, it, refusal=str(refusal), status=422)
    if fragment:
        return render(request, "administration/import_preview.html", {"preview": preview_of(it)})
    return redirect("settings:import", it.pk)


def _page(request: StaffRequest, it: ContactImport, *, refusal: str = "", status: int = 200) -> HttpResponse:
    choosing = it.blob_id and (it.stage == Stage.COLUMNS or (it.stage == Stage.CHECKED and "columns" in request.GET))
    context = _report(request, it) | {"refusal": refusal, "targets": Target.choices, "existing": _existing()}
    if choosing:
        context["preview"] = preview_of(it)
    return page(request, "import.html", "imports", status=status, **context)


def _report(request: StaffRequest, it: ContactImport) -> dict[str, object]:
    token = token_for([topic_of(it.pk)], holder=f"user:{request.user.pk}", name=str(request.user))
    at_work = it.stage in AT_WORK
    return {"it": it, "at_work": at_work, "token": token, "result": None if at_work else result_of(it)}


def _existing() -> list[tuple[str, str]]:
    return [
        (Existing.UPDATE.value, _("They become as the file says; what it leaves empty stays")),
        (Existing.FILL.value, _("Only what is empty is filled in")),
        (Existing.LEAVE.value, _("They are left alone")),
    ]


def _after(request: StaffRequest, pk: int, verb: partial[None]) -> HttpResponse:
    try:
        verb(import_id=_import(pk).pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("settings:import", pk)
