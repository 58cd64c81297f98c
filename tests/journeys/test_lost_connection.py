"""What happens while nobody hears of it is seen afterwards all the same."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, expect

from tests.support.browser import in_time
from tests.support.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_a_ticket_that_came_during_an_outage_is_counted(
    open_page: Callable[..., Page], live: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BALIE_LIVE_URL = live
    desk = make_world(password=None)
    desk.chiara.language = "en"
    desk.chiara.save(update_fields=["language"])
    client = Client()
    client.force_login(desk.chiara)
    page = open_page("/healthz")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.url}])
    subscribed: list[bool] = []
    page.on("websocket", lambda each: each.on("framesent", lambda _said: subscribed.append(True)))
    with page.expect_websocket() as socket:
        page.goto("/desk/")
    in_time(page, lambda: subscribed)
    with monkeypatch.context() as deaf:
        deaf.setattr("balie.live.listening._pass_on", lambda _hub, _payload: None)
        desk.ticket(subject="Nobody heard of it")
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where query like 'listen %%' and datname = current_database()"
            )
        socket.value.wait_for_event("framereceived", lambda said: "resync" in str(said))
    page.get_by_role("button", name="1 new").click()
    expect(page.get_by_role("link", name="Nobody heard of it")).to_be_visible()
