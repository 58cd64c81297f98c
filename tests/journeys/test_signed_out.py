"""Whoever was signed out while they wrote loses nothing, and is told."""

import re
from urllib.parse import urljoin

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from balie.accounts.models import User
from balie.people.access import user_for
from balie.tickets.models import Message, Ticket
from tests.cast import EMMA
from tests.support.browser import barriers
from tests.support.sitting import Sit, session_of
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]
WORDS = "The cable in room four was loose."


def writing(desk: World, sit: Sit) -> tuple[Page, Ticket]:
    ticket = desk.ticket(team=desk.it)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("r")
    page.locator(".editor").wait_for()
    page.keyboard.type(WORDS)
    return page, ticket


def sign_in(page: Page, user: User) -> None:
    """As in another window."""
    page.context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": urljoin(page.url, "/")}])


@pytest.mark.parametrize("how", ["session", "cookies"])
def test_an_answer_stays_and_is_sent_after_signing_in_again(desk: World, sit: Sit, how: str) -> None:
    page, ticket = writing(desk, sit)
    if how == "session":
        Session.objects.all().delete()
    else:
        page.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    notice = page.locator("[data-signed-out]")
    expect(notice).to_contain_text("You are no longer signed in")
    expect(notice).to_have_count(1)
    expect(page.locator(".editor")).to_have_text(WORDS)
    assert barriers(page) == []
    with page.context.expect_page() as opened:
        notice.get_by_role("link", name="Sign in").click()
    other = opened.value
    expect(other.get_by_label("Password")).to_be_visible()
    assert re.search(rf"next=.*tickets%2F{ticket.pk}%2F$", other.url)
    sign_in(page, desk.anna)
    other.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(notice).to_have_count(0)
    page.locator(".editor").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message-body").filter(has_text=WORDS)).to_be_visible()
    assert Message.objects.filter(text__contains=WORDS).count() == 1


def test_a_property_goes_back_to_what_holds(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.wait_for_load_state("networkidle")
    Session.objects.all().delete()
    status = page.get_by_role("button", name="Status: ")
    before = status.inner_text()
    status.click()
    page.get_by_role("option", name="Pending").click()
    expect(page.locator("[data-signed-out]")).to_be_visible()
    expect(status).to_have_text(before)


def test_without_script_the_words_come_back(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/", java_script_enabled=False)
    Session.objects.all().delete()
    page.locator("textarea[name=body]").fill(WORDS)
    page.get_by_role("button", name=re.compile("^Send")).first.click()
    expect(page.get_by_role("heading", name="You are no longer signed in")).to_be_visible()
    expect(page.get_by_label("What you wrote")).to_have_value(WORDS)
    assert page.get_by_role("link", name="Sign in").get_attribute("href") == (
        f"/accounts/login/?next=%2Fdesk%2Ftickets%2F{ticket.pk}%2F"
    )


def test_a_contact_finds_their_answer_again(desk: World, sit: Sit) -> None:
    ticket, emma = desk.ticket(team=desk.it), user_for(EMMA.email)
    assert emma is not None
    User.objects.update(language="en")
    page = sit(emma, f"/requests/{ticket.pk}/")
    page.get_by_placeholder("Write here").fill(WORDS)
    Session.objects.all().delete()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("What you wrote")).to_have_value(WORDS)
    assert barriers(page) == []
    sign_in(page, emma)
    page.goto(f"/requests/{ticket.pk}/")
    expect(page.get_by_placeholder("Write here")).to_have_value(WORDS)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent. We let you know")).to_be_visible()
