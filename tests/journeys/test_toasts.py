"""Short words that something happened, in a real browser."""

import pytest
from playwright.sync_api import expect

from balie.accounts.models import User
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_no_connection_is_told_above_the_composer_until_there_is_one(desk: World, sit: Sit) -> None:
    User.objects.update(language="de")
    ticket = desk.ticket(team=desk.it, text="Die Lampe flackert.\n" * 60)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.keyboard.press("r")
    page.locator(".editor").wait_for()
    page.keyboard.type("Bitte halten Sie den Knopf.")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    lost, send = page.get_by_text("Keine Verbindung."), page.get_by_role("button", name="Senden", exact=True)
    expect(lost).to_be_visible()
    below, above = page.locator("form[data-composer]").bounding_box(), page.locator(".toast").bounding_box()
    assert below
    assert above
    assert above["y"] + above["height"] <= below["y"]
    page.context.set_offline(False)
    expect(lost).to_have_count(0)
    expect(page.get_by_text("Wieder verbunden.")).to_be_visible()
    send.click()
    expect(page.locator('.message[data-kind="agent"]')).to_contain_text("Bitte halten")
    expect(page.get_by_text("Wieder verbunden.")).to_have_count(0, timeout=15_000)
