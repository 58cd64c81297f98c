"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Users are added by an administrator; contacts need no account."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user: Any = request.user
        return "/desk/" if user.is_staff else "/requests/"
