"""The Content-Security-Policy of every page."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_FIXED = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'; frame-src 'self'; "
    "connect-src 'self' "
)


def live_url(request: HttpRequest) -> str:
    """Where browsers reach the live process: as set, otherwise the request's own host at the live port."""
    if settings.BALIE_LIVE_URL:
        return str(settings.BALIE_LIVE_URL)
    host = urlsplit(f"//{request.get_host()}").hostname or "localhost"
    scheme = "wss" if request.is_secure() else "ws"
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}:{settings.BALIE_LIVE_PORT}/live"


class ContentSecurityPolicy:
    """A view that needs a policy of its own sets the header itself, and it stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Content-Security-Policy" not in response:
            live = urlsplit(live_url(request))
            response["Content-Security-Policy"] = f"{_FIXED}{live.scheme}://{live.netloc}"
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response
