"""A whole round of work, from signing in to signing out, without a mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from balie.accounts.models import User
from balie.tickets.models import Ticket
from tests.support.world import PASSWORD, make_world

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(open_page: Callable[..., Page], live: str, settings: object) -> Page:
    settings.BALIE_LIVE_URL = live  # type: ignore[attr-defined]
    world = make_world()
    User.objects.update(language="en")
    world.ticket(subject="Another question", text="Where is it?")
    world.ticket(subject="The kettle leaks", text="Since Monday the kettle leaks.")
    return open_page("/accounts/login/")


def press(page: Page, *keys: str) -> None:
    """On a page that hears them."""
    page.wait_for_load_state()
    for key in keys:
        page.keyboard.press(key)


def by_palette(page: Page, *typed: str) -> None:
    press(page, "Control+k")
    for words in typed:
        page.keyboard.type(words)
        page.locator(".palette [role=option][aria-selected=true]").wait_for()
        page.keyboard.press("Enter")


def reach(page: Page, name: str) -> None:
    """By Tab, as far as it takes."""
    for _step in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    pytest.fail(f"{name} is out of reach")


def test_a_day_at_the_desk_by_keyboard_alone(page: Page) -> None:
    sign_in(page)
    page.wait_for_url("**/desk/")
    by_palette(page, "unassigned")
    page.wait_for_url("**/desk/?view=unassigned")
    press(page, "j", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The kettle leaks")
    by_palette(page, "assign to", "anna")
    expect(page.get_by_role("button", name="Assignee: Anna de Vries")).to_be_visible()
    by_palette(page, "tags")
    page.keyboard.type("kettles")
    page.keyboard.press("Enter")
    expect(page.locator(".event-line").last).to_contain_text("added the tag kettles")
    page.keyboard.press("Escape")
    press(page, "r")
    page.locator(".editor").wait_for()
    page.keyboard.type("Please descale it.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message:focus")).to_contain_text("Please descale it.")
    press(page, "j")
    expect(page.get_by_role("heading", level=1)).to_have_text("Another question")
    press(page, "/")
    page.keyboard.type("kettle")
    page.keyboard.press("Enter")
    expect(page.locator(".hit-title")).to_have_text("The kettle leaks")
    by_palette(page, "your desk")
    page.wait_for_url("**/desk/own/")
    by_palette(page, "sign out")
    page.wait_for_url("**/accounts/logout/")
    reach(page, "Sign out")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/desk/" not in url and "logout" not in url)
    answered = Ticket.objects.get(subject="The kettle leaks")
    assert (answered.assignee and answered.assignee.name, answered.tags.get().name) == ("Anna de Vries", "kettles")
    assert answered.messages.filter(direction="out").count() == 1


def sign_in(page: Page) -> None:
    page.wait_for_load_state()
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type("anna@morgenrood.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
