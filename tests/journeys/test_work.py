"""Work on a ticket: tasks, in a real browser."""

import pytest
from playwright.sync_api import Route, expect

from balie.events.actor import SYSTEM, Actor
from balie.tickets.content import Content
from balie.tickets.conversation import receive
from balie.tickets.models import Channel, Ticket
from balie.tickets.task_records import Checklist, Task
from balie.tickets.work.to_do import Wanted, add_task
from tests.support.browser import barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_tasks_are_added_ordered_and_done_by_keyboard_and_a_colleague_sees_it(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    colleague = sit(desk.chiara, f"/desk/tickets/{ticket.pk}/")
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.keyboard.press("d")
    field = page.get_by_role("textbox", name="New task")
    for title in ("Order a till", "Connect it"):
        expect(field).to_be_focused()
        page.keyboard.type(title)
        page.keyboard.press("Enter")
        expect(page.locator(".task-title").last).to_have_text(title)
    expect(colleague.locator(".task-title")).to_have_text(["Order a till", "Connect it"])
    assert barriers(page) == []
    page.locator("[data-task-handle]").last.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".task-title")).to_have_text(["Connect it", "Order a till"])
    expect(page.locator("[data-task-handle]").first).to_be_focused()
    expect(colleague.locator(".task-title")).to_have_text(["Connect it", "Order a till"])
    page.get_by_role("button", name="Done: Connect it").press("Enter")
    expect(page.locator(".task-progress")).to_have_text("1 of 2 done")
    expect(colleague.locator(".task-progress")).to_have_text("1 of 2 done")
    expect(colleague.locator(".event-line").last).to_contain_text("did a task")


def test_what_is_typed_before_the_field_is_there_goes_into_it(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket(team=desk.it).pk}/")
    page.wait_for_load_state()
    held: list[Route] = []
    page.route("**/tasks/?new=1", lambda route: held.append(route))  # noqa: PLW0108 -- it counts its parameters
    with page.expect_request("**/tasks/?new=1"):
        page.keyboard.press("d")
    page.keyboard.type("Call them")
    held[0].continue_()
    expect(page.get_by_role("textbox", name="New task")).to_have_value("Call them")
    expect(page.get_by_role("radio", name="Note")).not_to_be_checked()


def test_a_task_is_dragged_to_another_place(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    for title in ("One", "Two", "Three"):
        add_task(ticket_id=ticket.pk, wanted=Wanted(title), actor=SYSTEM)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    third = page.locator("[data-task]").last
    expect(third).to_contain_text("Three")
    third.drag_to(page.locator("[data-task]").first, target_position={"x": 40, "y": 2})
    expect(page.locator(".task-title")).to_have_text(["Three", "One", "Two"])
    page.reload()
    expect(page.locator(".task-title")).to_have_text(["Three", "One", "Two"])


def test_a_checklist_is_done_for_somebody_and_resolving_asks(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    Checklist.objects.create(name="New till", steps=["Order", "Connect"])
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.get_by_role("link", name="Add a task").click()
    page.get_by_role("button", name="Add the checklist").click()
    page.get_by_role("link", name="Order").click()
    page.get_by_label("For whom").first.select_option(label="Anna de Vries")
    page.get_by_label("Due").first.fill("2020-01-02")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".task-due")).to_contain_text("overdue")
    assert barriers(page) == []
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/desk/tasks/")
    expect(page.locator(".task-group").first).to_contain_text("Order")
    assert barriers(page) == []
    page.get_by_role("button", name="Done: Order").click()
    expect(page.get_by_text("Nothing to do")).to_be_visible()
    page.goto(f"/desk/tickets/{ticket.pk}/")
    page.keyboard.press("s")
    page.keyboard.type("resol")
    page.keyboard.press("Enter")
    expect(page.locator("#refused")).to_contain_text("1 task is not done yet.")
    page.get_by_role("button", name="Mark them done").click()
    expect(page.locator(".ticket-marks")).to_contain_text("Resolved")
    assert not Task.objects.filter(done_at=None).exists()
    assert Ticket.objects.get().status == "resolved"


def test_a_timer_runs_on_over_pages_and_becomes_time(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    colleague = sit(desk.chiara, f"/desk/tickets/{ticket.pk}/")
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.keyboard.press("w")
    expect(page.locator("#timer")).to_contain_text(f"#{ticket.pk}")
    expect(page.locator(".time-clock")).to_contain_text("0:00:0")
    assert barriers(page) == []
    page.goto("/desk/")
    expect(page.locator("#timer")).to_contain_text(f"#{ticket.pk}")
    page.locator("#timer a").click()
    page.wait_for_url(f"**/tickets/{ticket.pk}/")
    expect(page.locator(".time-clock")).to_be_visible()
    page.keyboard.press("w")
    expect(page.locator("#timer a")).to_have_count(0)
    page.get_by_text("Stop and write down").first.click()
    page.locator("#time-spent-timer").fill("0:20")
    page.locator("#time-words-timer").fill("On the phone")
    page.get_by_role("button", name="Stop and write down").click()
    expect(page.locator("#time .task-title")).to_have_text("20 min: On the phone")
    expect(colleague.locator("#time .task-title")).to_have_text("20 min: On the phone")
    assert barriers(page) == []
    page.goto("/desk/time/")
    expect(page.locator("tfoot")).to_contain_text("20 min")
    assert barriers(page) == []


def test_a_ticket_is_put_aside_by_keyboard_and_comes_back_with_an_answer(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it, subject="No paper")
    colleague = sit(desk.chiara, "/desk/")
    expect(colleague.get_by_text("No paper")).to_be_visible()
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.keyboard.press("l")
    page.wait_for_url("**/snooze/")
    assert barriers(page) == []
    page.get_by_role("button", name="Tomorrow morning").press("Enter")
    page.wait_for_url(f"**/tickets/{ticket.pk}/")
    expect(page.locator("#snooze")).to_contain_text("Asleep until")
    assert barriers(page) == []
    colleague.reload()
    expect(colleague.get_by_text("No paper")).to_have_count(0)
    receive(
        ticket_id=ticket.pk, content=Content(text="Here it is."), author=desk.emma, channel=Channel.EMAIL,
        actor=Actor.contact(desk.emma.pk),
    )  # fmt: skip
    expect(page.locator("#snooze")).to_contain_text("Back again")
    colleague.reload()
    expect(colleague.locator(".row-snooze")).to_contain_text("Back again")
