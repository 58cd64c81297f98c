"""Merging, splitting, linking: tickets and their fellows, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from balie.accounts.models import User
from balie.tickets.models import Ticket
from tests.support.browser import barriers
from tests.support.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.journey]
Sit = Callable[..., Page]


@pytest.fixture
def desk(transactional_db: None) -> World:
    made = make_world(password=None)
    User.objects.update(language="en")
    return made


@pytest.fixture
def sit(open_page: Callable[..., Page], desk: World, live: str, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """A window in which somebody is signed in."""
    monkeypatch.setattr(settings, "BALIE_LIVE_URL", live)

    def sat(user: User, path: str = "/desk/", **options: Any) -> Page:
        client = Client()
        client.force_login(user)
        page = open_page("/healthz", **options)
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.url}])
        page.goto(path)
        return page

    return sat


def test_two_tickets_are_merged_by_keyboard_and_a_colleague_sees_it(desk: World, sit: Sit) -> None:
    first = desk.ticket(subject="The till prints no receipts")
    second = desk.ticket(subject="No paper strip at all", text="Nothing comes out.", requester=desk.farid)
    colleague = sit(desk.chiara, f"/desk/tickets/{first.pk}/")
    expect(colleague.locator("[data-live-state=connected], .message")).not_to_have_count(0)
    page = sit(desk.anna, f"/desk/tickets/{second.pk}/")
    page.keyboard.press(".")
    expect(page.get_by_role("menuitem", name="Merge with another ticket…")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/{second.pk}/merge/")
    page.keyboard.press("Enter")
    page.keyboard.type(f"{first.pk}")
    expect(page.locator("[role=option]")).to_contain_text(first.subject)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Merge into #{first.pk}")).to_be_focused()
    expect(page.get_by_text("Farid Haddad").last).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/{first.pk}/")
    expect(page.locator(".message")).to_have_count(2)
    expect(colleague.locator(".message")).to_have_count(2)
    expect(colleague.locator(".event-line").last).to_contain_text(f"merged #{second.pk} into this ticket")
    page.goto(f"/desk/tickets/{second.pk}/")
    expect(page.locator("#merged")).to_contain_text(f"merged into #{first.pk}")
    assert barriers(page) == []
    page.get_by_role("button", name="Undo the merge").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo the merge").click()
    expect(page.locator(".message")).to_have_count(1)
    expect(page.locator("#merged")).to_have_count(0)
    expect(colleague.locator(".message")).to_have_count(1)
    assert Ticket.objects.get(pk=second.pk).merged_into is None
