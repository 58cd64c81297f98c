"""A ticket that comes back, set up in a real browser."""

import pytest
from playwright.sync_api import expect

from balie.tickets.models import Ticket
from balie.tickets.template_records import TicketTemplate
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_a_recurring_ticket_is_set_up_paused_and_opened_by_hand(desk: World, sit: Sit) -> None:
    TicketTemplate.objects.create(name="Backups", owner=desk.anna, body="Look at them.", for_team=desk.it)
    page = sit(desk.anna, "/desk/settings/recurring/")
    page.get_by_role("link", name="Set one up").click()
    page.get_by_label("Template").select_option("Backups")
    page.get_by_label("Contact's e-mail address").fill("emma@fietsfabriek.example")
    # Only what the unit calls for is asked.
    month_day, days = page.get_by_label("Day of the month"), page.locator("[data-field=days]")
    expect(days).to_be_visible()
    expect(month_day).to_be_hidden()
    page.get_by_label("Days, weeks or months").select_option("days")
    expect(days.or_(month_day).filter(visible=True)).to_have_count(0)
    page.get_by_label("Days, weeks or months").select_option("months")
    expect(days).to_be_hidden()
    page.get_by_label("Day of the month").select_option("the last")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Every month on its last day")).to_be_visible()
    page.get_by_role("link", name="Backups").click()
    expect(page.get_by_role("heading", name="Next dates")).to_be_visible()
    expect(page.locator("main .plain-list li")).to_have_count(5)
    page.go_back()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("paused")).to_be_visible()
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_text("next on")).to_be_visible()
    page.get_by_role("button", name="Open one now").click()
    expect(page.get_by_text("is opened.")).to_be_visible()
    assert Ticket.objects.get().subject == "Backups"
