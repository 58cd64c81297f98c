"""Custom fields of tickets, contacts and organisations: defined, put in order, archived."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balie.administration.access import StaffRequest, actor_of, for_admins, page
from balie.administration.archiving import archive_or_restore
from balie.administration.field_owners import OWNERS, TICKET, Owner
from balie.administration.field_words import FieldWords
from balie.core.refusals import NotAllowed
from balie.custom_fields.definitions import Definition
from balie.custom_fields.types import Type


@for_admins
@require_safe
def fields(request: StaffRequest, of: str = TICKET) -> HttpResponse:
    owner, language = _owner(of), get_language() or ""
    known = owner.known()
    archived = [one for one in known.all if one.archived]
    return page(
        request, "fields.html", "fields", fields=known.live, archived=archived, types=dict(Type.choices), owner=owner,
        tabs=[{"label": one.called, "href": one.address, "current": one is owner} for one in OWNERS.values()],
        names={one.id: one.called(language) for one in known.all},
    )  # fmt: skip


@for_admins
@require_http_methods(["GET", "POST"])
def new_field(request: StaffRequest, of: str = TICKET) -> HttpResponse:
    owner = _owner(of)
    kind = request.POST.get("type") or request.GET.get("type", "")
    if kind not in owner.types:
        types = [(one.value, one.label) for one in owner.types]
        return page(request, "field_types.html", "fields", types=types, owner=owner)
    form = owner.form(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            made = owner.add(
                key=form.cleaned_data["key"] or owner.key_for(form.cleaned_data["label"]), kind=kind, shape=form.shape,
                actor=actor_of(request),
            )  # fmt: skip
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The field %(name)s is there.") % {"name": made})
            return redirect(owner.address)
    return _page(request, owner, form, None, kind)


@for_admins
@require_http_methods(["GET", "POST"])
def field(request: StaffRequest, pk: int, of: str = TICKET) -> HttpResponse:
    owner = _owner(of)
    it = _known(owner, pk)
    form = owner.form(request.POST or None, kind=it.type, it=it)
    if request.method == "POST" and form.is_valid():
        try:
            owner.change(pk=pk, shape=form.shape, actor=actor_of(request))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(owner.address)
    return _page(request, owner, form, it, it.type)


@for_admins
@require_POST
def place(request: StaffRequest, pk: int, of: str = TICKET) -> HttpResponse:
    owner = _owner(of)
    owner.move(pk=_known(owner, pk).id, up=request.POST.get("move") == "up", actor=actor_of(request))
    return redirect(owner.address)


@for_admins
@require_POST
def archive(request: StaffRequest, pk: int, of: str = TICKET) -> HttpResponse:
    owner = _owner(of)
    archive_or_restore(request, _known(owner, pk).id, archive=owner.archive, restore=owner.restore)
    return redirect(owner.address)


def _owner(of: str) -> Owner:
    owner = OWNERS.get(of)
    if owner is None:
        raise Http404
    return owner


def _known(owner: Owner, pk: int) -> Definition:
    """As it is now: what is left out of a form of before would be taken away."""
    owner.forget()
    it = owner.known().by_id.get(pk)
    if it is None:
        raise Http404
    return it


def _page(request: StaffRequest, owner: Owner, form: FieldWords, it: Definition | None, kind: str) -> HttpResponse:
    return page(
        request, "field.html", "fields", form=form, it=it, kind=kind, kind_name=Type(kind).label, owner=owner,
        status=422 if form.errors else 200,
    )  # fmt: skip
