"""Language and time zone of whoever is looking."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from balie.accounts.models import User
from balie.accounts.session_store import looking_at
from balie.core.zones import zone_named

LANGUAGES = {code for code, _name in settings.LANGUAGES}


class Preferences:
    """A user's own choice, then what was chosen in this session, then what the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a session there is no one to look up.
        user = None
        if request.session.session_key:
            with looking_at(request.session):
                user = get_user(request)
        known = user if isinstance(user, User) else None
        if known:
            request.user = known  # no longer looked up whenever something of it is asked
        chosen = known.language if known else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in LANGUAGES else translation.get_language_from_request(request)
        with translation.override(language), timezone.override(zone_named(known.time_zone if known else None)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
