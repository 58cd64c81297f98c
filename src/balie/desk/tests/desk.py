"""An agent in front of the desk, as the tests use it."""

from typing import Protocol

from django.test import Client

from balie.accounts.models import User

BACKEND = "balie.accounts.backend.Backend"


def seated(user: User) -> Client:
    """Signed in, reading English."""
    User.objects.filter(pk=user.pk).update(language="en")
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


class Answer(Protocol):
    """What the test client answers with."""

    content: bytes
    status_code: int


def text(answer: Answer) -> str:
    return answer.content.decode()


FRAGMENT = {"HX-Request": "true"}
