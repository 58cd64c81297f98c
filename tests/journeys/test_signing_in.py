"""Users sign in and look after the desk, in a browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from balie.accounts.models import User
from balie.channels.email.models import Mailbox
from balie.events.actor import SYSTEM
from balie.knowledge.models import Article
from balie.knowledge.writing import Draft, add_collection, write_article
from tests.cast import ANNA, DIETER
from tests.support.browser import DESKTOP, PHONE, barriers
from tests.support.world import PASSWORD, World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]


@pytest.fixture
def scene(settings: Any) -> World:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # The port of the tests is not the one that BALIE_URL names.
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    cache.clear()
    world = make_world()
    User.objects.update(language="en")
    Mailbox.objects.get_or_create(address="support@localhost", defaults={"name": "Support"})
    return world


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/**")


def with_authenticator(page: Page) -> None:
    """A device that proves without asking."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_opens_the_desk(scene: World, open_page: OpenPage) -> None:
    page = open_page("/accounts/login/")
    with_authenticator(page)
    sign_in(page, ANNA.email)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("Anna's laptop")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("Anna's laptop")).to_be_visible()
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "logout" not in url)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/desk/")


def test_a_device_without_a_passkey_says_so(scene: World, open_page: OpenPage) -> None:
    page = open_page("/accounts/login/")
    with_authenticator(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The device did not give a passkey.")).to_be_visible()


def test_without_script_a_passkey_is_not_offered(scene: World, open_page: OpenPage) -> None:
    page = open_page("/accounts/login/", java_script_enabled=False)
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    sign_in(page, ANNA.email)


def test_an_article_is_written_in_the_editor(scene: World, open_page: OpenPage) -> None:
    add_collection(title="Returns", actor=SYSTEM)
    page = open_page("/desk/settings/articles/new/")
    sign_in(page, DIETER.email)
    page.get_by_label("Title").fill("Sending back")
    page.get_by_role("textbox", name="Text").click()
    page.locator(".editor").wait_for()
    page.keyboard.type("## How\nPrint the **label**. ")
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="See it in the help centre").click()
    expect(page.get_by_role("heading", level=2, name="How")).to_be_visible()
    assert "<strong>label</strong>" in Article.objects.get().html


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone-dark", "desktop-light"])
def test_no_page_keeps_anybody_out(scene: World, open_page: OpenPage, size: dict[str, int], theme: str) -> None:
    shelf = add_collection(title="Rechnungen und Zahlungsmöglichkeitenübersichten", actor=SYSTEM)
    article = write_article(draft=Draft("Donaudampfschifffahrtsgesellschaft", "<p>Ja</p>", shelf.pk), actor=SYSTEM)
    scene.ticket(team=scene.it)
    page = open_page("/accounts/login/", viewport=size, color_scheme=theme)
    found = barriers(page)
    sign_in(page, DIETER.email)
    settings = ["users/", "users/new/", f"users/{scene.anna.pk}/", "teams/", f"teams/{scene.it.pk}/", "mailboxes/"]
    settings += [f"mailboxes/{Mailbox.objects.get().pk}/", "outgoing/", "articles/", "tokens/", "about/"]
    settings += [f"articles/{article.pk}/"]
    account = ["profile/", "2fa/", "2fa/webauthn/", "sessions/", "password/change/", "reauthenticate/", "logout/"]
    for path in [
        *(f"/desk/settings/{it}" for it in settings),
        *(f"/accounts/{it}" for it in account),
        "/desk/dashboard/",
    ]:
        page.goto(path)
        found += barriers(page)
    assert "\n".join(found) == ""


def test_a_customer_who_comes_to_the_desk_is_told_where_to_go(scene: World, open_page: OpenPage) -> None:
    page = open_page("/desk/")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next="))
