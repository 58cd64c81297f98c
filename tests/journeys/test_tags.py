"""Tags looked after, in a real browser."""

import pytest
from playwright.sync_api import expect

from balie.events.actor import SYSTEM
from balie.tickets.tags.tagging import set_tags
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_a_tag_gets_a_colour_and_another_is_merged_into_it(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    set_tags(ticket_id=ticket.pk, names=["bill", "till"], actor=SYSTEM)
    admin = sit(desk.dieter, "/desk/settings/tags/")
    admin.get_by_role("link", name="Add a tag").click()
    admin.get_by_label("Name", exact=True).fill("Invoice")
    admin.get_by_label("Teal").check()
    admin.get_by_role("button", name="Save").click()
    admin.get_by_role("link", name="bill").click()
    admin.get_by_label("The other tag").fill("invoice")
    admin.get_by_role("button", name="Merge").click()
    admin.get_by_role("dialog").get_by_role("button", name="Merge").click()
    expect(admin.get_by_text("also: bill")).to_be_visible()

    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    box = page.locator("#panel .tags-box")
    # What is typed gets its colour at once; the old word means the new tag.
    box.locator("input[type=text]").fill("invoice")
    with page.expect_response("**/tags/"):
        page.keyboard.press("Enter")
        expect(box.locator('.tag[data-colour="teal"]')).to_have_text("invoice")
    page.goto("/desk/")
    expect(page.locator('.tag[data-colour="teal"]').first).to_be_visible()
