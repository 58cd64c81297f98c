"""A new ticket that begins with a template, in a real browser."""

import pytest
from playwright.sync_api import expect

from balie.tickets.drafts import Draft
from balie.tickets.models import Ticket
from balie.tickets.task_records import Checklist
from balie.tickets.template_records import TicketTemplate
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_a_template_is_written_chosen_and_found_by_its_name(desk: World, sit: Sit) -> None:
    Checklist.objects.create(name="Tills", steps=["Order one", "Install it"])
    page = sit(desk.anna, "/desk/settings/templates/")
    page.get_by_role("link", name="Write a template").click()
    page.get_by_label("Name", exact=True).fill("A new till")
    page.get_by_label("Subject").fill("New till")
    page.get_by_label("What they ask").fill("For which shop?")
    page.get_by_label("Checklist").select_option("Tills")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    it = TicketTemplate.objects.get()

    page.goto("/desk/tickets/new/")
    page.get_by_role("button", name="Begin with a template").click()
    page.get_by_role("menuitemradio", name="A new till").click()
    page.wait_for_url(f"**/?template={it.pk}")
    expect(page.get_by_label("Subject")).to_have_value("New till")
    expect(page.get_by_text("The checklist “Tills” comes with it.")).to_be_visible()
    page.get_by_label("Contact's e-mail address").fill("emma@fietsfabriek.example")
    page.get_by_role("button", name="Open the ticket").click()
    page.wait_for_url("**/desk/tickets/*/")
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.tasks.count()) == ("New till", 2)

    page.keyboard.press("Control+K")
    page.keyboard.type("a new till")
    page.get_by_role("option", name="A new till", exact=True).click()
    page.wait_for_url(f"**/?template={it.pk}")


def test_what_was_typed_before_a_template_was_chosen_stays(desk: World, sit: Sit) -> None:
    till = TicketTemplate.objects.create(
        readers="own", owner=desk.anna, name="A new till", subject="New till", body="For which shop?", kind="request"
    )
    TicketTemplate.objects.create(
        readers="own", owner=desk.anna, name="A new desk", subject="New desk", body="Sitting or standing?"
    )
    page = sit(desk.anna, "/desk/tickets/new/")
    page.get_by_label("Contact's e-mail address").fill("emma@fietsfabriek.example")
    page.get_by_label("What they ask").fill("It must be here on Friday")
    page.get_by_role("button", name="Begin with a template").click()
    page.get_by_role("menuitemradio", name="A new till").click()
    page.wait_for_url(f"**/?template={till.pk}")
    expect(page.get_by_label("Contact's e-mail address")).to_have_value("emma@fietsfabriek.example")
    expect(page.locator(".editor")).to_have_text("It must be here on Friday")
    expect(page.get_by_label("Subject")).to_have_value("New till")
    expect(page.get_by_label("Kind")).to_have_value("request")

    page.get_by_role("button", name="A new till").click()
    page.get_by_role("menuitemradio", name="A new desk").click()
    expect(page.get_by_label("Subject")).to_have_value("New desk")
    expect(page.locator(".editor")).to_have_text("It must be here on Friday")
    page.get_by_role("button", name="Open the ticket").click()
    page.wait_for_url("**/desk/tickets/*/")
    assert Ticket.objects.get().subject == "New desk"
    assert not Draft.objects.filter(user=desk.anna).exists()


def test_a_table_in_a_template_comes_with_the_new_ticket(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, "/desk/settings/templates/new/")
    page.get_by_label("Name", exact=True).fill("Parts")
    page.get_by_label("What they ask").focus()
    page.locator(".editor").wait_for()
    page.get_by_role("button", name="Table", exact=True).click()
    page.get_by_role("menuitem", name="Insert a table").click()
    expect(page.locator(".editor th")).to_have_count(3)
    for words in ("Part", "Price", "Stock", "Roller"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    it = TicketTemplate.objects.get()

    page.goto(f"/desk/tickets/new/?template={it.pk}")
    expect(page.locator(".editor th")).to_have_text(["Part", "Price", "Stock"])
    page.locator(".editor td").nth(1).click()
    page.keyboard.type("5")
    page.get_by_label("Subject").fill("Parts")
    page.get_by_label("Contact's e-mail address").fill("emma@fietsfabriek.example")
    page.get_by_role("button", name="Open the ticket").click()
    page.wait_for_url("**/desk/tickets/*/")
    said = page.locator(".message").first
    expect(said.locator("th")).to_have_text(["Part", "Price", "Stock"])
    expect(said.locator("td").nth(1)).to_have_text("5")
    assert Ticket.objects.get().messages.get().text.startswith("Part | Price | Stock\nRoller | 5")
