"""An agent in front of the desk, as the tests use it."""

from django.http import HttpResponse
from django.test import Client

from balie.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def seated(user: User) -> Client:
    """Signed in, reading English."""
    User.objects.filter(pk=user.pk).update(language="en")
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def text(response: HttpResponse) -> str:
    return response.content.decode()


FRAGMENT = {"HX-Request": "true"}
