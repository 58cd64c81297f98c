"""A contact's way through the portal in a browser: asking, following, answering; with script and without."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from balie.events.actor import SYSTEM, Actor
from balie.knowledge.models import Article
from balie.knowledge.writing import Draft, add_collection, publish_article, write_article
from balie.people.models import Contact
from balie.surveys.links import survey_link
from balie.surveys.models import Survey
from balie.tickets.content import Content
from balie.tickets.conversation import reply
from balie.tickets.links import ticket_link
from balie.tickets.models import Status, Ticket
from tests.cast import EMMA, HENRY
from tests.support.browser import DESKTOP, PHONE, barriers
from tests.support.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LONG = "Kundenzufriedenheitsumfragenauswertungszusammenfassungsverantwortliche"
with_and_without_script = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
OpenPage = Callable[..., Page]


@pytest.fixture
def scene(settings: Any) -> World:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()
    world = make_world()
    Contact.objects.update(language="en")
    shelf = add_collection(title="Returns", summary="Sending back, exchanging.", actor=SYSTEM)
    html = f"<p>Print the label.</p><h2>How</h2><ol><li>Fold.</li></ol><p>{LONG}</p>"
    article = write_article(draft=Draft("How do I send something back?", html, shelf.pk), actor=SYSTEM)
    publish_article(article_id=article.pk, actor=SYSTEM)
    return world


def answered(world: World) -> Ticket:
    ticket = world.ticket(subject=f"The till prints no {LONG}", team=world.it)
    content = Content(text="Open the cover.", html="<p>Open the <strong>cover</strong>.</p>")
    reply(ticket_id=ticket.pk, content=content, actor=Actor.user(world.anna.pk), status=Status.PENDING)
    return ticket


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send the code").click()
    page.get_by_label("Code").wait_for()  # by then it was sent
    page.get_by_label("Code").fill(str(mail.outbox[-1].body).split("\n\n")[1])
    page.get_by_role("button", name="Sign in").click()


@with_and_without_script
def test_asking_without_an_account(scene: World, open_page: OpenPage, script: bool) -> None:
    page = open_page("/", viewport=PHONE, java_script_enabled=script)
    page.get_by_placeholder("Describe it in a few words").fill("something that nobody wrote about")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Ask a question").click()
    expect(page.get_by_label("In a few words")).to_have_value("something that nobody wrote about")
    page.get_by_label("Your name").fill(HENRY.name)
    page.get_by_label("Your e-mail address").fill(HENRY.email)
    page.get_by_label("Something does not work").check()
    page.get_by_label("Tell us more").fill("The lamp flickers.")
    page.get_by_label("Files").set_input_files({"name": "lamp.txt", "mimeType": "text/plain", "buffer": b"flicker"})
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="We have it")).to_be_visible()
    ticket = Ticket.objects.get()
    expect(page.get_by_role("main")).to_contain_text(f"#{ticket.pk}")
    assert ticket.requester.name == HENRY.name
    assert ticket.messages.get().attachments.get().filename == "lamp.txt"


def test_files_are_chosen_by_a_button_in_the_readers_language(scene: World, open_page: OpenPage) -> None:
    page = open_page("/requests/new/", viewport=PHONE, locale="de-DE")
    button = page.get_by_text("Dateien anhängen")
    lamp, shade = ({"name": name, "mimeType": "text/plain", "buffer": b"flicker"} for name in ("lamp.txt", "shade.txt"))
    for chosen in (lamp, shade):
        with page.expect_file_chooser() as choosing:
            button.click()
        choosing.value.set_files([chosen])
    expect(page.locator(".file-chip-name")).to_have_text(["lamp.txt", "shade.txt"])
    page.get_by_role("button", name="lamp.txt entfernen").press("Enter")
    expect(page.locator(".file-chip-name")).to_have_text(["shade.txt"])
    expect(page.get_by_role("button", name="shade.txt entfernen")).to_be_focused()
    field = page.locator("input[type=file]")
    assert field.evaluate("input => [...input.files].map(file => file.name)") == ["shade.txt"]
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    assert barriers(page) == []


@with_and_without_script
def test_following_and_answering_a_request(scene: World, open_page: OpenPage, script: bool) -> None:
    ticket = answered(scene)
    page = open_page(f"/requests/{ticket.pk}/", java_script_enabled=script)
    sign_in(page, EMMA.email)
    expect(page.get_by_role("heading", level=1)).to_contain_text("The till prints no")
    expect(page.get_by_text("Anna de Vries has answered and waits for you.")).to_be_visible()
    page.get_by_label("Your answer").fill("It works again, thank you.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("It works again, thank you.")).to_be_visible()
    page.get_by_role("button", name="It is solved").click()
    expect(page.get_by_role("button", name="It is not solved")).to_be_visible()
    ticket.refresh_from_db()
    assert ticket.status == Status.RESOLVED


def test_a_link_from_a_mail_is_enough(scene: World, open_page: OpenPage) -> None:
    ticket = answered(scene)
    page = open_page(ticket_link(ticket_id=ticket.pk, contact_id=scene.emma.pk))
    expect(page).to_have_url(re.compile(rf"/requests/{ticket.pk}/$"))
    expect(page.get_by_text("Open the cover.")).to_be_visible()


@with_and_without_script
def test_saying_how_it_went(scene: World, open_page: OpenPage, script: bool) -> None:
    ticket = answered(scene)
    survey = Survey.objects.create(ticket=ticket, contact=scene.emma)
    page = open_page(f"{survey_link(survey.pk)}?score=2", viewport=PHONE, java_script_enabled=script)
    expect(page.get_by_label("Bad", exact=True)).to_be_checked()
    page.get_by_text("Very good").click()
    page.get_by_label("What should we keep, or do better?").fill("Quick.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    survey.refresh_from_db()
    assert (survey.score, survey.words) == (5, "Quick.")


@with_and_without_script
def test_an_article_helped(scene: World, open_page: OpenPage, script: bool) -> None:
    page = open_page("/", java_script_enabled=script)
    page.get_by_placeholder("Describe it in a few words").fill("labels")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="How do I send something back?").click()
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("Good to hear, thank you.")).to_be_visible()
    assert Article.objects.get().helped == 1


@with_and_without_script
def test_choosing_a_language(scene: World, open_page: OpenPage, script: bool) -> None:
    page = open_page("/", java_script_enabled=script)
    page.get_by_label("Language").select_option("nl")
    if not script:
        page.get_by_role("button", name="Change").click()
    expect(page.locator("html[lang=nl]")).to_be_visible()


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone-dark", "desktop-light"])
def test_no_page_keeps_anybody_out(scene: World, open_page: OpenPage, size: dict[str, int], theme: str) -> None:
    ticket = answered(scene)
    survey = Survey.objects.create(ticket=ticket, contact=scene.emma)
    page = open_page("/sign-in/", viewport=size, color_scheme=theme)
    found = barriers(page)
    sign_in(page, EMMA.email)
    page.wait_for_url("**/requests/")
    own = ["/requests/", f"/requests/{ticket.pk}/", "/requests/new/", "/accounts/profile/", "/accounts/sessions/"]
    open_to_all = ["/", "/search/?q=label", "/articles/how-do-i-send-something-back/", "/collections/returns/"]
    for path in [*own, *open_to_all, survey_link(survey.pk), "/nothing/here/", "/accounts/2fa/"]:
        page.goto(path)
        found += barriers(page)
    assert "\n".join(found) == ""
