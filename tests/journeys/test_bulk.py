"""Many tickets changed from a list, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from balie.events.actor import SYSTEM, Actor
from balie.tickets.bulk import asking
from balie.tickets.bulk.working import work_off
from balie.tickets.bulk_records import BulkChange
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Ticket
from balie.tickets.triage import change_priority
from tests.support.browser import barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def chosen(page: Page) -> list[str]:
    values: list[str] = page.locator("[data-select]:checked").evaluate_all("boxes => boxes.map((box) => box.value)")
    return values


def count(page: Page) -> str:
    return page.locator("[data-selection-count]").inner_text()


def test_a_range_is_chosen_and_assigned_by_keyboard_alone(desk: World, sit: Sit) -> None:
    tickets = [desk.ticket(team=desk.it) for _ in range(5)]
    page = sit(desk.anna)
    page.keyboard.press("j")
    for key in ("Shift+J", "Shift+ArrowDown", "Shift+J", "Shift+K"):
        page.keyboard.press(key)
    assert chosen(page) == [str(it.pk) for it in reversed(tickets[2:])]
    assert count(page) == "3 selected"
    page.keyboard.press("a")
    page.get_by_role("combobox", name="Assign to…").wait_for()
    page.keyboard.type("Me")
    page.keyboard.press("Enter")
    expect(page.locator("#bulk-report")).to_contain_text("3 tickets changed")
    assert Ticket.objects.filter(assignee=desk.anna).count() == 3
    assert chosen(page) == []
    # The keys work on, and z takes it back.
    page.keyboard.press("z")
    expect(page.locator("#bulk-report")).to_contain_text("3 tickets put back")
    assert not Ticket.objects.filter(assignee=desk.anna).exists()


def test_the_row_under_the_keys_is_enough(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    page = sit(desk.anna)
    page.keyboard.press("j")
    page.keyboard.press("p")
    page.keyboard.type("Urg")
    page.keyboard.press("Enter")
    expect(page.locator("#bulk-report")).to_contain_text("1 ticket changed")
    ticket.refresh_from_db()
    assert ticket.priority == 4


def test_those_that_were_refused_stay_chosen(desk: World, sit: Sit) -> None:
    closed, *_others = (desk.ticket(team=desk.it) for _ in range(4))
    change_status(ticket_id=closed.pk, status="closed", actor=SYSTEM)
    page = sit(desk.anna, "/desk/?q=status:all")
    first, last = page.locator("[data-select]").first, page.locator("[data-select]").last
    first.check()
    last.click(modifiers=["Shift"])
    assert count(page) == "4 selected"
    page.locator("[data-selection]").get_by_label("Status…").first.click()
    page.locator(".listbox-option", has_text="Pending").click()
    report = page.locator("#bulk-report")
    expect(report).to_contain_text("3 tickets changed")
    expect(report).to_contain_text("1 was not changed")
    expect(report).to_contain_text("This ticket is closed")
    assert chosen(page) == [str(closed.pk)]
    assert barriers(page) == []


def test_all_that_match_are_changed_while_one_looks_on(desk: World, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(52):
        desk.ticket(team=desk.it)
    changed = Ticket.objects.order_by("pk").first()
    page = sit(desk.anna, "/desk/?q=status:new")
    page.locator("[data-select]").first.check()
    page.get_by_label("Select all").check()
    page.get_by_role("button", name="Select all that match").click()
    expect(page.locator("[data-selection-count]")).to_have_text("All 52 that match are selected")
    page.locator("[data-selection]").get_by_label("Priority…").first.click()
    page.locator(".listbox-option", has_text="High").click()
    page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    report = page.locator("#bulk-report")
    expect(report).to_contain_text("0 of 52 tickets")
    # As the worker does.
    work_off(BulkChange.objects.get().pk)
    expect(report).to_contain_text("52 tickets changed")
    assert changed
    change_priority(ticket_id=changed.pk, priority=1, actor=Actor.user(desk.chiara.pk))
    monkeypatch.setattr(asking, "AT_ONCE", 100)
    report.get_by_role("button", name="Undo").click()
    expect(report).to_contain_text("51 tickets put back")
    expect(report).to_contain_text(f"#{changed.pk}")
    expect(report).to_contain_text("Changed since then, and left so: Priority.")


def test_tags_are_added_to_those_chosen_and_they_are_merged(desk: World, sit: Sit) -> None:
    first, second = desk.ticket(team=desk.it), desk.ticket(team=desk.it)
    page = sit(desk.anna)
    page.locator("[data-select]").first.check()
    page.locator("[data-select]").last.check()
    page.keyboard.press("t")
    page.keyboard.type("till, vip")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#bulk-report")).to_contain_text("2 tickets changed")
    assert sorted(tag.name for tag in first.tags.all()) == ["till", "vip"]
    page.locator("[data-select]").first.check()
    page.locator("[data-select]").last.check()
    page.get_by_role("button", name="Merge…").click()
    page.wait_for_url(re.compile(r"/merge/\?with="))
    page.get_by_role("button", name=f"Merge into #{first.pk}").click()
    page.wait_for_url(re.compile(f"/desk/tickets/{first.pk}/$"))
    second.refresh_from_db()
    assert second.merged_into_id == first.pk


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_bar_has_no_barriers_and_cuts_nothing_off(desk: World, sit: Sit, scheme: str, width: int) -> None:
    for _ in range(3):
        desk.ticket(team=desk.it)
    page = sit(desk.anna, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.locator("[data-select]").first.check()
    expect(page.locator("[data-selection]")).to_be_visible()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
