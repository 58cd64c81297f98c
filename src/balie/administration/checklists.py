"""Checklists: tasks that come back, everybody's or a team's."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balie.accounts.models import Team
from balie.administration.access import StaffRequest, for_staff, page
from balie.core.form_fields import NameField
from balie.tickets.conflicts import NotAllowed
from balie.tickets.task_records import Checklist
from balie.tickets.work.checklists import (
    add_checklist_template,
    change_checklist_template,
    remove_checklist_template,
)


class ChecklistForm(forms.Form):
    name = NameField(label=gettext_lazy("Name"), max_length=80)
    team = forms.ModelChoiceField(label=gettext_lazy("Team"), queryset=Team.objects.none(), required=False)
    steps = forms.CharField(
        label=gettext_lazy("Tasks"),
        help_text=gettext_lazy("One on each line, in their order."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, request: StaffRequest, it: Checklist | None = None) -> None:
        known = {"name": it.name, "team": it.team_id, "steps": "\n".join(it.steps)} if it else {}
        super().__init__(request.POST or None, initial=known)
        every = request.user.sees_everything
        team = self.fields["team"]
        team.queryset = Team.objects.all() if every else Team.objects.filter(pk__in=request.user.team_ids)  # type: ignore[attr-defined]  # of a choice among models
        team.empty_label = _("Everybody") if every else "–"  # type: ignore[attr-defined]  # as above

    def kept(self, verb: Callable[..., object], **more: object) -> bool:
        """Whether the verb took what stands in the form; else the form says why not."""
        given = self.cleaned_data
        try:
            team = given["team"]
            steps = given["steps"].splitlines()
            verb(name=given["name"], team_id=team.pk if team else None, steps=steps, **more)
        except NotAllowed as refusal:
            self.add_error(None, str(refusal))
            return False
        return True


@for_staff
@require_safe
def checklists(request: StaffRequest) -> HttpResponse:
    mine = set(Checklist.objects.changeable_by(request.user).values_list("pk", flat=True))
    found = Checklist.objects.visible_to(request.user).select_related("team")
    return page(request, "checklists.html", "checklists", checklists=found, mine=mine)


@for_staff
@require_http_methods(["GET", "POST"])
def new_checklist(request: StaffRequest) -> HttpResponse:
    form = ChecklistForm(request)
    if request.method == "POST" and form.is_valid() and form.kept(add_checklist_template, user=request.user):
        messages.success(request, _("Saved."))
        return redirect("settings:checklists")
    return page(request, "checklist.html", "checklists", form=form, it=None, status=422 if form.errors else 200)


@for_staff
@require_http_methods(["GET", "POST"])
def checklist(request: StaffRequest, pk: int) -> HttpResponse:
    it = get_object_or_404(Checklist.objects.changeable_by(request.user), pk=pk)
    form, verb = ChecklistForm(request, it), change_checklist_template
    if request.method == "POST" and form.is_valid() and form.kept(verb, user=request.user, checklist_id=pk):
        messages.success(request, _("Saved."))
        return redirect("settings:checklists")
    return page(request, "checklist.html", "checklists", form=form, it=it, status=422 if form.errors else 200)


@for_staff
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    it = get_object_or_404(Checklist.objects.changeable_by(request.user), pk=pk)
    remove_checklist_template(user=request.user, checklist_id=it.pk)
    messages.success(request, _("Removed."))
    return redirect("settings:checklists")
