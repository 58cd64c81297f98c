"""Tasks at the desk: beside the ticket, on pages of their own, in the list of one's own."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balie.core.clock import now
from balie.core.zones import zone_named
from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import SYSTEM
from balie.tickets.models import Ticket
from balie.tickets.task_records import Checklist, Task
from balie.tickets.work.to_do import Wanted, add_task
from tests.support.world import World


def added(ticket: Ticket, title: str = "Order a till", **more: object) -> Task:
    return add_task(ticket_id=ticket.pk, wanted=Wanted(title, **more), actor=SYSTEM)  # type: ignore[arg-type]


def test_tasks_are_fetched_where_there_are_some(world: World) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    address = f"/desk/tickets/{ticket.pk}/"
    fetched = f'hx-get="{address}tasks/" hx-trigger="load"'
    assert fetched not in text(anna.get(address))
    added(ticket)
    assert fetched in text(anna.get(address))
    assert "Order a till" in text(anna.get(f"{address}tasks/", headers=FRAGMENT))


def test_a_task_is_added_for_somebody_until_a_day(world: World) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    address = f"/desk/tickets/{ticket.pk}/tasks/"
    day = now().date() + timedelta(days=1)
    given = {"title": "Order <one>", "owner": f"user:{world.bram.pk}", "due_on": day.isoformat()}
    shown = text(anna.post(address, given, headers=FRAGMENT))
    assert "Order &lt;one&gt;" in shown
    assert "Bram Jansen" in shown
    task = Task.objects.get()
    assert (task.assignee, task.due_on) == (world.bram, day)
    assert anna.post(address, {"title": "Another", "owner": f"team:{world.it.pk}"}).status_code == 303
    assert Task.objects.latest("pk").team == world.it


def test_what_cannot_be_is_said_and_kept(world: World) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    refused = anna.post(f"/desk/tickets/{ticket.pk}/tasks/", {"title": "x" * 301}, headers=FRAGMENT)
    assert refused.status_code == 422
    assert "A task has 300 characters at most." in text(refused)
    assert "x" * 301 in text(refused)


def test_a_due_day_that_cannot_be_read_takes_none_away(world: World) -> None:
    ticket, anna, day = world.ticket(), seated(world.anna), now().date()
    task = added(ticket, due_on=day)
    for address in (f"/desk/tasks/{task.pk}/", f"/desk/tickets/{ticket.pk}/tasks/"):
        refused = anna.post(address, {"title": "Changed", "due_on": "31-01-2031"}, headers=FRAGMENT)
        assert refused.status_code == 422
        assert "Write the due day as 2031-01-31." in text(refused)
    assert Task.objects.values_list("title", "due_on").get() == ("Order a till", day)
    anna.post(f"/desk/tasks/{task.pk}/", {"title": "Changed", "due_on": ""})
    assert Task.objects.values_list("title", "due_on").get() == ("Changed", None)


def test_a_task_is_changed_done_moved_and_removed(world: World) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    first, second = added(ticket, "First"), added(ticket, "Second")
    assert 'value="First"' in text(anna.get(f"/desk/tasks/{first.pk}/", headers=FRAGMENT))
    assert 'value="First"' in text(anna.get(f"/desk/tasks/{first.pk}/"))
    anna.post(f"/desk/tasks/{first.pk}/", {"title": "Changed"})
    anna.post(f"/desk/tasks/{first.pk}/position/", {"position": "1"}, headers=FRAGMENT)
    assert list(Task.objects.values_list("title", flat=True)) == ["Second", "Changed"]
    assert "1 of 2 done" in text(anna.post(f"/desk/tasks/{second.pk}/completion/", {"done": "1"}, headers=FRAGMENT))
    anna.post(f"/desk/tasks/{second.pk}/completion/", {"done": ""})
    assert Task.objects.get(pk=second.pk).done_at is None
    anna.post(f"/desk/tasks/{second.pk}/removal/")
    assert Task.objects.get() == first


def test_a_checklist_is_added(world: World) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    its = Checklist.objects.create(name="New till", team=world.it, steps=["Order", "Connect"])
    others = Checklist.objects.create(name="Not theirs", team=world.orders, steps=["Pack"])
    shown = text(anna.get(f"/desk/tickets/{ticket.pk}/tasks/", headers=FRAGMENT))
    assert ("New till" in shown, "Not theirs" in shown) == (True, False)
    assert anna.post(f"/desk/tickets/{ticket.pk}/checklists/", {"checklist": others.pk}).status_code == 404
    assert "Connect" in text(
        anna.post(f"/desk/tickets/{ticket.pk}/checklists/", {"checklist": its.pk}, headers=FRAGMENT)
    )


def test_resolving_asks_about_tasks_where_it_asks_about_parts(world: World) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    added(ticket)
    asked = anna.post(f"/desk/tickets/{ticket.pk}/resolution/", headers=FRAGMENT)
    assert asked.status_code == 409
    assert "1 task is not done yet." in text(asked)
    assert "Mark them done" in text(asked)
    anna.post(f"/desk/tickets/{ticket.pk}/resolution/", {"children": "along"})
    assert Task.objects.get().done_at
    assert Ticket.objects.get().status == "resolved"


def test_ones_own_stand_by_their_days(world: World) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    today = now().astimezone(zone_named(world.anna.time_zone)).date()
    for title, day in (("Late", -2), ("Now", 0), ("Then", 3)):
        added(ticket, title, assignee_id=world.anna.pk, due_on=today + timedelta(days=day))
    added(ticket, "Whenever", team_id=world.it.pk)
    shown = text(anna.get("/desk/tasks/"))
    places = [shown.index(words) for words in
              ("Overdue", "Late", "Today", ">Now<", "Later", "Then", "Without a day", "Whenever")]  # fmt: skip
    assert places == sorted(places)
    task = Task.objects.get(title="Late")
    assert "Task done" in text(anna.post(f"/desk/tasks/{task.pk}/ending/", follow=True))
    assert "Nothing to do" in text(seated(world.bram).get("/desk/tasks/"))


@pytest.mark.parametrize("number", [1, 12])
def test_tasks_take_the_same_queries_whatever_their_number(world: World, number: int) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    for _at in range(number):
        added(ticket, assignee_id=world.anna.pk)
    # session, user; then ticket, tasks, names of all, checklists
    with CaptureQueriesContext(connection) as queries:
        anna.get(f"/desk/tickets/{ticket.pk}/tasks/", headers=FRAGMENT)
    assert len(queries) <= 8
    # session, user; then teams, tasks, and the rail
    with CaptureQueriesContext(connection) as queries:
        anna.get("/desk/tasks/")
    assert len(queries) <= 9
