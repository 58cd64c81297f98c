"""Templates for new tickets: one's own, a team's, everybody's."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balie.accounts.directory import directory
from balie.accounts.models import Team
from balie.administration.access import StaffRequest, for_staff, page
from balie.core.form_fields import BodyFormatField, NameField
from balie.custom_fields.known import values_of
from balie.custom_fields.refusing import FieldsRefused
from balie.custom_fields.types import Type
from balie.tickets.canned import Readers
from balie.tickets.conflicts import NotAllowed
from balie.tickets.custom_fields.forming import FieldsForm
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.models import Kind, Priority
from balie.tickets.task_records import Checklist
from balie.tickets.template_records import TicketTemplate
from balie.tickets.ticket_templates.keeping import Shape, add_template, change_template, remove_template

_AS_USUAL = gettext_lazy("As usual")


class TemplateForm(FieldsForm):
    name = NameField(label=gettext_lazy("Name"), max_length=80)
    readers = forms.ChoiceField(label=gettext_lazy("Who uses it"), choices=Readers, initial=Readers.OWN)
    team = forms.ModelChoiceField(
        label=gettext_lazy("Team"), queryset=Team.objects.none(), required=False, empty_label="–"
    )
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=500, required=False)
    body = forms.CharField(
        label=gettext_lazy("What they ask"),
        max_length=200_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    body_format = BodyFormatField()
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[("", _AS_USUAL), *Kind.choices], required=False)
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"), choices=[("", _AS_USUAL), *Priority.choices], coerce=int, empty_value=None,
        required=False,
    )  # fmt: skip
    for_team = forms.ModelChoiceField(
        label=gettext_lazy("Team of the ticket"), queryset=Team.objects.all(), required=False, empty_label=_AS_USUAL
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"), required=False, help_text=gettext_lazy("Separated by commas"), max_length=400
    )
    checklist = forms.ModelChoiceField(
        label=gettext_lazy("Checklist"), queryset=Checklist.objects.none(), required=False,
        empty_label=gettext_lazy("None"),
    )  # fmt: skip

    def __init__(self, request: StaffRequest, it: TicketTemplate | None = None) -> None:
        super().__init__(request.POST or None, initial=_initial(it))
        user = request.user
        mine = Team.objects.all() if user.sees_everything else Team.objects.filter(pk__in=user.team_ids)
        self.fields["team"].queryset = mine  # type: ignore[attr-defined]  # of a choice among models
        self.fields["checklist"].queryset = Checklist.objects.visible_to(user)  # type: ignore[attr-defined]  # as above
        # A file belongs to one ticket.
        asked = [one for one in known_fields().live if one.type != Type.FILE]
        self.ask(asked, directory(), begins=values_of(it.fields) if it else {})

    @property
    def shape(self) -> Shape:
        given = self.cleaned_data
        pks = {name: given[name].pk if given[name] else None for name in ("team", "for_team", "checklist")}
        return Shape(
            name=given["name"], readers=given["readers"], team_id=pks["team"], subject=given["subject"],
            **_written(given["body"], given["body_format"]), kind=given["kind"],
            priority=given["priority"], for_team_id=pks["for_team"],
            tags=given["tags"].split(","), fields=self.given(), checklist_id=pks["checklist"],
        )  # fmt: skip


def _written(body: str, body_format: str) -> dict[str, str]:
    return {"html": body} if body_format == "html" else {"body": body}


def _initial(it: TicketTemplate | None) -> dict[str, Any]:
    if it is None:
        return {}
    plain = {name: getattr(it, name) for name in ("name", "readers", "subject", "body", "kind", "priority")}
    return plain | {
        "body": it.html or it.body, "body_format": "html" if it.html else "text",
        "team": it.team_id, "for_team": it.for_team_id, "checklist": it.checklist_id, "tags": ", ".join(it.tags),
    }  # fmt: skip


@for_staff
@require_safe
def templates(request: StaffRequest) -> HttpResponse:
    mine = set(TicketTemplate.objects.changeable_by(request.user).values_list("pk", flat=True))
    found = TicketTemplate.objects.visible_to(request.user).select_related("team", "owner")
    return page(request, "ticket_templates.html", "templates", templates=found, mine=mine)


@for_staff
@require_http_methods(["GET", "POST"])
def new_template(request: StaffRequest) -> HttpResponse:
    form = TemplateForm(request)
    if request.method == "POST" and form.is_valid() and _kept(request, form, None):
        return redirect("settings:templates")
    return _page(request, form, None)


@for_staff
@require_http_methods(["GET", "POST"])
def template(request: StaffRequest, pk: int) -> HttpResponse:
    it = get_object_or_404(TicketTemplate.objects.changeable_by(request.user), pk=pk)
    form = TemplateForm(request, it)
    if request.method == "POST" and form.is_valid() and _kept(request, form, it):
        return redirect("settings:templates")
    return _page(request, form, it)


@for_staff
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    it = get_object_or_404(TicketTemplate.objects.changeable_by(request.user), pk=pk)
    try:
        remove_template(pk=it.pk, user=request.user)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Removed."))
    return redirect("settings:templates")


def _kept(request: StaffRequest, form: TemplateForm, it: TicketTemplate | None) -> bool:
    try:
        if it:
            change_template(pk=it.pk, shape=form.shape, user=request.user)
        else:
            add_template(shape=form.shape, user=request.user)
    except FieldsRefused as refusal:
        form.refuse(refusal)
        return False
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


def _page(request: StaffRequest, form: TemplateForm, it: TicketTemplate | None) -> HttpResponse:
    return page(request, "ticket_template.html", "templates", form=form, it=it, status=422 if form.errors else 200)
