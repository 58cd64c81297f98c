"""Who asks, by the token they send, and how often they may."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from balie.accounts.models import User
from balie.accounts.tokens import holder_of
from balie.api.rates import spend


class Bearer(HttpBearer):
    """Made by `balie token add`, or in the settings of the desk."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        user = holder_of(token) if token and "\x00" not in token else None
        if user is not None:
            request.user = user
            spend(token)
        return user
