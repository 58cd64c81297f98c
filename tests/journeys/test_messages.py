"""What is done with one message, in a real browser."""

import pytest
from playwright.sync_api import expect

from balie.events.actor import Actor
from balie.tickets.content import Content
from balie.tickets.conversation import receive
from balie.tickets.models import Channel, Message
from balie.tickets.redacting.blacking import BLACK
from tests.support.browser import barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]
MENU = "What to do with this message"


def test_the_link_of_a_message_is_copied_and_leads_to_it(desk: World, sit: Sit) -> None:
    message = desk.ticket(team=desk.it).messages.get()
    page = sit(desk.anna, f"/desk/tickets/{message.ticket_id}/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(f"#message-{message.pk}").get_by_role("button", name=MENU).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Copy the link")).to_be_focused()
    assert barriers(page) == []
    expect(page.get_by_role("menuitem", name="Black out or remove…")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith(f"/desk/tickets/{message.ticket_id}/?at={message.pk}#message-{message.pk}")
    page.goto(link)
    expect(page.locator(f"#message-{message.pk}")).to_be_visible()


def test_words_are_blacked_out_and_a_colleague_sees_them_no_more(desk: World, sit: Sit) -> None:
    message = desk.ticket(text="The password is opensesame, thank you.", team=desk.it).messages.get()
    colleague = sit(desk.anna, f"/desk/tickets/{message.ticket_id}/")
    expect(colleague.locator(f"#message-{message.pk}")).to_contain_text("opensesame")
    page = sit(desk.chiara, f"/desk/tickets/{message.ticket_id}/")
    page.locator(f"#message-{message.pk}").get_by_role("button", name=MENU).click()
    page.get_by_role("menuitem", name="Black out or remove…").click()
    expect(page.get_by_role("textbox", name="Words to black out")).to_be_focused()
    page.keyboard.type("opensesame")
    page.get_by_role("checkbox", name="It is to be gone for good").check()
    assert barriers(page) == []
    page.get_by_role("button", name="Remove for good").click()
    expect(page.locator(f"#message-{message.pk}")).to_contain_text(f"The password is {BLACK}, thank you.")
    expect(page.locator(".event-line").last).to_contain_text("Chiara Rossi blacked out words of a message for good")
    expect(colleague.locator(f"#message-{message.pk}")).to_contain_text(BLACK)
    expect(colleague.locator(f"#message-{message.pk}")).not_to_contain_text("opensesame")
    assert "opensesame" not in Message.objects.get(pk=message.pk).text


def test_marked_words_are_taken_and_what_is_not_there_is_said(desk: World, sit: Sit) -> None:
    message = desk.ticket(text="opensesame").messages.get()
    page = sit(desk.chiara, f"/desk/messages/{message.pk}/redaction/")
    page.get_by_text("opensesame").dblclick(position={"x": 20, "y": 35})
    words = page.get_by_role("textbox", name="Words to black out")
    expect(words).to_have_value("opensesame")
    words.fill("something else")
    page.get_by_role("checkbox", name="It is to be gone for good").check()
    page.get_by_role("button", name="Remove for good").click()
    expect(page.get_by_text("These words do not stand there.")).to_be_visible()
    expect(words).to_have_value("something else")


def test_a_message_is_forwarded_with_words_of_ones_own_and_stands_among_the_notes(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    content = Content(text="It smokes.", html="<p>It <strong>smokes</strong>.</p>")
    emma = Actor.contact(desk.emma.pk)
    message = receive(ticket_id=ticket.pk, content=content, author=desk.emma, channel=Channel.EMAIL, actor=emma)
    colleague = sit(desk.chiara, f"/desk/tickets/{ticket.pk}/")
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.locator(f"#message-{message.pk}").get_by_role("button", name=MENU).click()
    page.get_by_role("menuitem", name="Forward…").click()
    expect(page.get_by_role("textbox", name="To")).to_be_focused()
    editor = page.locator(".editor")
    expect(editor).to_contain_text("Forwarded message")
    expect(editor.locator("strong")).to_have_text("smokes")
    page.keyboard.type("helpdesk@tills.example")
    editor.click(position={"x": 20, "y": 12})
    page.keyboard.press("Control+Home")
    page.keyboard.type("What shall we do?")
    assert barriers(page) == []
    page.get_by_role("button", name="Send").click()
    said = page.locator(".message").last
    expect(said).to_contain_text("What shall we do?")
    expect(said).to_contain_text("to helpdesk@tills.example")
    expect(said).to_contain_text("Forwarded, the contact does not see it")
    assert barriers(page) == []
    expect(colleague.locator(".message").last).to_contain_text("What shall we do?")
