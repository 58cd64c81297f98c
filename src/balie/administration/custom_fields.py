"""Custom fields: defined, put in order, archived."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balie.administration.access import StaffRequest, actor_of, for_admins, page
from balie.administration.archiving import archive_or_restore
from balie.administration.field_forms import FieldForm, NewFieldForm
from balie.custom_fields.types import Type
from balie.tickets.conflicts import NotAllowed
from balie.tickets.custom_fields.defining import (
    add_field,
    archive_field,
    change_field,
    key_for,
    move_field,
    restore_field,
)
from balie.tickets.custom_fields.definitions import Definition
from balie.tickets.custom_fields.known import known_fields


@for_admins
@require_safe
def fields(request: StaffRequest) -> HttpResponse:
    known, language = known_fields(), get_language() or ""
    archived = [one for one in known.all if one.archived]
    return page(
        request, "fields.html", "fields", fields=known.live, archived=archived, types=dict(Type.choices),
        names={one.id: one.called(language) for one in known.all},
    )  # fmt: skip


@for_admins
@require_http_methods(["GET", "POST"])
def new_field(request: StaffRequest) -> HttpResponse:
    kind = request.POST.get("type") or request.GET.get("type", "")
    if kind not in Type.values:
        return page(request, "field_types.html", "fields", types=Type.choices)
    form = NewFieldForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_field(
                key=form.cleaned_data["key"] or key_for(form.cleaned_data["label"]), kind=kind, shape=form.shape,
                actor=actor_of(request),
            )  # fmt: skip
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The field %(name)s is there.") % {"name": made})
            return redirect("settings:fields")
    return _page(request, form, None, kind)


@for_admins
@require_http_methods(["GET", "POST"])
def field(request: StaffRequest, pk: int) -> HttpResponse:
    it = _known(pk)
    form = FieldForm(request.POST or None, kind=it.type, it=it)
    if request.method == "POST" and form.is_valid():
        try:
            change_field(pk=pk, shape=form.shape, actor=actor_of(request))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("settings:fields")
    return _page(request, form, it, it.type)


@for_admins
@require_POST
def place(request: StaffRequest, pk: int) -> HttpResponse:
    move_field(pk=_known(pk).id, up=request.POST.get("move") == "up", actor=actor_of(request))
    return redirect("settings:fields")


@for_admins
@require_POST
def archive(request: StaffRequest, pk: int) -> HttpResponse:
    archive_or_restore(request, _known(pk).id, archive=archive_field, restore=restore_field)
    return redirect("settings:fields")


def _known(pk: int) -> Definition:
    it = known_fields().by_id.get(pk)
    if it is None:
        raise Http404
    return it


def _page(request: StaffRequest, form: FieldForm, it: Definition | None, kind: str) -> HttpResponse:
    status = 422 if form.errors else 200
    return page(
        request, "field.html", "fields", form=form, it=it, kind=kind, kind_name=Type(kind).label, status=status
    )  # fmt: skip
