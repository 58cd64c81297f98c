"""One's own account. What we do not offer is not there: signing up, and addresses one adds oneself."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView

from balie.accounts import screens

_to_profile = RedirectView.as_view(pattern_name="accounts-profile")

urlpatterns = [
    path("", _to_profile),
    path("profile/", screens.profile, name="accounts-profile"),
    path("sessions/", screens.Sessions.as_view(), name="usersessions_list"),
    path("sessions/<int:pk>/", screens.session, name="accounts-session"),
    path("signup/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("email/", _to_profile, name="account_email"),
    re_path(r"^confirm-email/.*$", _to_profile),
    path("", include("allauth.urls")),
]
