"""Writing at the desk, in a real browser: drafts across windows and devices."""

import re
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, Route, expect

from balie.accounts.models import User
from balie.events.actor import Actor
from balie.mail.models import OutgoingMail
from balie.tickets.canned import CannedAnswer
from balie.tickets.content import Content
from balie.tickets.conversation import receive
from balie.tickets.drafts import Draft
from balie.tickets.models import Channel, Ticket
from balie.tickets.planned import PlannedReply
from tests.support.browser import barriers, in_time
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def path(ticket: Ticket) -> str:
    return f"/desk/tickets/{ticket.pk}/"


def write(page: Page, words: str, key: str = "r") -> None:
    page.keyboard.press(key)
    page.locator(".editor").wait_for()
    page.keyboard.type(words)


def saved(page: Page) -> None:
    expect(page.locator("[data-draft-state]")).to_have_text("Draft saved")


def test_a_draft_goes_on_at_another_device(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(subject="The lamp flickers")
    office = sit(desk.anna, path(ticket))
    write(office, "Half an answer", "n")
    saved(office)
    phone = sit(desk.anna, viewport={"width": 390, "height": 844})
    expect(phone.locator(f"#ticket-{ticket.pk}")).to_contain_text("Draft")
    phone.get_by_role("link", name="The lamp flickers").click()
    expect(phone.locator(".editor")).to_have_text("Half an answer")
    expect(phone.get_by_role("radio", name="Note")).to_be_checked()
    phone.locator(".editor").click()
    phone.keyboard.press("Control+End")
    phone.keyboard.type(" and the rest")
    saved(phone)
    phone.keyboard.press("Control+Enter")
    expect(phone.locator('.message[data-kind="note"]')).to_contain_text("Half an answer and the rest")
    # Back at the desk, the window knows that it was sent.
    office.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(office.locator(".editor")).to_have_text("")
    in_time(phone, lambda: not Draft.objects.exists())


def test_two_devices_lose_nothing_of_each_other(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    one, other = sit(desk.anna, path(ticket)), sit(desk.anna, path(ticket))
    write(one, "Words of the office")
    saved(one)
    write(other, "Words of the train")
    saved(other)
    kept = other.locator("[data-draft-asides]")
    expect(kept).to_contain_text("Words of the office")
    # As pages write dates, where Anna lives.
    local = Draft.objects.get(aside=True).updated_at.astimezone(ZoneInfo("Europe/Amsterdam"))
    expect(kept).to_contain_text(f"from {local:%-d %B %Y, %H:%M} are kept")
    kept.get_by_role("button", name="Use these").click()
    expect(other.locator(".editor")).to_have_text("Words of the office")
    expect(kept).to_contain_text("Words of the train")
    kept.get_by_role("button", name="Throw away").click()
    expect(kept).to_be_empty()


def test_what_is_typed_without_connection_is_kept_and_given_later(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, path(ticket))
    write(page, "Before the tunnel")
    saved(page)
    page.context.set_offline(True)
    page.keyboard.type(" and in it")
    expect(page.locator("[data-draft-state]")).to_have_text("Draft kept on this device")
    page.context.set_offline(False)
    saved(page)
    assert Draft.objects.get().value("body") == "<p>Before the tunnel and in it</p>"


def test_a_colleague_reads_along_and_takes_over(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    anna, chiara = sit(desk.anna, path(ticket)), sit(desk.chiara, path(ticket))
    expect(anna.locator("[data-presence]")).to_contain_text("Chiara")
    write(anna, "Please hold the button")
    saved(anna)
    anna.get_by_role("button", name="Share the draft").click()
    expect(anna.get_by_role("button", name="Shared with colleagues")).to_be_visible()
    shown = chiara.get_by_role("article", name="Draft of Anna de Vries")
    expect(shown).to_contain_text("Please hold the button")
    anna.locator(".editor").click()
    anna.keyboard.press("Control+End")
    anna.keyboard.type(" for ten seconds")
    expect(shown).to_contain_text("for ten seconds")
    shown.get_by_role("button", name="Take over").click()
    expect(chiara.locator(".editor")).to_have_text("Please hold the button for ten seconds")
    expect(anna.locator(".event-line").last).to_contain_text("Chiara Rossi took over the draft of Anna de Vries")
    expect(anna.locator(".editor")).to_have_text("")
    expect(chiara.locator("#waiting")).to_be_empty()


def test_a_file_belongs_to_the_draft(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, path(ticket))
    write(page, "See the file.")
    page.locator("[data-file-input]").set_input_files(
        [{"name": "till.log", "mimeType": "text/plain", "buffer": b"silent"}]
    )
    expect(page.locator(".file-chip input[name=files]")).to_have_count(1)
    in_time(page, lambda: Draft.objects.filter(uploads__isnull=False).exists())
    other = sit(desk.anna, path(ticket))
    expect(other.locator(".file-chip")).to_contain_text("till.log")
    other.keyboard.press("r")
    other.keyboard.press("Control+Enter")
    expect(other.locator(".message .file-chip")).to_contain_text("till.log")


def test_a_new_ticket_is_kept_too(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, "/desk/tickets/new/")
    page.get_by_label("Subject").fill("A call about lamps")
    saved(page)
    other = sit(desk.anna, "/desk/tickets/new/")
    expect(other.get_by_label("Subject")).to_have_value("A call about lamps")
    expect(other.locator("[data-draft-state]")).to_have_text(re.compile("restored"))


def test_a_ticket_opened_while_its_draft_is_being_kept_leaves_none(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, "/desk/tickets/new/")
    held: list[Route] = []
    page.route("**/new/draft/", lambda route: held.append(route))  # noqa: PLW0108 - it wants a function
    page.get_by_label("Contact's e-mail address").fill("emma@fietsfabriek.example")
    page.get_by_label("Subject").fill("A call about lamps")
    page.get_by_label("What they ask").fill("Which fit?")
    in_time(page, lambda: held)
    page.get_by_role("button", name="Open the ticket").dblclick()
    held[0].continue_()
    page.wait_for_url(re.compile(r"/desk/tickets/\d+/$"))
    assert Ticket.objects.get().subject == "A call about lamps"
    assert not Draft.objects.exists()


def test_an_answer_sent_while_its_draft_is_being_kept_does_not_come_back(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, path(desk.ticket()))
    kept: list[Route] = []
    sent: list[Route] = []
    page.route("**/draft/", lambda route: kept.append(route) if not kept else route.continue_())
    page.route("**/messages/", lambda route: sent.append(route))  # noqa: PLW0108 - it wants a function
    write(page, "Please try another socket.")
    in_time(page, lambda: kept)
    page.keyboard.press("Control+Enter")
    in_time(page, lambda: sent)
    with page.expect_response("**/draft/"):
        kept[0].continue_()
    with page.expect_response("**/draft/"):
        sent[0].continue_()
    expect(page.locator(".message:focus")).to_contain_text("Please try another socket.")
    in_time(page, lambda: not Draft.objects.exists())
    expect(page.locator(".editor")).to_have_text("")


def test_sending_can_be_undone_by_key(desk: World, sit: Sit) -> None:
    User.objects.update(undo_seconds=30)
    ticket = desk.ticket(subject="The lamp flickers")
    page = sit(desk.anna, path(ticket))
    write(page, "Please try another socket.")
    page.keyboard.press("Control+Enter")
    sent = page.locator('.message[data-kind="agent"]')
    expect(sent).to_contain_text("Please try another socket.")
    expect(sent).to_contain_text(re.compile(r"Goes out in \d+ s"))
    expect(page.locator(".editor")).to_have_text("")
    expect(page.locator(".message:focus")).to_be_visible()
    page.keyboard.press("z")
    expect(sent).to_have_count(0)
    expect(page.locator(".editor")).to_have_text("Please try another socket.")
    expect(page.locator(".ticket-marks")).to_contain_text("New")
    assert not OutgoingMail.objects.exists()


def test_an_answer_goes_out_later_and_is_held_when_the_contact_writes(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    anna, chiara = sit(desk.anna, path(ticket)), sit(desk.chiara, path(ticket))
    write(anna, "Try it again tomorrow.")
    anna.get_by_role("button", name="Send and").click()
    anna.get_by_role("menuitem", name="Tomorrow morning").click()
    for page in (anna, chiara):
        expect(page.locator("#waiting")).to_contain_text("Try it again tomorrow.")
        expect(page.locator("#waiting")).to_contain_text("09:00")
    expect(anna.locator(".editor")).to_have_text("")
    receive(
        ticket_id=ticket.pk, content=Content(text="It works"), author=desk.emma, channel=Channel.EMAIL,
        actor=Actor.contact(desk.emma.pk),
    )  # fmt: skip
    expect(chiara.locator("#waiting")).to_contain_text("Held back")
    anna.get_by_role("button", name="Take back and change").click()
    expect(anna.locator(".editor")).to_have_text("Try it again tomorrow.")
    expect(chiara.locator("#waiting")).to_be_empty()
    anna.get_by_role("button", name="Send and").click()
    anna.get_by_role("menuitem", name="Day and time").click()
    anna.get_by_label("Day and time").fill("2027-02-03T10:30")
    anna.get_by_role("button", name="Send then").click()
    expect(anna.locator("#waiting")).to_contain_text("10:30")
    chiara.get_by_role("button", name="Send now").click()
    expect(chiara.locator('.message[data-kind="agent"]')).to_contain_text("Try it again tomorrow.")
    assert not PlannedReply.objects.exists()


def test_the_times_of_the_menu_come_as_it_opens(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    page = sit(desk.anna, path(ticket))
    write(page, "For later.")
    with page.expect_response("**/planned/times/") as times:
        page.get_by_role("button", name="Send and", exact=True).click()
    assert times.value.url.endswith("/times/")
    item = page.get_by_role("menuitem", name=re.compile("Tomorrow morning .*09:00"))
    expect(item).to_be_visible()
    assert barriers(page) == []
    menu = page.locator("#composer-then").bounding_box()
    assert menu
    assert menu["y"] + menu["height"] <= page.viewport_size["height"]  # type: ignore[index]
    item.press("Enter")
    expect(page.locator("#waiting")).to_contain_text("09:00")


def test_a_forgotten_file_is_asked_about_by_keyboard(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, path(ticket))
    write(page, "See the attached log")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#composer-notice")).to_contain_text("You write of an attachment")
    expect(page.get_by_role("button", name="Send anyway")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#composer-notice")).to_be_empty()
    expect(page.locator(".editor")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Send anyway")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator('.message[data-kind="agent"]')).to_contain_text("See the attached log")
    expect(page.locator("#composer-notice")).to_be_empty()


def test_what_is_said_meanwhile_is_told_before_sending(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, path(ticket))
    write(page, "Please try")
    receive(
        ticket_id=ticket.pk, content=Content(text="It works"), author=desk.emma, channel=Channel.EMAIL,
        actor=Actor.contact(desk.emma.pk),
    )  # fmt: skip
    expect(page.locator("[data-composer-news]")).to_contain_text("Something new was said while you were writing.")


def test_a_canned_answer_is_put_in_by_its_name(desk: World, sit: Sit) -> None:
    CannedAnswer.objects.create(name="Restart", html="<p>Dear {contact}, restart it.</p>", owner=desk.anna)
    page = sit(desk.anna, path(desk.ticket()))
    write(page, "/rest")
    expect(page.get_by_role("option", name="Restart")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".editor")).to_contain_text("Dear Emma, restart it.")
    expect(page.locator(".editor")).not_to_contain_text("/rest")
    page.keyboard.type(" Either/or")
    expect(page.get_by_role("listbox", name="What can be put in here")).to_be_hidden()


def test_a_note_speaks_to_a_colleague(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, path(ticket))
    write(page, "@bra", "n")
    page.get_by_role("option", name="Bram Jansen").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.type("can you look?")
    page.keyboard.press("Control+Enter")
    expect(page.locator('.message[data-kind="note"] strong')).to_have_text("@Bram Jansen")
    expect(page.locator(".event-line").last).to_contain_text("spoke to Bram Jansen in a note")
    assert ticket.followers.get().user == desk.bram
