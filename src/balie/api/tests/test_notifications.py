"""What one was told, by the API."""

from balie.api.tests.conftest import Program
from balie.events.actor import Actor
from balie.notifications.tests.told import worked
from balie.people.access import user_for
from balie.tickets.assignment import assign
from tests.cast import EMMA
from tests.support.world import World


def test_what_one_was_told_is_listed_and_marked_as_read(world: World, program: Program) -> None:
    tickets = [world.ticket(subject=f"Number {number}", team=world.it) for number in range(2)]
    for ticket in tickets:
        assign(ticket_id=ticket.pk, assignee_id=world.anna.pk, actor=Actor.user(world.chiara.pk))
    worked()
    api = program(world.anna)
    page = api.get("/notifications", limit=1).json()
    assert page["unread"] == 2
    (first,) = page["items"]
    assert (first["ticket"], first["subject"], first["unread"]) == (tickets[1].pk, "Number 1", True)
    assert first["facts"] == [{"kind": "assigned", "actor_kind": "user", "actor": world.chiara.pk, "count": 1}]
    assert [it["ticket"] for it in api.get(page["next"]).json()["items"]] == [tickets[0].pk]
    assert api.post("/notifications/seen", {"ticket": tickets[1].pk}).json() == {"unread": 1}
    assert [it["ticket"] for it in api.get("/notifications", show="unread").json()["items"]] == [tickets[0].pk]
    assert api.post("/notifications/seen", {}).json() == {"unread": 0}
    assert api.get("/notifications").json()["unread"] == 0
    assert program(world.bram).get("/notifications").json()["items"] == []


def test_who_does_not_work_here_has_none(world: World, program: Program) -> None:
    emma = user_for(EMMA.email)
    assert emma
    assert program(emma).get("/notifications").status_code == 403
    assert program(emma).post("/notifications/seen", {}).status_code == 403
