"""Teams, and who is in them."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balie.accounts.models import Signs, Team
from balie.accounts.signatures import PLACEHOLDER
from balie.accounts.staffing import Refused, change_team, dissolve_team
from balie.accounts.users import add_team
from balie.administration.access import StaffRequest, actor_of, for_admins, page
from balie.administration.forms import HeirForm, NewTeamForm, TeamForm
from balie.core.placeholders import warning_of


@for_admins
@require_http_methods(["GET", "POST"])
def teams(request: StaffRequest) -> HttpResponse:
    form = NewTeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, form):
        return redirect("settings:teams")
    found = Team.objects.annotate(people=Count("members"))
    return page(request, "teams.html", "teams", teams=found, form=form, status=422 if form.errors else 200)


@for_admins
@require_http_methods(["GET", "POST"])
def team(request: StaffRequest, pk: int) -> HttpResponse:
    it = get_object_or_404(Team, pk=pk)
    initial = {"name": it.name, "members": list(it.members.values_list("pk", flat=True))}
    initial |= {"signature": it.signature, "signs": it.signs}
    form = TeamForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _changed(request, it, form):
        return redirect("settings:teams")
    return page(
        request, "team.html", "teams", it=it, form=form, heirs=HeirForm(team=it), status=422 if form.errors else 200
    )


@for_admins
@require_POST
def dissolution(request: StaffRequest, pk: int) -> HttpResponse:
    it = get_object_or_404(Team, pk=pk)
    form = HeirForm(request.POST, team=it)
    try:
        if not form.is_valid():
            raise Refused(form.errors["heir"][0])
        dissolve_team(team_id=pk, heir_id=form.cleaned_data["heir"], actor=actor_of(request))
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("settings:team", pk)
    messages.success(request, _("The team %(name)s is dissolved. Its tickets are on their way.") % {"name": it})
    return redirect("settings:teams")


def _added(request: StaffRequest, form: NewTeamForm) -> bool:
    try:
        with transaction.atomic():
            made = add_team(name=form.cleaned_data["name"], actor=actor_of(request))
    except IntegrityError:
        form.add_error("name", _("There is a team of this name already."))
        return False
    messages.success(request, _("The team %(name)s is there. Now choose who is in it.") % {"name": made})
    return True


def _changed(request: StaffRequest, it: Team, form: TeamForm) -> bool:
    given = form.cleaned_data
    try:
        with transaction.atomic():
            change_team(
                team_id=it.pk,
                name=given["name"],
                member_ids=map(int, given["members"]),
                actor=actor_of(request),
                signature=given["signature"],
                signs=given["signs"] or Signs.OWN,
            )
    except IntegrityError:
        form.add_error("name", _("There is a team of this name already."))
        return False
    messages.success(request, _("Saved."))
    if warning := warning_of(given["signature"], (PLACEHOLDER,)):
        messages.warning(request, warning)
    return True
