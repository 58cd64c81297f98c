"""Many tickets changed by the API."""

import pytest

from balie.api.tests.conftest import Program
from balie.events.actor import SYSTEM
from balie.tickets.bulk import asking
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Ticket
from tests.support.world import World


def test_many_are_changed_and_each_refusal_is_told(world: World, program: Program) -> None:
    first, second, closed = (world.ticket(team=world.it) for _ in range(3))
    hidden = world.ticket(team=world.orders)
    change_status(ticket_id=closed.pk, status="closed", actor=SYSTEM)
    numbers = [it.pk for it in (first, second, closed, hidden)]
    api = program(world.anna)
    answer = api.post("/tickets/bulk", {"tickets": numbers, "change": {"status": "pending", "assignee": None}})
    told = answer.json()
    assert (answer.status_code, told["total"], told["done"], told["waiting"]) == (200, 4, 2, 0)
    assert sorted(number for one in told["refused"] for number in one["tickets"]) == [closed.pk, hidden.pk]
    assert Ticket.objects.filter(status="pending").count() == 2
    back = api.post(f"/bulk/{told['id']}/undo", {}).json()
    assert back["done"] == 2
    assert not Ticket.objects.filter(status="pending").exists()


def test_those_that_match_are_changed(world: World, program: Program) -> None:
    till, other = world.ticket(team=world.it, tags=["till"]), world.ticket(team=world.it)
    change = {"team": "orders", "priority": "high", "add_tags": ["moved"], "remove_tags": ["till"]}
    answer = program(world.chiara).post("/tickets/bulk", {"q": "tag:till", "change": change})
    assert answer.json()["done"] == 1
    till.refresh_from_db()
    assert (till.team_id, till.priority, [tag.name for tag in till.tags.all()]) == (world.orders.pk, 3, ["moved"])
    other.refresh_from_db()
    assert other.team_id == world.it.pk


def test_more_are_changed_later(world: World, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 0)
    api = program(world.anna)
    answer = api.post("/tickets/bulk", {"tickets": [world.ticket().pk], "change": {"priority": "high"}})
    assert (answer.status_code, answer.json()["waiting"]) == (202, 1)
    assert api.get(answer.headers["Location"]).json()["waiting"] == 1
    assert api.post(f"/bulk/{answer.json()['id']}/undo", {}).status_code == 409


def test_the_same_request_is_done_once(world: World, program: Program) -> None:
    body = {"tickets": [world.ticket().pk], "change": {"priority": "high"}}
    api = program(world.anna)
    first, again = (api.post("/tickets/bulk", body, key="a") for _ in range(2))
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"


def test_what_is_wrong_is_said(world: World, program: Program) -> None:
    ticket, api = world.ticket(), program(world.anna)
    hidden = world.ticket(team=world.orders)
    change = {"priority": "high"}
    assert api.post("/tickets/bulk", {"change": change}).status_code == 422
    assert api.post("/tickets/bulk", {"q": "colour:red", "change": change}).status_code == 422
    assert api.post("/tickets/bulk", {"tickets": [], "change": change}).status_code == 409
    assert api.post("/tickets/bulk", {"tickets": [ticket.pk], "change": {}}).status_code == 409
    assert api.post("/tickets/bulk", {"tickets": [ticket.pk], "change": {"colour": "red"}}).status_code == 422
    into = {"tickets": [ticket.pk], "change": {"merge_into": hidden.pk}}
    assert api.post("/tickets/bulk", into).status_code == 404
    assert api.get("/bulk/1").status_code == 404
    mine = api.post("/tickets/bulk", {"tickets": [ticket.pk], "change": change}).json()["id"]
    assert program(world.chiara).get(f"/bulk/{mine}").status_code == 404
    assert program(world.lena).post("/tickets/bulk", {"tickets": [ticket.pk], "change": change}).status_code == 403
