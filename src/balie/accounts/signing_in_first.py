"""For whoever is signed in. When nobody is any more, a script is told so, and what was sent is shown, not lost."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views import csrf

from balie.core.html_text import html_to_text

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
_SECRET = ("password", "key", "token", "secret", "csrf", "credential")


def signed_in(view: View[P]) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sign_in_first(request, resolve_url(settings.LOGIN_URL))
        return view(request, *args, **kwargs)

    return guarded


def sign_in_first(request: HttpRequest, sign_in: str, back: str = "") -> HttpResponseBase:
    """`back`: where a form stands when its browser does not tell."""
    if by_script(request):
        return JsonResponse({"detail": _("You are no longer signed in.")}, status=401)
    if request.method in ("GET", "HEAD"):
        return redirect(f"{sign_in}?{urlencode({'next': request.get_full_path()})}")
    address = f"{sign_in}?{urlencode({'next': _came_from(request) or back or '/'})}"
    return render(request, "account/signed_out.html", {"sign_in": address, "words": words_of(request)}, status=401)


def by_script(request: HttpRequest) -> bool:
    """What follows a redirect unseen. Not every browser tells where the desk is reached without TLS, so ours do."""
    asked = request.headers
    return "HX-Request" in asked or "X-Requested-With" in asked or asked.get("Sec-Fetch-Dest") == "empty"


def words_of(request: HttpRequest) -> list[str]:
    """What somebody wrote into the form that was sent: not its choices, and nothing secret."""
    sent = {key: str(value) for key, value in request.POST.items() if not any(part in key for part in _SECRET)}
    if sent.get("body_format") == "html":
        sent["body"] = html_to_text(sent.get("body", ""))
    return [value.strip() for value in sent.values() if len(value.split()) > 1]


def forged(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form whose token does not hold (Django's CSRF_FAILURE_VIEW): at the desk, mostly of who was signed out."""
    user = getattr(request, "user", None)
    if not (user and user.is_authenticated) and (by_script(request) or request.path.startswith("/desk/")):
        return sign_in_first(request, resolve_url(settings.LOGIN_URL))
    refused: HttpResponse = csrf.csrf_failure(request, reason)
    return refused


def _came_from(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return ""
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
