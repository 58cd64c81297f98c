"""Two colleagues on one ticket at the same time."""

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from balie.events.actor import Actor
from balie.notifications.tests.told import worked
from balie.tickets.assignment import assign
from balie.tickets.content import Content
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.drafting import Typed, save_draft, share_draft
from balie.tickets.mentioning import Mentions, mention
from balie.tickets.models import Channel, Message, Ticket
from balie.tickets.participants import Follower
from tests.support.browser import barriers
from tests.support.sitting import WRITES_ON, Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def path(ticket: Ticket) -> str:
    return f"/desk/tickets/{ticket.pk}/"


def begin(page: Page, words: str) -> None:
    page.keyboard.press("n")
    editor = page.locator("[contenteditable=true]")
    expect(editor).to_be_focused()
    editor.press_sequentially(words)


def test_whoever_writes_beside_another_is_told_and_goes_on(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    anna, chiara = sit(desk.anna, path(ticket), WRITES_ON), sit(desk.chiara, path(ticket))
    expect(anna.locator(".presence")).to_contain_text("Chiara Rossi is reading")
    begin(anna, "I have it")
    expect(chiara.locator(".presence")).to_contain_text("Anna de Vries is writing")
    expect(chiara.locator("[data-claim]")).to_be_empty()
    begin(chiara, "Me too")
    claim = chiara.locator("[data-claim]")
    expect(claim).to_have_text("Anna de Vries is writing here too. You can go on all the same.")
    assert barriers(chiara) == []
    chiara.keyboard.press("Control+Enter")
    expect(chiara.locator(".message", has_text="Me too")).to_be_visible()
    expect(anna.locator(".message", has_text="Me too")).to_be_visible()


def test_a_ticket_is_followed_by_its_key(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    page = sit(desk.anna, path(ticket))
    page.keyboard.press("b")
    expect(page.get_by_role("button", name="Stop following")).to_be_visible()
    assert Follower.objects.filter(ticket=ticket, user=desk.anna).exists()
    page.keyboard.press("b")
    expect(page.get_by_role("button", name="Follow", exact=True)).to_be_visible()
    assert not Follower.objects.filter(ticket=ticket, user=desk.anna).exists()


def test_half_a_minute_without_connection_loses_nothing(desk: World, sit: Sit) -> None:
    ticket, other = desk.ticket(team=desk.it), desk.ticket(subject="Another till", team=desk.it)
    page, at_the_list = sit(desk.anna, path(ticket)), sit(desk.anna)
    bell = page.locator("a[data-bell]")
    expect(at_the_list.get_by_role("link", name="Another till")).to_be_visible()
    begin(page, "Typed with, ")
    expect(page.locator("[data-draft-state]")).to_have_text("Draft saved")
    for window in (page, at_the_list):
        window.context.set_offline(True)
    page.keyboard.type("and without connection")
    meanwhile(ticket, other, desk)
    page.wait_for_timeout(30_000)
    expect(page.locator(".message", has_text="It prints again")).to_have_count(0)
    for window in (page, at_the_list):
        window.context.set_offline(False)
    for words in ("It prints again", "Can you look?", "We are on it"):
        expect(page.locator(".message", has_text=words)).to_be_visible()
    expect(page.locator("#waiting")).to_contain_text("Half an answer")
    expect(page.locator("#property-assignee")).to_have_value(str(desk.chiara.pk))
    expect(at_the_list.get_by_role("button", name="1 new")).to_be_visible()
    expect(at_the_list.locator(f"#ticket-{other.pk}")).to_contain_text("It prints again")
    expect(bell).to_have_accessible_name("1 unread notification")  # of the other ticket
    expect(page.locator("[contenteditable=true]")).to_have_text("Typed with, and without connection")
    page.locator("[contenteditable=true]").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message", has_text="Typed with, and without connection")).to_be_visible()
    connection.close()
    assert Message.objects.filter(ticket=ticket, text="Typed with, and without connection").count() == 1


def meanwhile(ticket: Ticket, other: Ticket, desk: World) -> None:
    """A contact's message, a note that speaks to Anna, an answer, an assignment, a shared draft, a new ticket."""
    chiara, emma = Actor.user(desk.chiara.pk), Actor.contact(desk.emma.pk)
    for it in (ticket, other):
        receive(
            ticket_id=it.pk, content=Content(text="It prints again"), author=desk.emma, channel=Channel.EMAIL,
            actor=emma,
        )  # fmt: skip
        note = add_note(ticket_id=it.pk, content=Content(text="Can you look?"), actor=chiara)
        mention(message=note, mentions=Mentions(users=(desk.anna.pk,)), actor=chiara)
    reply(ticket_id=ticket.pk, content=Content(text="We are on it"), actor=chiara)
    assign(ticket_id=ticket.pk, assignee_id=desk.chiara.pk, actor=chiara)
    typed = Typed([("visibility", "public"), ("body_format", "text"), ("body", "Half an answer")])
    save_draft(user_id=desk.chiara.pk, ticket_id=ticket.pk, typed=typed, base=0)
    share_draft(user_id=desk.chiara.pk, ticket_id=ticket.pk, shared=True)
    desk.ticket(subject="A third till", team=desk.it)
    worked()
