"""Agents at the desk, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from balie.events.actor import Actor
from balie.people.models import Contact
from balie.tickets.content import Content
from balie.tickets.conversation import receive, reply
from balie.tickets.models import Channel, Priority, Ticket
from balie.tickets.triage import change_priority
from tests.support.browser import barriers, in_time
from tests.support.sitting import WRITES_ON, Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def answer_of_contact(ticket: Ticket, contact: Contact, text: str) -> None:
    receive(
        ticket_id=ticket.pk, content=Content(text=text), author=contact, channel=Channel.EMAIL,
        actor=Actor.contact(contact.pk),
    )  # fmt: skip


def test_an_answer_by_keyboard_alone(desk: World, sit: Sit) -> None:
    desk.ticket(subject="Older")
    ticket = desk.ticket(subject="The lamp flickers")
    page = sit(desk.anna)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/tickets/{ticket.pk}/")
    page.keyboard.press("r")
    page.locator(".editor").wait_for()
    page.keyboard.type("Please try **another** socket.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message strong")).to_have_text("another")
    expect(page.locator(".message:focus")).to_be_visible()
    page.keyboard.press("s")
    page.keyboard.type("pend")
    page.keyboard.press("Enter")
    expect(page.locator(".ticket-marks")).to_contain_text("Pending")
    page.keyboard.press("t")
    page.keyboard.type("lamps")
    page.keyboard.press("Enter")
    expect(page.locator(".event-line").last).to_contain_text("added the tag lamps")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text("Older")
    page.wait_for_load_state()  # keys are heard once the scripts have run
    page.keyboard.press("u")
    page.wait_for_url("**/desk/")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee, ticket.tags.get().name) == ("pending", desk.anna, "lamps")
    assert ticket.messages.get(direction="out").html == "<p>Please try <strong>another</strong> socket.</p>"


def test_several_tags_typed_in_a_row_are_one_change(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/")
    page.keyboard.press("t")
    page.keyboard.type("lamps, shop 12")
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast]")).to_have_text("2 tags added")
    expect(page.locator(".event-line")).to_contain_text("added the tags lamps, shop 12")
    page.get_by_role("button", name="Remove shop 12").click()
    expect(page.locator(".event-line").last).to_contain_text("removed the tag shop 12")


def test_whoever_leaves_a_field_while_it_is_fetched_anew_is_not_put_back(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/")
    page.keyboard.press("t")
    field = page.get_by_role("textbox", name="Tags").or_(page.get_by_role("combobox", name="Tags"))
    expect(field).to_be_focused()
    told = "it => document.dispatchEvent(new CustomEvent(it, { detail: { ctx: { sourceElement: document.body } } }))"
    page.evaluate(told, "htmx:before:swap")
    page.keyboard.press("Escape")
    page.evaluate(told, "htmx:after:settle")
    page.evaluate("new Promise((resolve) => setTimeout(resolve))")
    expect(page.locator("body")).to_be_focused()


def test_a_tag_is_typed_while_the_one_before_is_saved(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")

    def slowly(route: Route) -> None:
        page.wait_for_timeout(400)
        route.continue_()

    page.route("**/tags/", slowly)
    page.keyboard.press("t")
    page.keyboard.type("lamps")
    page.keyboard.press("Enter")
    page.keyboard.type("some more", delay=300)
    expect(page.locator(".event-line")).to_contain_text("added the tag lamps")
    change_priority(ticket_id=ticket.pk, priority=4, actor=Actor.user(desk.chiara.pk))
    expect(page.locator(".event-line").last).to_contain_text("Urgent")
    typed = page.get_by_role("textbox", name="Tags").or_(page.get_by_role("combobox", name="Tags"))
    expect(typed).to_be_focused()
    expect(typed).to_have_value("some more")
    page.keyboard.press("Enter")
    expect(page.locator(".event-line").last).to_contain_text("added the tag some more")
    expect(page.get_by_role("button", name="Priority: Urgent")).to_be_visible()
    ticket.refresh_from_db()
    assert (ticket.assignee, {tag.name for tag in ticket.tags.all()}) == (None, {"lamps", "some more"})


def make_urgent(page: Page) -> None:
    page.keyboard.press("p")
    page.keyboard.type("urg")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("outcome", ["offline", "refused"])
def test_a_choice_that_was_not_saved_is_not_shown(desk: World, sit: Sit, outcome: str) -> None:
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/")
    if outcome == "offline":
        page.context.set_offline(True)
    else:
        page.route("**/priority/", lambda route: route.fulfill(status=500))
    make_urgent(page)
    expect(page.locator("[data-toast]")).to_be_visible()
    expect(page.get_by_role("button", name="Priority: Normal")).to_be_visible()
    expect(page.locator("#property-priority option:checked")).to_have_text("Normal")


def test_a_choice_made_the_moment_the_page_comes_is_saved(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, "/desk/")
    page.add_init_script("const soon = setTimeout; setTimeout = (run, ms, ...more) => soon(run, ms || 60_000, ...more)")
    page.goto(f"/desk/tickets/{ticket.pk}/")
    make_urgent(page)
    expect(page.locator(".event-line").last).to_contain_text("Urgent")
    ticket.refresh_from_db()
    assert ticket.priority == Priority.URGENT


def test_the_same_error_is_shown_once_however_often_it_comes(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    for _ in range(2):
        with page.expect_event("requestfailed"):
            make_urgent(page)
        expect(page.get_by_role("button", name="Priority: Normal")).to_be_visible()
    expect(page.locator("[data-toast]")).to_have_count(1)


def test_a_tag_that_was_not_saved_is_not_shown(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/")
    page.context.set_offline(True)
    page.keyboard.press("t")
    page.keyboard.type("lamps,half")
    expect(page.locator("[data-toast]")).to_be_visible()
    expect(page.locator("[data-tags] .tag")).to_have_count(0)
    expect(page.locator("[data-tags] input:focus")).to_have_value("half")


def test_what_was_done_is_said_even_when_the_own_news_comes_before_the_answer(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.wait_for_load_state()
    held: list[Route] = []
    page.route("**/assignment/", lambda route: held.append(route))  # noqa: PLW0108 - it wants a function
    page.keyboard.press("m")
    in_time(page, lambda: held)
    answer = held[0].fetch()
    expect(page.locator(".event-line")).to_have_count(1)
    held[0].fulfill(response=answer)
    expect(page.locator("[data-toast]")).to_have_text("Assigned")


def test_what_one_sent_has_the_focus_even_when_the_own_news_comes_before_the_answer(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/")
    page.wait_for_load_state()
    held: list[Route] = []
    page.route("**/messages/", lambda route: held.append(route))  # noqa: PLW0108 - it wants a function
    page.keyboard.press("n")
    page.keyboard.type("The till is old.")
    page.keyboard.press("Control+Enter")
    in_time(page, lambda: held)
    answer = held[0].fetch()
    expect(page.locator(".message")).to_have_count(2)
    held[0].fulfill(response=answer)
    expect(page.locator(".message:focus")).to_contain_text("The till is old.")


def test_an_answer_sent_twice_in_a_row_is_one(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.wait_for_load_state()
    held: list[Route] = []
    page.route("**/messages/", lambda route: held.append(route))  # noqa: PLW0108 - it wants a function
    page.keyboard.press("r")
    page.locator(".editor").wait_for()
    page.keyboard.type("Please try another socket.")
    page.get_by_role("button", name="Send", exact=True).dblclick()
    in_time(page, lambda: held)
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(100)
    for route in held:
        route.continue_()
    expect(page.locator(".message:focus")).to_contain_text("another socket")
    assert ticket.messages.filter(direction="out").count() == 1


def test_a_space_typed_while_the_editor_loads_stays(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/")
    held: list[Route] = []
    page.route("**/editor*.js", lambda route: held.append(route))  # noqa: PLW0108 - it wants a function
    page.wait_for_load_state()
    page.keyboard.press("n")
    page.keyboard.type("The ")
    in_time(page, lambda: held)
    held[0].continue_()
    page.locator(".editor").wait_for()
    page.keyboard.type("till")
    expect(page.locator(".editor")).to_have_text("The till")


def test_a_note_by_its_key_stays_inside(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.keyboard.press("n")
    page.locator(".editor").wait_for()
    expect(page.get_by_role("button", name="Add note")).to_be_visible()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_hidden()
    page.keyboard.type("She called twice.")
    page.keyboard.press("Control+Enter")
    expect(page.locator('.message[data-kind="note"]')).to_contain_text("She called twice.")
    assert ticket.messages.get(visibility="note").text == "She called twice."


@pytest.mark.parametrize("key", ["r", "n"])
def test_an_answer_without_words_is_told_why_where_it_is_written(desk: World, sit: Sit, key: str) -> None:
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/")
    page.keyboard.press(key)
    page.locator(".editor").wait_for()
    page.locator("[data-send]:visible").click()
    said = page.locator(".composer").get_by_role("alert")
    expect(said).to_contain_text("Write something first.")
    expect(page.locator(".editor")).to_be_focused()
    expect(page.locator(".editor")).to_have_accessible_description("Not sent. Write something first.")
    page.keyboard.type("Hello")
    expect(said).to_be_empty()


def test_nothing_written_at_all_is_told_too(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/")
    page.get_by_role("button", name="Send", exact=True).click()
    page.locator(".editor").wait_for()
    page.wait_for_timeout(300)
    expect(page.locator(".composer").get_by_role("alert")).to_contain_text("Write something first.")
    expect(page.locator(".editor")).to_be_focused()


def test_an_address_that_is_none_is_shown_where_it_stands(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket().pk}/")
    page.keyboard.press("r")
    page.locator(".editor").wait_for()
    page.keyboard.type("Hello")
    page.get_by_text("Copies").click()
    page.get_by_label("Cc", exact=True).fill("nobody")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".composer").get_by_role("alert")).to_contain_text("nobody is not an e-mail address.")
    expect(page.get_by_label("Cc", exact=True)).to_be_focused()


def test_a_message_from_outside_appears_by_itself(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(subject="The lamp flickers")
    on_ticket, on_list = sit(desk.anna, f"/desk/tickets/{ticket.pk}/"), sit(desk.chiara)
    expect(on_list.locator(f"#ticket-{ticket.pk}")).to_be_visible()
    answer_of_contact(ticket, desk.emma, "It works again, thank you.")
    expect(on_ticket.locator(".conversation")).to_contain_text("It works again")
    expect(on_list.locator(f"#ticket-{ticket.pk}")).to_contain_text("It works again")
    other = desk.ticket(subject="Quite another thing")
    pill = on_list.get_by_role("button", name="1 new")
    pill.click()
    expect(on_list.locator(f"#ticket-{other.pk}")).to_contain_text("Quite another thing")


def test_two_agents_see_each_other_and_nothing_typed_is_lost(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    path = f"/desk/tickets/{ticket.pk}/"
    anna, chiara = sit(desk.anna, path), sit(desk.chiara, path, WRITES_ON)
    expect(anna.locator("[data-presence]")).to_have_text("Chiara Rossi is reading")
    chiara.keyboard.press("r")
    chiara.locator(".editor").wait_for()
    chiara.keyboard.type("Words of Chiara")
    expect(anna.locator("[data-presence]")).to_have_text("Chiara Rossi is writing")
    reply(ticket_id=ticket.pk, content=Content(text="Anna was first"), actor=Actor.user(desk.anna.pk))
    expect(chiara.locator(".conversation")).to_contain_text("Anna was first")
    chiara.keyboard.press("Control+Enter")
    expect(chiara.locator("#composer-notice")).to_contain_text("Anna de Vries answered while you were writing.")
    expect(chiara.locator(".editor")).to_have_text("Words of Chiara")
    chiara.get_by_role("button", name="Send anyway").click()
    expect(chiara.locator(".conversation")).to_contain_text("Words of Chiara")
    expect(chiara.locator("#composer-notice")).to_be_empty()
    expect(chiara.locator(".editor")).to_have_text("")
    assert ticket.messages.filter(direction="out").count() == 2


def test_a_draft_outlives_the_window(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.keyboard.press("r")
    page.locator(".editor").wait_for()
    page.keyboard.type("Half an answer")
    expect(page.locator("[data-draft-state]")).to_have_text("Draft saved")
    again = page.context.new_page()
    again.goto(f"/desk/tickets/{ticket.pk}/")
    expect(again.locator("[data-draft-state]")).to_have_text("Draft restored")
    expect(again.locator(".composer")).to_contain_text("Half an answer")


def test_a_change_meanwhile_is_told_and_can_be_made_all_the_same(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    # As if the hint of the other's change was still on its way.
    page.evaluate(
        "for (const part of document.querySelectorAll('[data-live-refresh]')) part.removeAttribute('data-live-refresh')"
    )
    change_priority(ticket_id=ticket.pk, priority=4, actor=Actor.user(desk.chiara.pk))
    page.keyboard.press("p")
    page.keyboard.type("low")
    page.keyboard.press("Enter")
    expect(page.locator("#refused")).to_contain_text("Chiara Rossi set the priority to Urgent")
    # What happens meanwhile refreshes the conversation, and the words stay.
    answer_of_contact(ticket, desk.emma, "Is there any news?")
    expect(page.locator(".conversation")).to_contain_text("Is there any news?")
    page.get_by_role("button", name="Change it anyway").click()
    expect(page.locator("#refused")).to_be_empty()
    ticket.refresh_from_db()
    assert ticket.priority == 1


def test_a_refused_change_can_be_left(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.evaluate(
        "for (const part of document.querySelectorAll('[data-live-refresh]')) part.removeAttribute('data-live-refresh')"
    )
    change_priority(ticket_id=ticket.pk, priority=4, actor=Actor.user(desk.chiara.pk))
    page.keyboard.press("p")
    page.keyboard.type("low")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Leave it").click()
    expect(page.locator("#refused")).to_be_empty()
    expect(page.locator(".ticket-marks")).to_contain_text("Urgent")


def test_it_works_without_script(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, java_script_enabled=False)
    page.get_by_role("link", name=ticket.subject).click()
    page.locator("textarea[name=body]").fill("Typed without script.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".conversation")).to_contain_text("Typed without script.")
    page.locator("select[name=priority]").select_option("urgent")
    page.locator("form", has=page.locator("select[name=priority]")).get_by_role("button").click()
    expect(page.locator(".ticket-marks")).to_contain_text("Urgent")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nobody_is_kept_out(desk: World, sit: Sit, width: int, scheme: str) -> None:
    ticket = desk.ticket(
        subject="Lieferverzögerungsbenachrichtigungseinstellungen" * 2, tags=["a-very-long-tag-of-many-words"]
    )
    answer_of_contact(ticket, desk.emma, "https://shop.example/" + "x" * 300)
    page = sit(desk.anna, color_scheme=scheme, viewport={"width": width, "height": 844})
    others = ("/desk/tickets/new/", "/desk/search/?q=shop", f"/desk/contacts/{desk.emma.pk}/")
    for path in ("/desk/", f"/desk/tickets/{ticket.pk}/", *others):
        page.goto(path)
        assert barriers(page) == []


def test_the_help_names_the_keys(desk: World, sit: Sit) -> None:
    page = sit(desk.anna)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name=re.compile("shortcuts"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
