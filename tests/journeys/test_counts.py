"""The counts beside the lists, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from balie.events.actor import Actor
from balie.tickets.lifecycle import change_status
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def hurried(page: Page) -> None:
    """Waits no twenty seconds."""
    page.add_init_script("const wait = setTimeout; window.setTimeout = (f, ms) => wait(f, ms > 4000 ? 50 : ms);")


def test_counts_come_after_the_page_and_follow_what_colleagues_do(desk: World, sit: Sit) -> None:
    tickets = [desk.ticket(team=desk.it) for _ in range(3)]
    page = sit(desk.anna, "/desk/keys/")
    hurried(page)
    page.goto("/desk/")
    inbox = page.locator("[data-count=inbox]")
    expect(inbox).to_have_text("3")
    expect(page.locator("[data-count=mine]")).to_be_hidden()
    change_status(ticket_id=tickets[0].pk, status="resolved", actor=Actor.user(desk.chiara.pk))
    expect(inbox).to_have_text("2")


def test_from_page_to_page_they_are_not_asked_for_again(desk: World, sit: Sit) -> None:
    desk.ticket(team=desk.it)
    page = sit(desk.anna)
    expect(page.locator("[data-count=inbox]")).to_have_text("1")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/desk/?view=mine")
    expect(page.locator("[data-count=inbox]")).to_have_text("1")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/desk/counts/" in url]
