"""Agents at the desk in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from balie.accounts.models import User
from tests.support.world import World, make_world

Sit = Callable[..., Page]
# To colleagues, who pauses for eight seconds writes no more: on a busy machine a test looks later than that.
WRITES_ON = "{ const wait = setTimeout; setTimeout = (run, ms) => wait(run, ms === 8000 ? 600_000 : ms); }"


@pytest.fixture
def desk(transactional_db: None) -> World:
    made = make_world(password=None)
    User.objects.update(language="en")
    return made


@pytest.fixture
def sit(open_page: Callable[..., Page], desk: World, live: str, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """A window in which somebody is signed in; `before`: a script that each page begins with."""
    monkeypatch.setattr(settings, "BALIE_LIVE_URL", live)

    def sat(user: User, path: str = "/desk/", before: str = "", **options: Any) -> Page:
        page = open_page("/healthz", **options)
        if before:
            page.add_init_script(before)
        page.context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": page.url}])
        page.goto(path)
        return page

    return sat


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value
