"""Who is at a ticket stands on its row, in two real browsers side by side."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import barriers
from tests.support.sitting import WRITES_ON, Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_a_row_tells_who_reads_and_who_answers(desk: World, sit: Sit) -> None:
    ticket, other = desk.ticket(team=desk.it), desk.ticket(team=desk.it)
    anna = sit(desk.anna)
    chiara = sit(desk.chiara, f"/desk/tickets/{ticket.pk}/", WRITES_ON)
    row = anna.locator(f"#ticket-{ticket.pk}")
    expect(row.locator(".row-person")).to_have_attribute("title", "Chiara Rossi is reading")
    chiara.keyboard.press("r")
    chiara.keyboard.type("Have you tried")
    expect(row).to_contain_text("Chiara Rossi is writing")
    expect(anna.locator(f"#ticket-{other.pk} .row-person")).to_have_count(0)
    assert barriers(anna) == []
    # Whoever comes to the list later sees it as well.
    dieter = sit(desk.dieter)
    expect(dieter.locator(f"#ticket-{ticket.pk}")).to_contain_text("Chiara Rossi is writing")
    chiara.goto("/desk/keys/")
    expect(row.locator(".row-person")).to_have_count(0)


def test_a_card_on_a_board_tells_it_too(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    anna = sit(desk.anna, "/desk/?layout=board")
    chiara = sit(desk.chiara, f"/desk/tickets/{ticket.pk}/", WRITES_ON)
    card = anna.locator(f"#ticket-{ticket.pk}")
    expect(card.locator(".row-person")).to_have_attribute("title", "Chiara Rossi is reading")
    chiara.keyboard.press("r")
    chiara.keyboard.type("Have you tried")
    expect(card).to_contain_text("Chiara Rossi is writing")
    assert barriers(anna) == []
    chiara.goto("/desk/keys/")
    expect(card.locator(".row-person")).to_have_count(0)
