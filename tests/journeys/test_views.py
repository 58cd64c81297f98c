"""Filters typed and kept as views, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from balie.events.actor import Actor
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Ticket
from balie.tickets.triage import change_priority
from balie.tickets.views import View
from tests.support.browser import barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def subjects(page: Page) -> list[str]:
    return page.locator(".row-subject").all_text_contents()


def box(page: Page) -> str:
    return page.get_by_role("combobox", name="Filter").input_value()


def test_a_filter_is_typed_completed_and_kept_by_keyboard_alone(desk: World, sit: Sit) -> None:
    desk.ticket(subject="Plain")
    desk.ticket(subject="Burning", priority=4, tags=["till"])
    page = sit(desk.anna)
    page.keyboard.press("f")
    page.keyboard.press("Control+A")
    page.keyboard.type("prio")
    expect(page.locator(".filter-option")).to_have_text([re.compile("priority:")])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    offered = page.locator(".filter-option")
    offered.get_by_text("urgent", exact=True).wait_for()
    page.keyboard.type("u")
    expect(offered).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert box(page) == "priority:urgent "
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=priority"))
    assert subjects(page) == ["Burning"]
    page.get_by_role("button", name="Save as a view").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Urgent ones")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("view="))
    expect(page.get_by_role("link", name="Urgent ones")).to_have_attribute("aria-current", "page")
    assert subjects(page) == ["Burning"]
    assert View.objects.get().owner == desk.anna


def test_a_choice_and_what_is_typed_are_one(desk: World, sit: Sit) -> None:
    desk.ticket(subject="Plain")
    desk.ticket(subject="Broken", kind="incident")
    page = sit(desk.anna, "/desk/?q=status:active")
    page.get_by_label("Kind").select_option("incident")
    page.wait_for_url(re.compile("by-kind=incident"))
    assert box(page) == "status:active kind:incident"
    assert subjects(page) == ["Broken"]
    page.get_by_role("link", name="Take off all").click()
    expect(page.locator(".row-subject")).to_have_count(2)


def test_a_row_that_comes_into_the_view_is_counted(desk: World, sit: Sit) -> None:
    ticket: Ticket = desk.ticket(subject="Soon urgent")
    page = sit(desk.anna, "/desk/?q=priority:urgent")
    expect(page.get_by_text("No ticket matches these filters.")).to_be_visible()
    change_priority(ticket_id=ticket.pk, priority=4, actor=Actor.user(desk.chiara.pk))
    page.get_by_role("button", name="1 new").click()
    expect(page.locator(".row-subject")).to_have_text(["Soon urgent"])


def test_what_was_mistyped_is_mended_by_a_click(desk: World, sit: Sit) -> None:
    desk.ticket(subject="Open one")
    page = sit(desk.anna, "/desk/?q=statsu:new")
    expect(page.get_by_role("alert")).to_contain_text("There is nothing called “statsu” to filter by.")
    page.get_by_role("link", name="Did you mean status?").click()
    expect(page.locator(".row-subject")).to_have_text(["Open one"])


def test_a_card_is_dragged_and_a_colleague_sees_it(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(subject="The lamp flickers")
    anna, chiara = sit(desk.anna, "/desk/?q=status:active&layout=board"), sit(desk.chiara, "/desk/?layout=board&q=")
    anna.get_by_text("The lamp flickers").drag_to(anna.locator("[data-column=pending]"))
    expect(chiara.locator("[data-column=pending]")).to_contain_text("The lamp flickers")
    expect(anna.locator("[data-column=pending]")).to_contain_text("The lamp flickers")
    ticket.refresh_from_db()
    assert ticket.status == "pending"


def test_a_card_that_may_not_go_there_goes_back(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(subject="The lamp flickers")
    page = sit(desk.anna, "/desk/?q=status:active&layout=board")
    change_status(ticket_id=ticket.pk, status="open", actor=Actor.user(desk.chiara.pk))
    expect(page.locator("[data-column=open]")).to_contain_text("The lamp flickers")
    page.get_by_text("The lamp flickers").drag_to(page.locator("[data-column=new]"))
    expect(page.locator("#toasts [role=alert], #toasts [data-tone=error]").first).to_be_visible()
    expect(page.locator("[data-column=open]")).to_contain_text("The lamp flickers")


def test_how_a_list_is_shown_is_chosen(desk: World, sit: Sit) -> None:
    desk.ticket(subject="First", priority=1)
    desk.ticket(subject="Second", priority=4)
    page = sit(desk.anna)
    page.get_by_text("Display").click()
    page.keyboard.press("Escape")
    expect(page.locator("#display-group")).to_be_hidden()
    page.get_by_text("Display").click()
    page.locator("#display-group").select_option("priority", force=True)
    expect(page.locator(".row-group")).to_have_count(2)
    page.get_by_text("Display").click()
    page.locator("#display-layout").select_option("board", force=True)
    expect(page.locator(".board-column")).to_have_count(4)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nobody_is_kept_out_of_filters(desk: World, sit: Sit, width: int, scheme: str) -> None:
    View.objects.create(
        name="Wiederherstellungsbenachrichtigungen der Lieferanten", owner=desk.anna, conditions={"all": []}
    )
    desk.ticket()
    view = View.objects.get().pk
    for path in ("/desk/?layout=board", "/desk/?q=status:opne&group=status", f"/desk/?view={view}&q=status:new"):
        page = sit(desk.anna, path, viewport={"width": width, "height": 900}, color_scheme=scheme)
        assert barriers(page) == []
        if width > 390:
            page.get_by_role("combobox", name="Filter").focus()
            page.keyboard.press("End")
            page.keyboard.type(" ")
            page.locator(".filter-option").first.wait_for()
            assert barriers(page) == []
