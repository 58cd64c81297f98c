"""Finding things from the box on top."""

import re

import pytest
from playwright.sync_api import expect

from balie.events.actor import Actor
from balie.files.storage import store
from balie.search.attachments.tests.files import pdf
from balie.tickets.content import Content, File
from balie.tickets.conversation import add_note
from balie.tickets.file_reading import run_batch
from tests.support.browser import barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_a_search_is_typed_completed_narrowed_and_kept(desk: World, sit: Sit) -> None:
    desk.ticket(subject="Paper jam at the counter", text="The printer eats paper.", team=desk.it)
    desk.ticket(subject="Paper jam upstairs", text="The printer eats paper.")
    page = sit(desk.anna)
    page.keyboard.press("/")
    page.keyboard.type("paper from:emm")
    expect(page.locator(".filter-option")).to_have_text([re.compile("emma@fietsfabriek.example")])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".hit")).to_have_count(2)
    assert barriers(page) == []
    page.get_by_role("navigation", name="Team").get_by_role("link", name="IT").click()
    expect(page.locator(".hit-title")).to_have_text("Paper jam at the counter")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_have_value("paper from:emma@fietsfabriek.example team:it")
    page.get_by_role("button", name="Save as a view").click()
    page.get_by_label("Name").fill("Jams")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile("view="))
    expect(page.locator(".row-subject")).to_have_text(["Paper jam at the counter"])


def test_what_was_searched_for_before_is_offered_until_forgotten(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, "/desk/search/?q=kettle")
    page.goto(page.url.split("?")[0])
    page.keyboard.press("/")
    expect(page.locator(".filter-option").first).to_contain_text("kettle")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Forget these").click()
    expect(page.get_by_role("link", name="kettle")).to_have_count(0)


def test_what_stands_in_a_file_is_found_with_its_page(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(subject="Delivery")
    blob = store(pdf("Dear Anna", "Two gherkins are missing"))
    file = File(sha256=blob.sha256, filename="invoice.pdf", content_type="application/pdf", size=blob.size)
    add_note(ticket_id=ticket.pk, content=Content(text="See", files=(file,)), actor=Actor.user(desk.anna.pk))
    while run_batch():
        pass
    page = sit(desk.anna, "/desk/search/?q=gherkins")
    expect(page.locator(".hit-file")).to_have_text(re.compile(r"invoice\.pdf\s*page 2"))
    assert barriers(page) == []
    page.get_by_role("link", name="Delivery").click()
    page.wait_for_url(re.compile(r"#message-\d+"))
