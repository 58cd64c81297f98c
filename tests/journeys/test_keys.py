"""Keys that somebody made their own."""

import pytest
from playwright.sync_api import expect

from balie.accounts.models import User
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_a_key_is_changed_and_all_that_tells_of_it_follows(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, "/desk/keys/")
    page.get_by_label("Take it").fill("y")
    page.get_by_label("Search").last.fill("Ctrl+Shift+f")
    page.get_by_label("Go to the inbox").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-toast]")).to_contain_text("Saved")
    page.goto(f"/desk/tickets/{ticket.pk}/")
    page.wait_for_load_state()
    expect(page.locator(".search .kbd")).to_have_text("Ctrl+Shift+f")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts dl > div", has_text="Take it")).to_contain_text("y")
    expect(page.locator("#shortcuts")).not_to_contain_text("Go to the inbox")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option", name="Take it")).to_contain_text("y")
    page.keyboard.press("Escape")
    page.keyboard.press("y")
    expect(page.locator("[data-toast]")).to_have_text("Assigned")
    expect(page.locator(".event-line")).to_have_count(1)
    page.keyboard.press("Control+Shift+F")
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()
    page.goto("/desk/keys/")
    page.get_by_role("button", name="Take it: as usual").click()
    expect(page.get_by_label("Take it", exact=True)).to_have_value("m")


def test_a_clash_is_told_in_words(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, "/desk/keys/")
    page.get_by_label("Reply").fill("n")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".own-key[data-invalid]")).to_contain_text("“n” is for “Note” already")


def test_without_single_keys_a_letter_does_nothing(desk: World, sit: Sit) -> None:
    User.objects.filter(pk=desk.anna.pk).update(single_keys=False)
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/")
    page.wait_for_load_state()
    for key in ("m", "?", "g", "i", "r"):
        page.keyboard.press(key)
    expect(page.locator("body")).to_be_focused()
    expect(page.locator(".search .kbd")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option", name="Take it")).to_have_text("Take it")
    page.keyboard.press("Control+k")
    expect(page.locator(".palette")).to_be_hidden()
    assert "/desk/tickets/" in page.url


def test_a_new_ticket_is_begun_from_everywhere_by_those_who_answer(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, "/desk/dashboard/")
    page.wait_for_load_state()
    page.keyboard.press("c")
    page.wait_for_url("**/desk/tickets/new/")
    page = sit(desk.lena, "/desk/dashboard/")
    page.wait_for_load_state()
    page.keyboard.press("c")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/desk/")
