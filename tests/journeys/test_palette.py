"""The palette: everything by its name, without a hand on the mouse."""

import pytest
from playwright.sync_api import Page, expect

from balie.tickets.models import Ticket
from tests.support.browser import DESKTOP, PHONE, barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def palette(page: Page, *typed: str) -> Page:
    """Opened by its key; each of what is typed is followed by Enter."""
    page.wait_for_load_state()
    page.keyboard.press("Control+k")
    for words in typed:
        page.keyboard.type(words)
        page.get_by_role("listbox", name="What fits").get_by_role("option", selected=True).first.wait_for()
        page.keyboard.press("Enter")
    return page


def active(page: Page) -> str:
    """What Enter would choose, as a screen reader is told."""
    field = page.get_by_role("combobox", name="Find and do anything")
    chosen = "field => document.getElementById(field.getAttribute('aria-activedescendant')).innerText"
    return str(field.evaluate(chosen))


def test_a_list_is_opened_by_its_name(desk: World, sit: Sit) -> None:
    palette(sit(desk.anna), "unass").wait_for_url("**/desk/?view=unassigned")


def test_a_ticket_is_found_by_its_words_and_by_its_number(desk: World, sit: Sit) -> None:
    desk.ticket(subject="Other")
    ticket = desk.ticket(subject="The kettle leaks")
    page = sit(desk.anna)
    palette(page)
    page.keyboard.type("kett")
    expect(page.get_by_role("option", name="The kettle leaks")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/tickets/{ticket.pk}/")
    page.goto("/desk/")
    palette(page)
    page.keyboard.type("other")
    expect(page.get_by_role("option", name="Other").first).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type(f"#{ticket.pk}")
    page.keyboard.press("Enter")  # before the answer is there
    page.wait_for_url(f"**/desk/tickets/{ticket.pk}/")


def test_who_is_asked_for_comes_as_the_second_step(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    palette(page, "assign to")
    page.keyboard.type("bra")
    assert "Bram" in active(page)
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast]")).to_contain_text("Assigned")
    expect(page.get_by_role("button", name="Assignee: Bram Jansen")).to_be_visible()
    ticket.refresh_from_db()
    assert ticket.assignee == desk.bram


@pytest.mark.parametrize(
    ("typed", "choice", "told"),
    [("status", "pending", "Status changed"), ("priority", "urgent", "Priority changed"),
     ("kind", "inc", "Kind changed"), ("move", "orders", "Moved"), ("follow", "", "You follow this"),
     ("take it", "", "Assigned"), ("copy", "", "Copied")],
)  # fmt: skip
def test_whatever_the_ticket_offers_can_be_done(desk: World, sit: Sit, typed: str, choice: str, told: str) -> None:
    page = sit(desk.chiara, f"/desk/tickets/{desk.ticket().pk}/", permissions=["clipboard-write"])
    palette(page, typed, *([choice] if choice else []))
    expect(page.locator("[data-toast]")).to_contain_text(told)


@pytest.mark.parametrize(("typed", "label"), [("reply", "Your text"), ("note", "Your text"), ("tags", "Tags"),
                                              ("subject", "Subject")])  # fmt: skip
def test_where_something_is_written_the_writing_begins(desk: World, sit: Sit, typed: str, label: str) -> None:
    page = palette(sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/"), typed)
    expect(page.locator(":focus")).to_have_accessible_name(label)


def test_a_step_leads_back_and_leaving_changes_nothing(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.get_by_role("button", name="Status: New").focus()
    palette(page, "set the status")
    page.keyboard.press("Backspace")
    expect(page.get_by_role("option", name="Set the priority")).to_be_visible()
    palette_list = page.get_by_role("listbox", name="What fits")
    page.keyboard.type("set the status")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(palette_list).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette_list).to_be_hidden()
    expect(page.get_by_role("button", name="Status: New")).to_be_focused()
    assert Ticket.objects.get().status == "new"


def test_what_was_looked_at_comes_first(desk: World, sit: Sit) -> None:
    older, newer = desk.ticket(subject="Older"), desk.ticket(subject="Newer")
    page = sit(desk.anna, f"/desk/tickets/{older.pk}/")
    for path in (f"/desk/contacts/{desk.emma.pk}/", f"/desk/tickets/{newer.pk}/", "/desk/"):
        page.goto(path)
    palette(page)
    group = page.get_by_role("group", name="Looked at last")
    expect(group.get_by_role("option")).to_have_text(
        [f"Newer#{newer.pk} · Emma Klein", "Emma KleinFietsfabriek", f"Older#{older.pk} · Emma Klein"]
    )
    assert active(page).startswith("Newer")


def test_a_screen_reader_hears_how_much_there_is_once_typing_rests(desk: World, sit: Sit) -> None:
    page = sit(desk.anna)
    palette(page)
    status = page.locator(".palette [role=status]")
    page.keyboard.type("zzzz")
    expect(status).to_have_text("1 result")  # to search for it everywhere
    page.keyboard.press("Control+a")
    page.keyboard.type("my t", delay=30)
    expect(status).to_have_text("4 results")


def test_settings_are_reached_from_everywhere(desk: World, sit: Sit) -> None:
    page = sit(desk.dieter)
    palette(page, "mailb").wait_for_url("**/desk/settings/mailboxes/")
    palette(page, "devices").wait_for_url("**/accounts/sessions/")


def test_a_light_agent_is_offered_nothing_they_may_not_do(desk: World, sit: Sit) -> None:
    page = sit(desk.lena, f"/desk/tickets/{desk.ticket().pk}/")
    palette(page)
    expect(page.get_by_role("option", name="Note")).to_be_visible()
    page.keyboard.type("set")
    expect(page.get_by_role("group", name="On this page")).to_have_count(0)


def test_in_a_text_the_key_makes_a_link_only_of_what_is_selected(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/")
    page.keyboard.press("r")
    page.locator(".editor").wait_for()
    page.keyboard.type("See here")
    page.keyboard.press("Control+k")
    expect(page.locator(".palette")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".editor")).to_be_focused()
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    assert asked == ["Address of the link"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_it_is_a_button_too_and_keeps_nobody_out(desk: World, sit: Sit, size: dict[str, int]) -> None:
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/", viewport=size, reduced_motion="reduce")
    page.get_by_role("button", name="Find and do anything").click()
    expect(page.get_by_role("option", name="Assign to…")).to_be_visible()
    assert barriers(page) == []
