"""A colleague goes away, another takes over by one click."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from balie.accounts import directory
from balie.events.actor import Actor
from balie.tickets.assignment import assign
from tests.support.browser import barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_who_stands_in_is_offered_on_the_ticket(desk: World, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory._remembered, "get", lambda _key, make: make())
    ticket = desk.ticket()
    assign(ticket_id=ticket.pk, assignee_id=desk.anna.pk, actor=Actor.user(desk.chiara.pk))
    page = sit(desk.anna, "/desk/absence/")
    today = timezone.localdate()
    page.get_by_label("First day").fill(today.isoformat())
    page.get_by_label("Last day").fill((today + timedelta(days=5)).isoformat())
    page.get_by_label("Who stands in").select_option(label="Bram Jansen")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Bram Jansen stands in for you.")).to_be_visible()
    assert barriers(page) == []
    other = sit(desk.chiara, f"/desk/tickets/{ticket.pk}/", reduced_motion="reduce")
    expect(other.locator(".property-away")).to_contain_text("Anna de Vries is away until")
    assert barriers(other) == []
    other.get_by_role("button", name="Assign to Bram Jansen instead").click()
    expect(other.get_by_role("button", name="Assignee: Bram Jansen")).to_be_visible()
    expect(other.locator(".property-away")).to_have_count(0)
    expect(other.locator(".event-line").last).to_contain_text("Chiara Rossi")
    other.keyboard.press("a")
    expect(other.get_by_role("option", name="Anna de Vries (away until")).to_be_visible()
