"""One's own account: profile, and where one is signed in. Passwords and second factors are allauth's."""

from typing import Any

from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from balie.accounts.forms import ProfileForm
from balie.accounts.models import Theme, User
from balie.accounts.profile import change_profile
from balie.accounts.sessions import described, end_session
from balie.accounts.signing_in_first import signed_in
from balie.core.placeholders import warning_of

PROFILE = ("name", "language", "time_zone", "theme", "signature", "undo_seconds")
YEAR = 365 * 24 * 3600


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    if request.method == "GET":
        initial = {field: getattr(user, field) for field in PROFILE}
        return _page(request, ProfileForm(initial=initial, with_signature=user.is_staff))
    form = ProfileForm(request.POST, with_signature=user.is_staff)
    if not form.is_valid():
        return _page(request, form, status=422)
    change_profile(user_id=user.pk, profile=form.profile)
    with translation.override(form.profile.language):
        messages.success(request, _("Saved."))
        if warning := warning_of(form.profile.signature, ()):
            messages.warning(request, warning)
    response = redirect("accounts-profile")
    theme = "" if form.profile.theme == Theme.SYSTEM else form.profile.theme
    response.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


class Sessions(ListUserSessionsView):  # type: ignore[misc] # allauth has no types
    """The list; sending its form ends all others."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"signed_in": described(context["sessions"])}


@signed_in
@require_POST
def session(request: HttpRequest, pk: int) -> HttpResponse:
    end_session(user=_user(request), pk=pk)
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")


def _page(request: HttpRequest, form: ProfileForm, status: int = 200) -> HttpResponse:
    return render(request, "account/profile.html", {"form": form, "section": "profile"}, status=status)


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("a page for signed-in users was reached by nobody")
    return request.user
