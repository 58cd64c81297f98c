"""Programs that talk to the API, each with somebody's token."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from balie.accounts.models import User
from balie.accounts.tokens import make_token

ROOT = "/api/v1"
Program = Callable[[User], "Api"]


class Api:
    """Requests as a program would send them; paths from `/tickets` on, whole addresses as they are."""

    def __init__(self, token: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(path if path.startswith("http") else ROOT + path, query or None)

    def post(self, path: str, body: object, *, key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key} if key is not None else {}
        return self.client.post(ROOT + path, body, content_type="application/json", headers=headers)

    def patch(self, path: str, **change: Any) -> Any:
        return self.client.patch(ROOT + path, change, content_type="application/json")

    def send(self, method: str, path: str, body: bytes = b"", content_type: str = "application/json") -> Any:
        return self.client.generic(method, ROOT + path, body, content_type=content_type)


@pytest.fixture
def program(db: None) -> Program:
    return lambda user: Api(make_token(user=user, name="test"))
