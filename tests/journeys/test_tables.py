"""Tables in what is written, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from balie.mail.models import OutgoingMail
from balie.tickets.canned import CannedAnswer
from balie.tickets.models import Message
from tests.support.browser import barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]
ROW = "<tr><{0}>{1}</{0}><{0}>{2}</{0}></tr>".format
PASTE = """(kinds) => {
    const clipboardData = new DataTransfer();
    for (const [kind, said] of Object.entries(kinds)) clipboardData.setData(kind, said);
    const editor = document.querySelector(".editor");
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def writing(desk: World, sit: Sit, key: str = "n") -> Page:
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket(team=desk.it).pk}/")
    page.wait_for_load_state()
    page.keyboard.press(key)
    page.locator(".editor").wait_for()
    return page


def test_a_table_is_made_by_the_menu_filled_with_tab_and_sent(desk: World, sit: Sit) -> None:
    page = writing(desk, sit)
    page.get_by_role("button", name="Table", exact=True).click()
    expect(page.get_by_role("menuitem", name="Remove the table")).to_be_hidden()
    page.get_by_role("menuitem", name="Insert a table").click()
    expect(page.locator(".editor th")).to_have_count(3)
    for words in ("Part", "Price", "Stock", "Roller", "5", "2"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    assert barriers(page) == []
    page.get_by_role("button", name="Table", exact=True).click()
    page.get_by_role("menuitem", name="Remove the row").click()
    expect(page.locator(".editor tr")).to_have_count(2)
    page.get_by_role("button", name="Add note").click()
    said = page.locator(".message").last
    expect(said.locator("th")).to_have_text(["Part", "Price", "Stock"])
    expect(said.locator("td")).to_have_text(["Roller", "5", "2"])
    assert Message.objects.latest("pk").text == "Part | Price | Stock\nRoller | 5 | 2"


@pytest.mark.parametrize(
    "kinds",
    [
        {"text/plain": "Part\tPrice\nRoller\t5\n"},
        {"text/plain": "| Part | Price |\n|---|---|\n| Roller | 5 |"},
        {"text/html": f"<table style='width:9em'>{ROW('th', 'Part', 'Price')}{ROW('td', 'Roller', '5')}</table>"},
    ],
    ids=["tabs", "markdown", "html"],
)
def test_cells_are_pasted_as_a_table(desk: World, sit: Sit, kinds: dict[str, str]) -> None:
    page = writing(desk, sit)
    page.evaluate(PASTE, kinds)
    expect(page.locator(".editor th")).to_have_text(["Part", "Price"])
    expect(page.locator(".editor td")).to_have_text(["Roller", "5"])


@pytest.mark.parametrize(
    "plain",
    ["\tif (broken) {\n\t\tstop();\n\t}", "a\tb\n" * 201, "\t".join(["a"] * 31) + "\n" + "\t".join(["b"] * 31)],
    ids=["code", "too many rows", "too many columns"],
)
def test_code_and_what_a_table_could_not_hold_are_pasted_as_text(desk: World, sit: Sit, plain: str) -> None:
    page = writing(desk, sit)
    page.evaluate(PASTE, {"text/plain": plain})
    page.keyboard.type("And more.")
    expect(page.locator(".editor")).to_contain_text("And more.")
    expect(page.locator(".editor table")).to_have_count(0)


def test_a_line_between_bars_becomes_the_head_of_a_table(desk: World, sit: Sit) -> None:
    page = writing(desk, sit)
    page.keyboard.type("| Part | Price |")
    page.keyboard.press("Enter")
    expect(page.locator(".editor th")).to_have_text(["Part", "Price"])
    page.keyboard.type("Roller")
    page.keyboard.press("Tab")
    page.keyboard.type("5")
    expect(page.locator(".editor td")).to_have_text(["Roller", "5"])


def test_a_slash_offers_a_table_and_keys_change_it(desk: World, sit: Sit) -> None:
    page = writing(desk, sit)
    page.keyboard.type("/tab")
    expect(page.get_by_role("option", name="Table")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".editor th")).to_have_count(3)
    page.keyboard.type("Part")
    expect(page.locator(".editor th").first).to_have_text("Part")
    for key, rows, columns in (
        ("ArrowDown", 4, 3), ("ArrowRight", 4, 4), ("ArrowLeft", 4, 3), ("ArrowUp", 3, 3),
    ):  # fmt: skip
        page.keyboard.press(f"Alt+Shift+{key}")
        expect(page.locator(".editor tr")).to_have_count(rows)
        expect(page.locator(".editor tr").last.locator("td, th")).to_have_count(columns)


def test_the_contact_gets_lines_around_the_cells_and_bars_in_the_text(desk: World, sit: Sit) -> None:
    page = writing(desk, sit, key="r")
    page.evaluate(PASTE, {"text/plain": "Part\tPrice\nRoller\t5\n"})
    expect(page.locator(".editor td")).to_have_count(2)
    page.keyboard.press("Control+Enter")
    expect(page.locator('.message[data-kind="agent"] td')).to_have_text(["Roller", "5"])
    mail = OutgoingMail.objects.get()
    assert "Part | Price\nRoller | 5" in mail.text
    assert re.search(r'<td style="[^"]*border: 1px solid[^"]*">Roller</td>', mail.html)


def test_a_canned_answer_holds_a_table(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, "/desk/settings/canned/new/")
    page.get_by_label("Name").fill("Prices")
    page.get_by_label("Text", exact=True).focus()
    page.locator(".editor").wait_for()
    page.get_by_role("button", name="Table", exact=True).click()
    page.get_by_role("menuitem", name="Insert a table").click()
    page.keyboard.type("Part")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Prices").wait_for()
    assert "<th><p>Part</p></th>" in CannedAnswer.objects.get().html
