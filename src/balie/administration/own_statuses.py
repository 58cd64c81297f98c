"""Own statuses: made inside the six, named, put in order, archived."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balie.accounts.models import Team
from balie.administration.access import StaffRequest, actor_of, for_admins, page
from balie.administration.archiving import archive_or_restore
from balie.core.form_fields import NameField
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Status
from balie.tickets.own_statuses.defining import (
    LONGEST,
    Shape,
    add_status,
    archive_status,
    change_status_definition,
    move_status,
    restore_status,
)
from balie.tickets.own_statuses.known import forget_statuses, known_statuses
from balie.tickets.own_statuses.statuses import OwnStatus

_SAID = ("name", "portal_name")


class StatusForm(forms.Form):
    name = NameField(label=gettext_lazy("Name"), max_length=LONGEST)
    teams = forms.MultipleChoiceField(label=gettext_lazy("Of which teams"), required=False)
    portal = forms.BooleanField(label=gettext_lazy("Contacts see it on the portal"), required=False)
    portal_name = forms.CharField(label=gettext_lazy("What contacts read"), max_length=LONGEST, required=False)

    def __init__(self, data: Any = None, *, it: OwnStatus | None = None) -> None:
        self.it = it
        super().__init__(data, initial=_initial(it))
        self.fields["teams"].choices = [(str(pk), name) for pk, name in Team.objects.values_list("pk", "name")]  # type: ignore[attr-defined]

    @property
    def shape(self) -> Shape:
        given = self.cleaned_data
        return Shape(
            given["name"], portal=given["portal"], portal_name=given["portal_name"],
            teams=list(map(int, given["teams"])),
            translations={one["code"]: {what: one[what] for what in _SAID} for one in self.languages},
        )  # fmt: skip

    @property
    def languages(self) -> list[dict[str, str]]:
        """What it is called in each; nothing where that is as it is called by itself."""
        return [{"code": code, "language": str(name), **{what: self._said(code, what) for what in _SAID}}
                for code, name in settings.LANGUAGES]  # fmt: skip

    def _said(self, code: str, what: str) -> str:
        before = self.it.translations.get(code, {}).get(what, "") if self.it else ""
        return str(self.data.get(f"in-{code}-{what}", before))[:LONGEST]


@for_admins
@require_safe
def statuses(request: StaffRequest) -> HttpResponse:
    known, language = known_statuses(), get_language() or ""
    teams = dict(Team.objects.values_list("pk", "name"))
    return page(
        request, "statuses.html", "statuses",
        categories=[(status.value, status.label, known.within(status)) for status in Status],
        archived=[one for one in known.all if one.archived], labels=dict(Status.choices),
        names={one.id: one.called(language) for one in known.all},
        told={one.id: one.told(language) for one in known.all},
        teams={one.id: [teams[pk] for pk in sorted(one.teams) if pk in teams] for one in known.all},
    )  # fmt: skip


@for_admins
@require_http_methods(["GET", "POST"])
def new_status(request: StaffRequest) -> HttpResponse:
    category = request.POST.get("category") or request.GET.get("category", "")
    if category not in Status.values:
        raise Http404
    form = StatusForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_status(category=category, shape=form.shape, actor=actor_of(request))
        except NotAllowed as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The status %(name)s is there.") % {"name": made})
            return redirect("settings:statuses")
    return _page(request, form, None, category)


@for_admins
@require_http_methods(["GET", "POST"])
def status(request: StaffRequest, pk: int) -> HttpResponse:
    it = _known(pk)
    form = StatusForm(request.POST or None, it=it)
    if request.method == "POST" and form.is_valid():
        try:
            change_status_definition(pk=pk, shape=form.shape, actor=actor_of(request))
        except NotAllowed as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("settings:statuses")
    return _page(request, form, it, it.category)


@for_admins
@require_POST
def place(request: StaffRequest, pk: int) -> HttpResponse:
    move_status(pk=_known(pk).id, up=request.POST.get("move") == "up", actor=actor_of(request))
    return redirect("settings:statuses")


@for_admins
@require_POST
def archive(request: StaffRequest, pk: int) -> HttpResponse:
    archive_or_restore(request, _known(pk).id, archive=archive_status, restore=restore_status)
    return redirect("settings:statuses")


def _initial(it: OwnStatus | None) -> dict[str, Any]:
    if it is None:
        return {}
    teams = [str(pk) for pk in it.teams]
    return {"name": it.name, "teams": teams, "portal": it.portal, "portal_name": it.portal_name}


def _known(pk: int) -> OwnStatus:
    forget_statuses()  # another process may have changed it a moment ago
    it = known_statuses().by_id.get(pk)
    if it is None:
        raise Http404
    return it


def _page(request: StaffRequest, form: StatusForm, it: OwnStatus | None, category: str) -> HttpResponse:
    return page(
        request, "status.html", "statuses", form=form, it=it, category=category, label=Status(category).label,
        status=422 if form.errors else 200,
    )  # fmt: skip
