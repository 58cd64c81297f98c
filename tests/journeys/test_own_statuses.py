"""Own statuses, from the settings to a contact's page, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from balie.events.actor import Actor
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Ticket
from balie.tickets.own_statuses.known import known_statuses
from balie.tickets.own_statuses.tests.making import made_status
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def stands(ticket: Ticket) -> tuple[str, int | None]:
    ticket.refresh_from_db()
    return ticket.status, ticket.own_status_id


def head(page: Page) -> str:
    return page.locator(".ticket-marks").inner_text()


def test_an_administrator_names_one_and_an_agent_uses_it(desk: World, sit: Sit) -> None:
    page = sit(desk.dieter, "/desk/settings/statuses/")
    page.get_by_role("link", name="Add a status inside “On hold”").click()
    page.get_by_label("Name", exact=True).first.fill("Waiting for parts")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The status Waiting for parts is there.")).to_be_visible()
    (parts,) = known_statuses().all

    ticket = desk.ticket(team=desk.it)
    page, other = sit(desk.anna, f"/desk/tickets/{ticket.pk}/"), sit(desk.chiara, f"/desk/tickets/{ticket.pk}/")
    expect(other.locator(".ticket-marks")).to_contain_text("New")
    page.keyboard.press("s")
    page.keyboard.type("parts")
    page.keyboard.press("Enter")
    expect(page.locator(".ticket-marks")).to_contain_text("Waiting for parts")
    expect(page.locator("#ticket")).to_contain_text("set it to Waiting for parts")
    expect(other.locator(".ticket-marks")).to_contain_text("Waiting for parts")
    expect(other.locator("#panel")).to_contain_text("Waiting for parts")
    assert stands(ticket) == ("on_hold", parts.id)


def test_a_list_and_a_board_show_it_as_it_changes(desk: World, sit: Sit) -> None:
    parts, ordered = made_status(), made_status("Ordered", "open")
    ticket = desk.ticket(team=desk.it)
    rows, board = sit(desk.anna, "/desk/?q=status:active"), sit(desk.chiara, "/desk/?q=status:active&layout=board")
    card = board.locator(f"[data-ticket-card='{ticket.pk}']")
    expect(rows.locator(f"#ticket-{ticket.pk}")).to_be_visible()
    expect(card).to_be_visible()
    actor = Actor.user(desk.dieter.pk)
    change_status(ticket_id=ticket.pk, status="on_hold", own=parts, actor=actor)
    expect(rows.locator(f"#ticket-{ticket.pk}")).to_contain_text("Waiting for parts")
    expect(board.locator("[data-column=on_hold]").get_by_text("Waiting for parts")).to_be_visible()
    change_status(ticket_id=ticket.pk, status="open", own=ordered, actor=actor)
    expect(board.locator("[data-column=open]").get_by_text("Ordered")).to_be_visible()
    expect(rows.locator(f"#ticket-{ticket.pk}")).to_contain_text("Ordered")


def test_a_filter_is_completed_to_it(desk: World, sit: Sit) -> None:
    parts = made_status()
    ours, other = desk.ticket(team=desk.it), desk.ticket(team=desk.it)
    change_status(ticket_id=ours.pk, status="on_hold", own=parts, actor=Actor.user(desk.anna.pk))
    page = sit(desk.anna)
    box = page.locator(".filter-text")
    box.fill("")
    box.press_sequentially("status:wai")
    page.locator(".filter-option", has_text="Waiting for parts").click()
    expect(box).to_have_value(re.compile("status:waiting-for-parts ?"))
    box.press("Enter")
    expect(page.locator(f"#ticket-{other.pk}")).to_have_count(0)
    expect(page.locator(f"#ticket-{ours.pk}")).to_contain_text("Waiting for parts")


def test_an_answer_is_sent_with_it_and_the_palette_knows_it(desk: World, sit: Sit) -> None:
    parts, ordered = made_status(), made_status("Ordered", "open")
    ticket = desk.ticket(team=desk.it)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.keyboard.press("r")
    page.locator(".ProseMirror").fill("The part is on its way.")
    page.get_by_role("button", name="Send and", exact=True).click()
    page.get_by_role("menuitem", name="Send and set to “Waiting for parts”").click()
    expect(page.locator(".ticket-marks")).to_contain_text("Waiting for parts")
    assert stands(ticket) == ("on_hold", parts)
    page.locator("h1").first.click()
    page.keyboard.press("Control+k")
    page.keyboard.type("set the status")
    page.keyboard.press("Enter")
    page.keyboard.type("ordered")
    page.keyboard.press("Enter")
    expect(page.locator(".ticket-marks")).to_contain_text("Ordered")
    assert stands(ticket) == ("open", ordered)


def test_many_get_it_and_give_it_back(desk: World, sit: Sit) -> None:
    parts = made_status()
    tickets = [desk.ticket(team=desk.it) for _ in range(2)]
    page = sit(desk.anna)
    for ticket in tickets:
        page.locator(f"#ticket-{ticket.pk} [data-select]").check()
    page.keyboard.press("s")
    page.keyboard.type("parts")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 tickets changed: status Waiting for parts.")).to_be_visible()
    assert [stands(it) for it in tickets] == [("on_hold", parts)] * 2
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undo: status Waiting for parts")).to_be_visible()
    assert [stands(it) for it in tickets] == [("new", None)] * 2


def test_they_are_put_in_order_and_archived_by_keyboard(desk: World, sit: Sit) -> None:
    one, two = made_status("One"), made_status("Two")
    page = sit(desk.dieter, "/desk/settings/statuses/")
    page.get_by_role("button", name="Move Two up").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".item-title").first).to_contain_text("Two")
    assert [it.id for it in known_statuses().live] == [two, one]
    page.get_by_role("link", name="Two").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Archive").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Use Two again")).to_be_visible()
    assert [it.id for it in known_statuses().live] == [one]
