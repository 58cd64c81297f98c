"""Two colleagues side by side: what one does, the other is told."""

import pytest
from playwright.sync_api import Page, expect

from balie.events.actor import Actor
from balie.notifications.tests.told import worked
from balie.tickets.assignment import assign
from balie.tickets.content import Content
from balie.tickets.conversation import add_note
from balie.tickets.mentioning import Mentions, mention
from balie.tickets.models import Ticket
from tests.support.browser import PHONE, barriers, until
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def mentioned(ticket: Ticket, world: World) -> None:
    actor = Actor.user(world.chiara.pk)
    note = add_note(ticket_id=ticket.pk, content=Content(text="Can you look?"), actor=actor)
    mention(message=note, mentions=Mentions(users=(world.anna.pk,)), actor=actor)
    worked()


def heard(page: Page) -> None:
    """The page has asked how much is unread, and listens."""
    until(page, "document.querySelector('[data-bell]').getAttribute('aria-label') !== null")
    page.wait_for_load_state("networkidle")


def test_a_mention_rings_at_once_and_is_read_by_looking_at_it(sit: Sit, desk: World) -> None:
    ticket = desk.ticket(subject="The till is silent", team=desk.it)
    with_bell = sit(desk.anna)
    bell = with_bell.locator("a[data-bell]")
    heard(with_bell)
    expect(bell).to_have_accessible_name("Notifications")
    mentioned(ticket, desk)
    expect(bell).to_have_accessible_name("1 unread notification")
    with_bell.keyboard.press("g")
    with_bell.keyboard.press("n")
    panel = with_bell.locator("#bell-panel")
    expect(panel.get_by_role("link", name="Chiara Rossi mentioned you")).to_be_focused()
    assert barriers(with_bell) == []
    with_bell.keyboard.press("Enter")
    expect(with_bell).to_have_url(
        f"{with_bell.url.split('/desk/')[0]}/desk/tickets/{ticket.pk}/#message-{ticket.messages.latest('pk').pk}"
    )
    expect(bell).to_have_accessible_name("Notifications")
    assign(ticket_id=ticket.pk, assignee_id=desk.anna.pk, actor=Actor.user(desk.chiara.pk))
    worked()
    with_bell.wait_for_load_state("networkidle")
    expect(bell).to_have_accessible_name("Notifications")  # it is being looked at


def test_all_are_read_by_one_press_in_every_window(sit: Sit, desk: World) -> None:
    mentioned(desk.ticket(team=desk.it), desk)
    mentioned(desk.ticket(team=desk.it), desk)
    one, other = sit(desk.anna), sit(desk.anna, "/desk/dashboard/")
    for page in (one, other):
        expect(page.locator("a[data-bell]")).to_have_accessible_name("2 unread notifications")
    one.locator("a[data-bell]").click()
    one.get_by_role("button", name="Mark all as read").click()
    for page in (one, other):
        expect(page.locator("a[data-bell]")).to_have_accessible_name("Notifications")


def test_a_phone_has_a_page_instead_of_a_panel(sit: Sit, desk: World) -> None:
    mentioned(desk.ticket(team=desk.it), desk)
    page = sit(desk.anna, viewport=PHONE)
    expect(page.locator("a[data-bell]")).to_have_accessible_name("1 unread notification")
    page.locator("a[data-bell]").click()
    page.wait_for_url("**/desk/notifications/")
    expect(page.get_by_role("link", name="Chiara Rossi mentioned you")).to_be_visible()
    assert barriers(page) == []
