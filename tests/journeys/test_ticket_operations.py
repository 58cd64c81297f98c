"""Merging, splitting, linking: tickets and their fellows, in a real browser."""

import pytest
from playwright.sync_api import expect

from balie.events.actor import Actor
from balie.tickets.content import Content
from balie.tickets.conversation import add_note
from balie.tickets.models import Ticket
from tests.support.browser import barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_two_tickets_are_merged_by_keyboard_and_a_colleague_sees_it(desk: World, sit: Sit) -> None:
    first = desk.ticket(subject="The till prints no receipts")
    second = desk.ticket(subject="No paper strip at all", text="Nothing comes out.", requester=desk.farid)
    colleague = sit(desk.chiara, f"/desk/tickets/{first.pk}/")
    expect(colleague.locator("[data-live-state=connected], .message")).not_to_have_count(0)
    page = sit(desk.anna, f"/desk/tickets/{second.pk}/")
    page.keyboard.press(".")
    expect(page.get_by_role("menuitem", name="Merge with another ticket…")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/{second.pk}/merge/")
    page.keyboard.press("Enter")
    page.keyboard.type(f"{first.pk}")
    expect(page.locator("[role=option]")).to_contain_text([first.subject])
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Merge into #{first.pk}")).to_be_focused()
    expect(page.get_by_text("Farid Haddad").last).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/{first.pk}/")
    expect(page.locator(".message")).to_have_count(2)
    expect(colleague.locator(".message")).to_have_count(2)
    expect(colleague.locator(".event-line").last).to_contain_text(f"merged #{second.pk} into this ticket")
    page.goto(f"/desk/tickets/{second.pk}/")
    expect(page.locator("#merged")).to_contain_text(f"merged into #{first.pk}")
    assert barriers(page) == []
    third = sit(desk.bram, f"/desk/tickets/{second.pk}/")
    expect(third.locator("form[data-composer]")).to_have_count(0)
    page.get_by_role("button", name="Undo the merge").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo the merge").click()
    expect(page.locator(".message")).to_have_count(1)
    expect(page.locator("#merged")).to_have_count(0)
    expect(colleague.locator(".message")).to_have_count(1)
    third.get_by_role("textbox", name="Answer").or_(third.locator("[data-composer] [data-editor-source]")).first.fill(
        "Hello"
    )
    assert Ticket.objects.get(pk=second.pk).merged_into is None


def test_a_message_is_split_off_linked_and_resolved_with_its_parent(desk: World, sit: Sit) -> None:
    parent = desk.ticket(subject="The till prints no receipts")
    note = add_note(ticket_id=parent.pk, content=Content(text="Order a till"), actor=Actor.user(desk.chiara.pk))
    colleague = sit(desk.chiara, f"/desk/tickets/{parent.pk}/")
    page = sit(desk.anna, f"/desk/tickets/{parent.pk}/")
    page.locator(f"#message-{note.pk}").get_by_role("button", name="What to do with this message").click()
    page.get_by_role("menuitem", name="Make a ticket of it…").click()
    page.get_by_role("textbox", name="Subject").fill("Order a till")
    assert barriers(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Order a till")
    expect(page.locator("#links")).to_contain_text(f"#{parent.pk}")
    expect(colleague.locator("#links")).to_contain_text("Order a till")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Link with another ticket…").click()
    page.get_by_role("combobox", name="What it is to the other one").select_option("parent")
    page.get_by_role("button", name="Another ticket").click()
    page.keyboard.type("receipts")
    page.locator("[role=option]").filter(has_text="receipts").click()
    page.get_by_role("button", name="Link", exact=True).click()
    expect(page.locator("#links")).to_contain_text("Part of")
    assert barriers(page) == []
    expect(colleague.locator("#links")).to_contain_text("Has the part")
    colleague.keyboard.press("s")
    colleague.keyboard.type("resol")
    colleague.keyboard.press("Enter")
    expect(colleague.locator("#refused")).to_contain_text("still open")
    colleague.get_by_role("button", name="Resolve them as well").click()
    expect(colleague.locator(".ticket-marks")).to_contain_text("Resolved")
    expect(page.locator(".ticket-marks")).to_contain_text("Resolved")


def test_a_ticket_is_handed_over_by_keyboard(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    page = sit(desk.chiara, f"/desk/tickets/{ticket.pk}/hand-over/")
    expect(page.get_by_role("combobox", name="Team")).to_be_focused()
    page.keyboard.type("Ord")
    page.keyboard.press("Tab")
    page.keyboard.type("They need a new one.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/{ticket.pk}/")
    expect(page.locator(".message").last).to_contain_text("They need a new one.")
    expect(page.locator(".event-line").last).to_contain_text("moved it to Orders")
