"""Users: who can sign in, as what, and in which teams."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balie.accounts.models import STAFF, Role, Team, User
from balie.accounts.staffing import Place, Refused, activate_user, change_user, deactivate_user
from balie.accounts.users import add_user
from balie.administration.access import StaffRequest, actor_of, for_admins, page
from balie.administration.forms import NewUserForm, UserForm

PER_PAGE = 50


@for_admins
@require_safe
def users(request: StaffRequest) -> HttpResponse:
    """Those at the desk; customers, who may be many, on a page of their own."""
    words, customers = request.GET.get("q", "").strip(), request.GET.get("show") == "customers"
    found = User.objects.filter(role=Role.CUSTOMER) if customers else User.objects.filter(role__in=STAFF)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    ordered = found.prefetch_related("teams").order_by("-is_active", "name", "pk")
    shown = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "users.html", "users", users=shown, words=words, customers=customers)


@for_admins
@require_http_methods(["GET", "POST"])
def new_user(request: StaffRequest) -> HttpResponse:
    form = NewUserForm(request.POST or None, initial={"role": Role.AGENT, "language": request.user.language})
    if request.method == "GET" or not form.is_valid():
        return page(request, "new_user.html", "users", form=form, status=200 if request.method == "GET" else 422)
    given = form.cleaned_data
    try:
        with transaction.atomic():
            user = add_user(
                email=given["email"], name=given["name"], role=given["role"], language=given["language"],
                teams=Team.objects.filter(pk__in=given["teams"]), actor=actor_of(request),
            )  # fmt: skip
    except IntegrityError:
        form.add_error("email", _("Somebody signs in with this address already."))
        return page(request, "new_user.html", "users", form=form, status=422)
    messages.success(request, _("%(name)s can sign in now: by a code, or by choosing a password.") % {"name": user})
    return redirect("settings:users")


@for_admins
@require_http_methods(["GET", "POST"])
def user(request: StaffRequest, pk: int) -> HttpResponse:
    it = get_object_or_404(User, pk=pk)
    if request.method == "GET":
        initial = {"name": it.name, "role": it.role, "teams": list(it.team_ids)}
        return page(request, "user.html", "users", it=it, form=UserForm(initial=initial))
    form = UserForm(request.POST)
    if not form.is_valid():
        return page(request, "user.html", "users", it=it, form=form, status=422)
    given = form.cleaned_data
    place = Place(name=given["name"], role=given["role"], team_ids=frozenset(map(int, given["teams"])))
    try:
        change_user(user_id=pk, place=place, actor=actor_of(request))
    except Refused as reason:
        form.add_error("role", str(reason))
        return page(request, "user.html", "users", it=it, form=form, status=409)
    messages.success(request, _("Saved."))
    return redirect("settings:users")


@for_admins
@require_POST
def deactivation(request: StaffRequest, pk: int) -> HttpResponse:
    it = get_object_or_404(User, pk=pk)
    try:
        deactivate_user(user_id=pk, actor=actor_of(request))
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("%(name)s can no longer sign in.") % {"name": it})
    return redirect("settings:user", pk)


@for_admins
@require_POST
def activation(request: StaffRequest, pk: int) -> HttpResponse:
    it = get_object_or_404(User, pk=pk)
    activate_user(user_id=pk, actor=actor_of(request))
    messages.success(request, _("%(name)s can sign in again.") % {"name": it})
    return redirect("settings:user", pk)
