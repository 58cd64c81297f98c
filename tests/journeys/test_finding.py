"""Something is looked for in a long conversation, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from balie.events.actor import Actor
from balie.tickets.content import Content
from balie.tickets.conversation import add_note
from balie.tickets.models import Message
from tests.support.browser import barriers, until
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def marked(page: Page) -> int:
    return int(page.evaluate("CSS.highlights.get('finding')?.size ?? 0"))


def test_it_is_found_and_gone_to_in_parts_that_were_not_shown(desk: World, sit: Sit) -> None:
    ticket, anna = desk.ticket(text="The first receipt is blank.", team=desk.it), Actor.user(desk.anna.pk)
    for number in range(60):
        add_note(ticket_id=ticket.pk, content=Content(text=f"Note {number}"), actor=anna)
    last = add_note(ticket_id=ticket.pk, content=Content(text="Receipt or receipt?"), actor=anna)
    first = Message.objects.filter(ticket=ticket).earliest("pk")
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.wait_for_load_state()
    page.keyboard.press("Shift+F")
    field = page.get_by_role("searchbox", name="Find in this conversation")
    expect(field).to_be_focused()
    page.keyboard.type("receipt")
    bar = page.locator("#finding")
    expect(bar.get_by_role("status").filter(has_text="2 messages")).to_be_visible()
    expect(bar.locator("mark")).to_have_count(2)
    assert marked(page) == 2
    assert barriers(page) == []
    page.keyboard.press("Shift+Enter")
    expect(bar.locator("[data-finding-place]")).to_have_text("2/2")
    expect(page.locator(f"#message-{last.pk}")).to_be_in_viewport()
    page.keyboard.press("Shift+Enter")
    page.wait_for_url(f"**/?at={first.pk}&find=receipt#message-{first.pk}")
    expect(page.locator(f"#message-{first.pk}")).to_be_in_viewport()
    expect(field).to_have_value("receipt")
    expect(bar.locator("[data-finding-place]")).to_have_text("1/2")
    until(page, "CSS.highlights.get('finding')?.size === 1")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    expect(bar).not_to_be_visible()
    until(page, "(CSS.highlights.get('finding')?.size ?? 0) === 0")


def test_it_works_without_script_and_says_when_there_is_nothing(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(text="The first receipt is blank.", team=desk.it)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/finding/?find=receipt", java_script_enabled=False)
    expect(page.locator("main mark")).to_have_text("receipt")
    page.get_by_role("searchbox", name="Find in this conversation").fill("kettle")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing here.")).to_be_visible()
