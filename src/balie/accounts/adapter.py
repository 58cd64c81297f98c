"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse

from balie.accounts.mails import text_of
from balie.accounts.models import Theme

# The page one comes to says as much.
NEEDLESS = {"account/messages/logged_in.txt", "account/messages/login_code_sent.txt"}
YEAR = 365 * 24 * 3600


class Adapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Users are added by an administrator; contacts need no account."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user: Any = request.user
        return (user.start_page or "/desk/") if user.is_staff else "/requests/"

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """On a new device the pages look as they do on the others."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.theme != Theme.SYSTEM and not request.COOKIES.get("theme"):
            response.set_cookie("theme", user.theme, max_age=YEAR, samesite="Lax", secure=request.is_secure())
        return response

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template not in NEEDLESS:
            super().add_message(request, level, message_template, *args, **kwargs)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        text = text_of(template_prefix, context)
        if text is None:
            rendered: EmailMessage = super().render_mail(template_prefix, email, context, headers)
            return rendered
        return EmailMessage(text.subject, text.body, self.get_from_email(), [email], headers=headers)
