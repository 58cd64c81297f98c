"""Tasks by the API."""

from balie.api.tests.conftest import Program
from balie.tickets.task_records import Task
from tests.support.world import World


def test_a_task_is_added_read_changed_and_removed(world: World, program: Program) -> None:
    ticket, api = world.ticket(), program(world.anna)
    made = api.post(f"/tickets/{ticket.pk}/tasks", {"title": "Order a till", "assignee": world.bram.email})
    assert made.status_code == 201
    task = made.json()
    assert (task["assignee"], task["team"], task["done_at"]) == (world.bram.email, None, None)
    assert api.get(f"/tickets/{ticket.pk}/tasks").json()["items"] == [task]
    changed = api.patch(f"/tasks/{task['id']}", team="it", due_on="2031-01-02", done=True).json()
    assert (changed["assignee"], changed["team"], changed["due_on"]) == (None, "it", "2031-01-02")
    assert changed["done_at"]
    assert api.send("DELETE", f"/tasks/{task['id']}").json() == {"items": []}


def test_ones_own_are_listed_by_day(world: World, program: Program) -> None:
    ticket, api = world.ticket(), program(world.anna)
    for day in (None, None, "2031-01-02", "2030-01-02"):
        api.post(f"/tickets/{ticket.pk}/tasks", {"title": "x", "assignee": world.anna.email, "due_on": day})
    first = api.get("/tasks?limit=2").json()
    assert [it["due_on"] for it in first["items"]] == ["2030-01-02", "2031-01-02"]
    rest = api.get(first["next"].partition("/api/v1")[2]).json()
    assert ([it["due_on"] for it in rest["items"]], rest["next"]) == ([None, None], None)
    one = api.get("/tasks?limit=3").json()["next"].partition("/api/v1")[2]
    assert [it["due_on"] for it in api.get(one).json()["items"]] == [None]
    assert api.get("/tasks?cursor=x").status_code == 422


def test_a_task_has_one_owner_and_is_theirs_to_see(world: World, program: Program) -> None:
    ticket, api = world.ticket(team=world.orders), program(world.bram)
    both = {"title": "x", "assignee": world.bram.email, "team": "orders"}
    assert api.post(f"/tickets/{ticket.pk}/tasks", both).status_code == 422
    api.post(f"/tickets/{ticket.pk}/tasks", {"title": "x", "team": "orders"})
    refused = api.patch(f"/tasks/{Task.objects.get().pk}", assignee=world.bram.email, team="orders")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "team")
    assert Task.objects.get().team == world.orders
    assert program(world.anna).patch(f"/tasks/{Task.objects.get().pk}", done=True).status_code == 404
