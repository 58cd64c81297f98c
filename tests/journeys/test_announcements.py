"""What changes by itself is told to those who do not see it."""

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from balie.events.actor import Actor
from balie.tickets.content import Content
from balie.tickets.conversation import add_note, receive
from balie.tickets.models import Channel
from balie.tickets.triage import change_priority
from tests.support.sitting import WRITES_ON, Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]
RECORD = """() => {
    window.told = [];
    const region = document.getElementById("announcements");
    const hear = () => region.textContent && window.told.push(region.textContent);
    new MutationObserver(hear).observe(region, { childList: true });
}"""


def listening(page: Page) -> Page:
    """To all that is told from here on."""
    page.wait_for_load_state()
    page.evaluate(RECORD)
    return page


def told(page: Page) -> list[str]:
    heard: list[str] = page.evaluate("window.told")
    return heard


def test_what_others_say_and_do_on_the_ticket_is_told_at_once(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = listening(sit(desk.anna, f"/desk/tickets/{ticket.pk}/"))
    receive(
        ticket_id=ticket.pk, content=Content(text="Are you there?"), author=desk.emma, channel=Channel.EMAIL,
        actor=Actor.contact(desk.emma.pk),
    )  # fmt: skip
    add_note(ticket_id=ticket.pk, content=Content(text="I know her."), actor=Actor.user(desk.chiara.pk))
    change_priority(ticket_id=ticket.pk, priority=4, actor=Actor.user(desk.chiara.pk))
    region = page.locator("#announcements")
    expect(region).to_contain_text("Chiara Rossi set the priority to Urgent")
    heard = ". ".join(told(page))
    assert "New message from Emma Klein" in heard
    assert "New note from Chiara Rossi" in heard
    assert len(told(page)) <= 3


def test_what_oneself_does_is_told_once(desk: World, sit: Sit) -> None:
    page = listening(sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/"))
    page.keyboard.press("m")
    expect(page.locator("[data-toast]")).to_have_text("Assigned")
    expect(page.locator(".event-line")).to_be_visible()
    page.wait_for_timeout(2000)
    assert told(page) == []


def test_who_comes_and_who_writes_is_told_but_not_each_key(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = listening(sit(desk.anna, f"/desk/tickets/{ticket.pk}/"))
    other = sit(desk.chiara, f"/desk/tickets/{ticket.pk}/", WRITES_ON)
    expect(page.locator("#announcements")).to_have_text("Chiara Rossi is reading")
    other.keyboard.press("r")
    other.locator(".editor").wait_for()
    other.keyboard.type("Have you tried another socket?", delay=60)
    expect(page.locator("#announcements")).to_have_text("Chiara Rossi is writing")
    other.keyboard.type(" Or another lamp?", delay=60)
    assert told(page) == ["Chiara Rossi is reading", "Chiara Rossi is writing"]


def test_new_tickets_are_counted_aloud_together(desk: World, sit: Sit) -> None:
    page = listening(sit(desk.anna))
    with transaction.atomic():
        for number in range(3):
            desk.ticket(subject=f"New {number}")
    expect(page.locator("#announcements")).to_have_text("3 new")
    assert len(told(page)) <= 2
