"""The list beside the ticket."""

import re

import pytest
from playwright.sync_api import Page, expect

from balie.accounts.models import User
from balie.tickets.drafts import Draft
from tests.support.browser import barriers, until
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]

SAID_TO_LIVE = """
window.said = [];
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (said) { window.said.push(said); send.call(this, said); };
"""


def split(world: World, *subjects: str) -> list[int]:
    """Newest first, as they stand in the list."""
    User.objects.filter(pk=world.anna.pk).update(lists_beside=True)
    return [world.ticket(team=world.it, subject=subject).pk for subject in reversed(subjects)][::-1]


def stands(page: Page, subject: str, number: int) -> None:
    expect(page.locator(".ticket h1")).to_contain_text(subject)
    expect(page).to_have_url(re.compile(f"/desk/tickets/{number}/$"))
    expect(page.locator("#beside [aria-current]")).to_contain_text(subject)


def test_a_list_is_put_beside_the_ticket_and_walked_by_keyboard(desk: World, sit: Sit) -> None:
    desk.ticket(team=desk.it, subject="Second")
    desk.ticket(team=desk.it, subject="First")
    page = sit(desk.anna, "/desk/")
    page.get_by_text("Display", exact=True).click()
    page.get_by_role("button", name="Show lists beside the ticket").click()
    expect(page.get_by_text("Choose a ticket")).to_be_visible()
    page.wait_for_load_state()
    lists: list[str] = []
    page.on("request", lambda request: lists.append(request.url) if request.url.endswith("/desk/") else None)
    page.keyboard.press("j")
    expect(page.locator(".ticket h1")).to_contain_text("First")
    expect(page.locator("#beside .row-link").first).to_be_focused()
    assert barriers(page) == []
    page.keyboard.press("ArrowDown")
    expect(page.locator(".ticket h1")).to_contain_text("Second")
    expect(page).to_have_title(re.compile("Second"))
    page.keyboard.press("k")
    expect(page.locator(".ticket h1")).to_contain_text("First")
    page.get_by_role("link", name="Next ticket").click()
    expect(page.locator(".ticket h1")).to_contain_text("Second")
    assert lists == []
    page.go_back()
    expect(page.locator(".ticket h1")).to_contain_text("First")
    page.reload()
    expect(page.locator(".ticket h1")).to_contain_text("First")
    expect(page.locator("#beside [aria-current]")).to_contain_text("First")
    assert barriers(page) == []
    page.keyboard.press("u")
    expect(page.get_by_text("Choose a ticket")).to_be_visible()


def test_tickets_that_were_left_are_listened_to_no_more(desk: World, sit: Sit) -> None:
    first, second = split(desk, "First", "Second")
    page = sit(desk.anna, "/desk/")
    page.add_init_script(SAID_TO_LIVE)
    page.goto(f"/desk/tickets/{first}/")
    page.locator("#beside .row-link", has_text="Second").click()
    stands(page, "Second", second)
    topics = until(page, "window.said.flatMap((one) => JSON.parse(one).unsubscribe ?? []).join(' ')").split()
    assert f"ticket:{first}" in topics
    assert f"ticket:{second}" not in topics


def test_what_is_being_written_stays_with_its_ticket(desk: World, sit: Sit) -> None:
    first, second = split(desk, "First", "Second")
    page = sit(desk.anna, f"/desk/tickets/{first}/")
    page.keyboard.press("r")
    page.locator(".editor").wait_for()
    page.keyboard.type("Half a sent")
    page.locator("#beside .row-link", has_text="Second").click()
    stands(page, "Second", second)
    expect(page.locator(".editor, [data-editor-source]").first).not_to_contain_text("Half")
    page.locator("#beside .row-link", has_text="First").click()
    stands(page, "First", first)
    expect(page.locator("[data-editor-source]")).to_have_value(re.compile("Half a sent"))
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("Draft (restored|saved)"))
    assert "Half a sent" in str(Draft.objects.get(ticket=first).values)
    assert not Draft.objects.filter(ticket=second).exists()


def test_colleagues_see_who_has_gone_on_to_the_next(desk: World, sit: Sit) -> None:
    first, second = split(desk, "First", "Second")
    colleague = sit(desk.chiara, f"/desk/tickets/{first}/")
    page = sit(desk.anna, f"/desk/tickets/{first}/")
    expect(colleague.locator(".presence-person")).to_contain_text("Anna")
    page.locator("#beside .row-link", has_text="Second").click()
    stands(page, "Second", second)
    expect(colleague.locator(".presence-person")).to_have_count(0)


def test_on_a_narrow_window_a_list_leads_to_pages(desk: World, sit: Sit) -> None:
    first, _second = split(desk, "First", "Second")
    page = sit(desk.anna, "/desk/")
    page.set_viewport_size({"width": 1000, "height": 800})
    expect(page.get_by_text("Choose a ticket")).to_be_hidden()
    page.get_by_role("link", name="First").click()
    expect(page).to_have_url(re.compile(f"/desk/tickets/{first}/$"))
    expect(page.locator("#beside")).to_be_hidden()
    page.set_viewport_size({"width": 1300, "height": 800})
    expect(page.locator("#beside [aria-current]")).to_contain_text("First")
