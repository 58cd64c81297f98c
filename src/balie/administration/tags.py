"""Tags: how often each is used, renamed, merged, coloured, removed; and who makes new ones."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balie.administration.access import StaffRequest, actor_of, for_admins, page
from balie.core.form_fields import NameField
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Tag
from balie.tickets.tag_records import Colour, Makers
from balie.tickets.tags.keeping import add_tag, change_tag, remove_tag
from balie.tickets.tags.known import known_tags
from balie.tickets.tags.listing import COUNTED, PAGE, Listed, asked_for_by, listed, one_listed
from balie.tickets.tags.making import choose_makers
from balie.tickets.tags.merging import merge_tags
from balie.tickets.tags.tagging import LONGEST, normalised, tag_meant

_SUGGESTED = 200


class TagForm(forms.Form):
    name = NameField(label=gettext_lazy("Name"), max_length=LONGEST)
    colour = forms.ChoiceField(label=gettext_lazy("Colour"), choices=Colour, required=False, widget=forms.RadioSelect)


class MakersForm(forms.Form):
    makers = forms.ChoiceField(label=gettext_lazy("Who may make new tags"), choices=Makers)


@for_admins
@require_safe
def tags(request: StaffRequest) -> HttpResponse:
    part, after = normalised(request.GET.get("q", "")[:LONGEST]), request.GET.get("after", "")[:LONGEST]
    found = listed(part=part, after=after, limit=PAGE + 1)
    return page(
        request, "tags.html", "tags", tags=found[:PAGE], more=found[PAGE - 1].name if len(found) > PAGE else None,
        part=part, after=after, counted=COUNTED, form=MakersForm(initial={"makers": known_tags().makers}),
    )  # fmt: skip


@for_admins
@require_POST
def makers(request: StaffRequest) -> HttpResponse:
    form = MakersForm(request.POST)
    if form.is_valid():
        choose_makers(makers=form.cleaned_data["makers"], actor=actor_of(request))
        messages.success(request, _("Saved."))
    return redirect("settings:tags")


@for_admins
@require_http_methods(["GET", "POST"])
def new_tag(request: StaffRequest) -> HttpResponse:
    form = TagForm(request.POST or None, initial={"colour": ""})
    if request.method == "POST" and _kept(request, form, add_tag):
        return redirect("settings:tags")
    return _page(request, form, None)


@for_admins
@require_http_methods(["GET", "POST"])
def tag(request: StaffRequest, pk: int) -> HttpResponse:
    it = _listed(pk)
    form = TagForm(request.POST or None, initial={"name": it.name, "colour": it.colour})
    if request.method == "POST" and _kept(request, form, partial(change_tag, pk=pk)):
        return redirect("settings:tags")
    return _page(request, form, it)


def _kept(request: StaffRequest, form: TagForm, verb: Callable[..., object]) -> bool:
    """Whether the verb took what stands in the form; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        verb(**form.cleaned_data, actor=actor_of(request))
    except NotAllowed as refusal:
        form.add_error("name", str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


@for_admins
@require_POST
def merging(request: StaffRequest, pk: int) -> HttpResponse:
    """Into one that is there: a slip of the keyboard must not make another."""
    it, into = _listed(pk), tag_meant(request.POST.get("into", "")[:LONGEST])
    try:
        if into is None or into.removed_at:
            raise NotAllowed(_("There is no tag of this name."))
        merge_tags(source_id=it.id, target_id=into.pk, actor=actor_of(request))
    except NotAllowed as refusal:
        return _page(request, TagForm(initial={"name": it.name, "colour": it.colour}), it, refusal=str(refusal))
    messages.success(
        request, _("“%(name)s” means “%(into)s” now. Its tickets follow.") % {"name": it.name, "into": into}
    )
    return redirect("settings:tags")


@for_admins
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    it = _listed(pk)
    remove_tag(pk=it.id, actor=actor_of(request))
    messages.success(request, _("“%(name)s” is being taken off its tickets.") % {"name": it.name})
    return redirect("settings:tags")


def _listed(pk: int) -> Listed:
    it = one_listed(pk)
    if it is None:
        raise Http404
    return it


def _page(request: StaffRequest, form: TagForm, it: Listed | None, refusal: str = "") -> HttpResponse:
    more: dict[str, Any] = {}
    if it:
        live = Tag.objects.filter(merged_into=None, removed_at=None).exclude(pk=it.id)
        more = {
            "uses": asked_for_by(it.id, it.name), "counted": COUNTED,
            "others": live.values_list("name", flat=True)[:_SUGGESTED],
        }  # fmt: skip
    status = 422 if form.errors or refusal else 200
    return page(request, "tag.html", "tags", form=form, it=it, refusal=refusal, status=status, **more)
