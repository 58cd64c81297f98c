"""The language a visitor wants to read in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from balie.accounts.preferences import LANGUAGES
from balie.accounts.profile import change_language

YEAR = 365 * 24 * 3600


@csrf_exempt  # the switch works without script or session, and all it can do is change the language one reads
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    came_from = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    response = redirect(came_from if safe else "/")
    chosen = request.POST.get("language", "")
    if chosen in LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
        if request.user.is_authenticated:
            change_language(user_id=request.user.pk, language=chosen)
    return response
