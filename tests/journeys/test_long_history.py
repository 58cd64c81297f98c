"""A ticket on which much was said, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from balie.events.actor import Actor
from balie.tickets.content import Content
from balie.tickets.conversation import receive
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Channel, Message, Ticket
from balie.tickets.triage import change_priority
from tests.support.browser import barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.fixture
def long(desk: World) -> Ticket:
    ticket = desk.ticket(text="words 0")
    said = [
        Message(
            ticket=ticket, visibility="public", direction="in", channel="email", author_contact=desk.emma,
            text=f"words {number}",
        )
        for number in range(1, 130)
    ]  # fmt: skip
    Message.objects.bulk_create(said)
    return ticket


def write(desk: World, ticket: Ticket, words: str) -> None:
    receive(
        ticket_id=ticket.pk, content=Content(text=words), author=desk.emma, channel=Channel.EMAIL,
        actor=Actor.contact(desk.emma.pk),
    )  # fmt: skip


def words(page: Page) -> list[str]:
    return re.findall(r"words (\d+)", " ".join(page.locator(".message-body").all_inner_texts()))


def numbers(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last + 1)]


def test_earlier_messages_come_by_scrolling_and_stay_when_something_new_comes(
    desk: World, sit: Sit, long: Ticket
) -> None:
    page = sit(desk.anna, f"/desk/tickets/{long.pk}/")
    expect(page.locator(".message")).to_have_count(50)
    expect(page.locator(".message").last).to_be_in_viewport()
    assert words(page) == numbers(80, 129)
    first = page.locator(".message").first
    first.hover()
    page.mouse.wheel(0, -20_000)
    expect(page.locator(".message")).not_to_have_count(50)
    assert words(page)[-100:] == numbers(30, 129)
    write(desk, long, "words 130")
    expect(page.locator(".message").last).to_contain_text("words 130")
    assert words(page)[-101:] == numbers(30, 130)
    write(desk, long, "words 131")
    expect(page.locator(".message").last).to_contain_text("words 131")
    assert words(page)[-102:] == numbers(30, 131)
    expect(page.locator("html:not([data-js-busy])")).to_be_attached()
    if page.locator("#earlier a").count():
        page.locator("#earlier a").click()
    expect(page.locator(".message")).to_have_count(132)
    assert words(page) == numbers(0, 131)
    assert barriers(page) == []


def test_changes_are_folded_while_one_looks_and_stand_there_once(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    chiara = Actor.user(desk.chiara.pk)
    for priority in (1, 3, 4):
        change_priority(ticket_id=ticket.pk, priority=priority, actor=chiara)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    lines = page.locator(".ticket-story li.event-line")
    expect(lines).to_have_count(3)
    for status in ("open", "pending", "open"):
        change_status(ticket_id=ticket.pk, status=status, actor=chiara)
    fold = page.locator(".event-fold")
    expect(fold).to_contain_text("5 changes by Chiara Rossi")
    expect(lines).to_have_count(6)
    expect(fold.locator(".event-line")).to_have_count(5)
    expect(page.locator(".ticket-story .event-line-icon .icon")).to_have_count(6)


def test_a_link_leads_to_a_message_that_is_not_loaded_yet(desk: World, sit: Sit, long: Ticket) -> None:
    wanted = long.messages.get(text="words 12")
    page = sit(desk.anna, f"/desk/tickets/{long.pk}/#message-{wanted.pk}")
    page.wait_for_url(f"**/?at={wanted.pk}#message-{wanted.pk}")
    expect(page.locator(f"#message-{wanted.pk}")).to_be_in_viewport()
    page.get_by_role("link", name="Go to the newest messages").click()
    expect(page.locator(".message").last).to_contain_text("words 129")


def test_one_comes_back_to_where_one_left_off(desk: World, sit: Sit, long: Ticket) -> None:
    page = sit(desk.anna, f"/desk/tickets/{long.pk}/")
    with page.expect_response(lambda answer: answer.url.endswith("/reading/")) as told:
        expect(page.locator(".message").last).to_be_in_viewport()
    assert told.value.status == 204
    page.goto("/desk/")
    for number in range(130, 142):
        write(desk, long, f"words {number}")
    page.goto(f"/desk/tickets/{long.pk}/")
    expect(page.locator("#unread")).to_have_text("12 new messages")
    expect(page.locator("#unread")).to_be_in_viewport()
    assert barriers(page) == []
