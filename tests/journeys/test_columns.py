"""Choosing the columns of a list."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_columns_are_chosen_and_put_in_order_by_keyboard(desk: World, sit: Sit) -> None:
    desk.ticket(team=desk.it, subject="No paper", tags=["till"])
    page = sit(desk.anna, "/desk/")
    page.get_by_text("Display", exact=True).click()
    page.get_by_role("link", name="Columns…").click()
    page.wait_for_url("**/desk/columns/")
    page.wait_for_load_state()
    for name in ("Organisation", "Tags"):
        page.get_by_label(name, exact=True).press("Space")
    front = page.get_by_role("button", name="Tags further to the front")
    for _ in range(6):
        front.press("Enter")
    expect(front).to_be_focused()
    assert barriers(page) == []
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    page.wait_for_url("**/desk/")
    expect(page.locator(".row-heads")).to_have_text(re.compile("Tags.*Organisation"))
    expect(page.locator(".row .row-cell").first).to_contain_text("till")
    assert barriers(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator(".row-heads")).to_be_hidden()
    expect(page.locator(".row-contact").first).to_be_visible()
