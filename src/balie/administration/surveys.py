"""Asking people how it went."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from balie.accounts.models import Team
from balie.administration.access import StaffRequest, actor_of, for_admins, page
from balie.surveys.choosing import choice, choose


def _teams() -> list[tuple[int, str]]:
    return list(Team.objects.values_list("pk", "name"))


class SurveysForm(forms.Form):
    asks = forms.BooleanField(
        label=gettext_lazy("Ask people how it went"),
        required=False,
        help_text=gettext_lazy("By mail, once for each ticket, when it is solved."),
    )
    quiet_teams = forms.TypedMultipleChoiceField(
        label=gettext_lazy("But not after tickets of these teams"), choices=_teams, coerce=int, required=False
    )


@for_admins
@require_http_methods(["GET", "POST"])
def surveys(request: StaffRequest) -> HttpResponse:
    now = choice()
    form = SurveysForm(
        request.POST if request.method == "POST" else None,
        initial={"asks": now.asks, "quiet_teams": sorted(now.quiet_teams)},
    )
    if request.method == "POST" and form.is_valid():
        choose(**form.cleaned_data, actor=actor_of(request))
        messages.success(request, _("Saved."))
        return redirect("settings:surveys")
    return page(request, "surveys.html", "surveys", form=form, status=422 if form.errors else 200)
