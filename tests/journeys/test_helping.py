"""What helps to answer: similar tickets, articles, the files of a ticket; in a real browser."""

import pytest
from playwright.sync_api import expect

from balie.events.actor import SYSTEM, Actor
from balie.files.storage import store
from balie.knowledge.writing import Draft, add_collection, publish_article, write_article
from balie.tickets.content import Content, File
from balie.tickets.conversation import add_note
from tests.support.browser import barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_a_similar_ticket_is_found_and_an_articles_link_goes_into_the_reply(desk: World, sit: Sit) -> None:
    other = desk.ticket(subject="Receipt printer jams", text="It eats paper.", team=desk.it)
    ticket = desk.ticket(subject="Receipt printer jams again", text="The paper jams.", team=desk.it)
    shelf = add_collection(title="Tills", summary="", actor=SYSTEM)
    words = Draft("Wat te doen als de receipt printer jams", "<p>Klep open.</p>", shelf.pk, language="nl")
    article = write_article(draft=words, actor=Actor.user(desk.anna.pk))
    publish_article(article_id=article.pk, actor=SYSTEM)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.wait_for_load_state()
    page.keyboard.press("h")
    part = page.locator("#helping-shown")
    expect(part.get_by_role("link", name=other.subject, exact=True)).to_be_visible()
    assert barriers(page) == []
    part.get_by_role("button", name="Put the link to").click()
    written = page.locator("[data-composer] .editor")
    expect(written).to_contain_text(article.title)
    written.click()
    part.get_by_role("button", name="Put the link to").click()
    expect(written.get_by_role("link", name=article.title)).to_have_count(1)
    part.get_by_role("link", name=other.subject, exact=True).click()
    page.wait_for_url(f"**/desk/tickets/{other.pk}/")


def test_all_files_are_listed_and_lead_to_their_messages(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    blob = store(b"log")
    file = File(blob.pk, "till.log", "text/plain", 3)
    content, anna = Content(text="The log", files=(file,)), Actor.user(desk.anna.pk)
    note = add_note(ticket_id=ticket.pk, content=content, actor=anna)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.get_by_role("link", name="Files", exact=True).click()
    part = page.locator("#helping-shown")
    expect(part.get_by_role("link", name="till.log")).to_be_visible()
    assert barriers(page) == []
    part.get_by_role("link", name="Anna de Vries").click()
    expect(page.locator(f"#message-{note.pk}")).to_be_focused()
    page.goto(f"/desk/tickets/{ticket.pk}/files/")
    expect(page.get_by_role("link", name="till.log")).to_be_visible()
