"""Recurring tickets: templates that open themselves on their dates."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balie.accounts.forms import time_zones
from balie.administration.access import StaffRequest, actor_of, for_staff, page
from balie.administration.recurring_words import rhythm
from balie.core.clock import now
from balie.core.zones import zone_named
from balie.tickets.conflicts import NotAllowed
from balie.tickets.recurrence_records import OnClosed, Recurrence, Unit
from balie.tickets.recurring.keeping import (
    Shape,
    add_recurrence,
    change_recurrence,
    next_moments,
    pause,
    remove_recurrence,
    resume,
)
from balie.tickets.recurring.making import open_now
from balie.tickets.recurring.schedule import MOST_EVERY
from balie.tickets.template_records import TicketTemplate

_MONTH_DAYS = [*((day, str(day)) for day in range(1, 31)), (31, gettext_lazy("the last"))]


class RecurrenceForm(forms.Form):
    template = forms.ModelChoiceField(
        label=gettext_lazy("Template"), queryset=TicketTemplate.objects.none(), empty_label=gettext_lazy("Choose")
    )
    email = forms.EmailField(label=gettext_lazy("Contact's e-mail address"), max_length=320)
    every = forms.IntegerField(label=gettext_lazy("Every"), min_value=1, max_value=MOST_EVERY, initial=1)
    unit = forms.ChoiceField(label=gettext_lazy("Days, weeks or months"), choices=Unit, initial=Unit.WEEK)
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On these days of the week"), choices=list(WEEKDAYS.items()), coerce=int, required=False
    )
    month_day = forms.TypedChoiceField(
        label=gettext_lazy("Day of the month"), choices=_MONTH_DAYS, coerce=int, initial=1, required=False,
        help_text=gettext_lazy("Of a monthly one. Where a month is shorter, its last day."),
    )  # fmt: skip
    at = forms.TimeField(
        label=gettext_lazy("At"), initial="09:00", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=time_zones)
    since = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )
    on_closed = forms.ChoiceField(label=gettext_lazy("On a closed day"), choices=OnClosed, initial=OnClosed.ANYWAY)
    open_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Open days"), choices=list(WEEKDAYS.items()), coerce=int, required=False
    )
    closed_on = forms.CharField(
        label=gettext_lazy("Closed on"), required=False, max_length=6_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("A day on each line: 2027-04-26, or 12-25 for every year."),
    )  # fmt: skip

    def __init__(self, request: StaffRequest, it: Recurrence | None = None) -> None:
        super().__init__(request.POST or None, initial=_initial(request, it))
        self.fields["template"].queryset = TicketTemplate.objects.visible_to(request.user)  # type: ignore[attr-defined]  # of a choice among models

    @property
    def shape(self) -> Shape:
        given = dict(self.cleaned_data)
        template = given.pop("template")
        return Shape(
            template_id=template.pk,
            **given | {"month_day": given["month_day"] or 1, "closed_on": given["closed_on"].splitlines()},
        )


def _initial(request: StaffRequest, it: Recurrence | None) -> dict[str, Any]:
    if it is None:
        zone = request.user.time_zone
        today = now().astimezone(zone_named(zone)).date()
        return {
            "zone": zone, "since": today, "open_days": list(range(5)), "email": request.user.email,
            "template": request.GET.get("template"),
        }  # fmt: skip
    names = (
        "email", "every", "unit", "days", "month_day", "at", "zone", "since", "until", "on_closed", "open_days",
    )  # fmt: skip
    plain = {name: getattr(it, name) for name in names}
    return plain | {"template": it.template_id, "closed_on": "\n".join(it.closed_on)}


@for_staff
@require_safe
def recurring(request: StaffRequest) -> HttpResponse:
    mine = set(Recurrence.objects.changeable_by(request.user).values_list("pk", flat=True))
    found = Recurrence.objects.visible_to(request.user).select_related("template", "owner")
    has_templates = TicketTemplate.objects.visible_to(request.user).exists()
    return page(
        request, "recurring.html", "recurring", found=found, mine=mine, rhythm=rhythm, has_templates=has_templates,
    )  # fmt: skip


@for_staff
@require_http_methods(["GET", "POST"])
def new_recurrence(request: StaffRequest) -> HttpResponse:
    form = RecurrenceForm(request)
    if request.method == "POST" and form.is_valid() and _kept(request, form, None):
        return redirect("settings:recurring")
    return _page(request, form, None)


@for_staff
@require_http_methods(["GET", "POST"])
def recurrence(request: StaffRequest, pk: int) -> HttpResponse:
    it = _changeable(request, pk)
    form = RecurrenceForm(request, it)
    if request.method == "POST" and form.is_valid() and _kept(request, form, it):
        return redirect("settings:recurring")
    return _page(request, form, it)


@for_staff
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    remove_recurrence(pk=_changeable(request, pk).pk, user=request.user)
    messages.success(request, _("Removed."))
    return redirect("settings:recurring")


@for_staff
@require_POST
def pausing(request: StaffRequest, pk: int) -> HttpResponse:
    """Or, with `resume`, going on."""
    verb = resume if request.POST.get("resume") else pause
    verb(pk=_changeable(request, pk).pk, user=request.user)
    return redirect("settings:recurring")


@for_staff
@require_POST
def opening(request: StaffRequest, pk: int) -> HttpResponse:
    """One at once, beside its dates."""
    try:
        ticket = open_now(pk=_changeable(request, pk).pk, actor=actor_of(request))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Ticket #%(number)s is opened.") % {"number": ticket.pk})
    return redirect("settings:recurring")


def _changeable(request: StaffRequest, pk: int) -> Recurrence:
    return get_object_or_404(Recurrence.objects.changeable_by(request.user).select_related("template"), pk=pk)


def _kept(request: StaffRequest, form: RecurrenceForm, it: Recurrence | None) -> bool:
    try:
        if it:
            change_recurrence(pk=it.pk, shape=form.shape, user=request.user)
        else:
            add_recurrence(shape=form.shape, user=request.user)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


def _page(request: StaffRequest, form: RecurrenceForm, it: Recurrence | None) -> HttpResponse:
    coming = [] if it is None or it.paused_at else [_wall(it, moment) for moment in next_moments(it)]
    return page(
        request, "recurrence.html", "recurring", form=form, it=it, coming=coming, status=422 if form.errors else 200
    )


def _wall(it: Recurrence, moment: Any) -> tuple[date, str]:
    """By the clock on the wall there."""
    local = moment.astimezone(zone_named(it.zone))
    return local.date(), f"{local:%H:%M}"
