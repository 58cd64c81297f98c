"""Own statuses by the API."""

import pytest

from balie.api.tests.conftest import Program
from balie.events.actor import SYSTEM
from balie.people.access import user_for
from balie.tickets.models import Ticket
from balie.tickets.own_status_records import StatusDefinition
from balie.tickets.own_statuses.defining import Shape, change_status_definition
from balie.tickets.own_statuses.known import known_statuses
from balie.tickets.own_statuses.tests.making import made_status
from balie.tickets.tests.test_order_of_locks import at_once
from tests import cast
from tests.support.world import World


def test_one_is_added_read_changed_and_archived(world: World, program: Program) -> None:
    api = program(world.dieter)
    made = api.post("/own-statuses", {
        "status": "on_hold", "name": "Waiting for parts", "teams": ["it"], "portal": True,
        "translations": {"nl": {"name": "Wacht op onderdelen"}},
    })  # fmt: skip
    assert made.status_code == 201
    it = made.json()
    assert it == {
        "id": it["id"], "key": "waiting-for-parts", "status": "on_hold", "name": "Waiting for parts", "portal": True,
        "portal_name": "", "teams": [world.it.pk], "translations": {"nl": {"name": "Wacht op onderdelen"}},
        "archived": False,
    }  # fmt: skip
    assert api.get(f"/own-statuses/{it['id']}").json() == it
    assert api.patch(f"/own-statuses/{it['id']}", name="Parts").json() == it | {"name": "Parts"}
    assert api.patch(f"/own-statuses/{it['id']}", translations={}).json()["translations"] == {}
    assert api.patch(f"/own-statuses/{it['id']}", teams=[]).json()["teams"] == []
    assert api.patch(f"/own-statuses/{it['id']}", archived=True).json()["archived"] is True
    assert [one["archived"] for one in api.get("/own-statuses").json()["items"]] == [True]


def test_they_are_put_in_order(world: World, program: Program) -> None:
    one, two = made_status("One"), made_status("Two")
    program(world.dieter).patch(f"/own-statuses/{two}", place=1)
    assert [it.id for it in known_statuses().all] == [two, one]


@pytest.mark.django_db(transaction=True)
def test_two_who_change_different_parts_of_it_both_get_it_done(world: World, program: Program) -> None:
    parts, api = made_status("Parts"), program(world.dieter)
    wrong = at_once(
        lambda: change_status_definition(pk=parts, shape=Shape("Spares"), actor=SYSTEM),
        lambda: api.patch(f"/own-statuses/{parts}", portal=True),
    )
    assert wrong == []
    it = StatusDefinition.objects.get()
    assert (it.name, it.portal) == ("Spares", True)


def test_it_says_what_will_not_do(world: World, program: Program) -> None:
    api = program(world.dieter)
    assert api.post("/own-statuses", {"status": "open", "name": "Open"}).status_code == 409
    assert api.post("/own-statuses", {"status": "gone", "name": "Ordered"}).status_code == 422
    assert api.post("/own-statuses", {"status": "open", "name": " "}).status_code == 422
    assert api.get("/own-statuses/999").status_code == 404
    assert program(world.anna).post("/own-statuses", {"status": "open", "name": "Ordered"}).status_code == 403
    assert program(world.anna).get("/own-statuses").status_code == 200


def test_a_ticket_gets_it_with_the_status_that_it_is_in(world: World, program: Program) -> None:
    parts, ticket, api = made_status(), world.ticket(team=world.it), program(world.anna)
    path = f"/tickets/{ticket.pk}"
    named = {"id": parts, "name": "Waiting for parts"}

    def told(**change: object) -> tuple[str, object]:
        answer = api.patch(path, **change).json()
        return answer["status"], answer["own_status"]

    assert api.get(path).json()["own_status"] is None
    assert told(own_status=parts) == ("on_hold", named)
    assert told(status="on_hold") == ("on_hold", named), "it is in that status already"
    assert told(own_status=None) == ("on_hold", None)
    assert told(status="on_hold", own_status=parts) == ("on_hold", named)
    assert told(status="open") == ("open", None)


@pytest.mark.parametrize("change", [{"own_status": 999}, {"status": "open", "own_status": -1}])
def test_what_is_none_is_refused(world: World, program: Program, change: dict[str, object]) -> None:
    parts, theirs = made_status(), made_status("Theirs", teams=[world.orders.pk])
    ticket, api = world.ticket(team=world.it), program(world.anna)
    assert api.patch(f"/tickets/{ticket.pk}", **change).status_code in {409, 422}
    assert api.patch(f"/tickets/{ticket.pk}", status="open", own_status=parts).status_code == 409
    assert api.patch(f"/tickets/{ticket.pk}", own_status=theirs).status_code == 409
    assert Ticket.objects.get(pk=ticket.pk).status == "new"


def test_lists_are_narrowed_to_it(world: World, program: Program) -> None:
    parts, api = made_status(), program(world.anna)
    ticket, _other = world.ticket(team=world.it), world.ticket(team=world.it)
    api.patch(f"/tickets/{ticket.pk}", own_status=parts)
    for query in (f"own_status={parts}", "q=status:waiting-for-parts", "status=on_hold"):
        assert [it["number"] for it in api.get(f"/tickets?{query}").json()["items"]] == [ticket.pk]
    assert api.get("/tickets?own_status=999").json()["items"] == []


def test_many_get_it(world: World, program: Program) -> None:
    parts, api = made_status(), program(world.anna)
    ticket = world.ticket(team=world.it)
    done = api.post("/tickets/bulk", {"tickets": [ticket.pk], "change": {"own_status": parts}})
    assert done.json()["done"] == 1
    assert api.get(f"/tickets/{ticket.pk}").json()["own_status"]["id"] == parts
    for change in ({"own_status": 999}, {"own_status": None}, {"status": "open", "own_status": parts}):
        assert api.post("/tickets/bulk", {"tickets": [ticket.pk], "change": change}).status_code == 422


def test_contacts_are_told_only_what_is_for_them(world: World, program: Program) -> None:
    silent, open_ = made_status(), made_status("Ordered", "open", portal=True, portal_name="We have ordered it")
    user = user_for(cast.EMMA.email)
    assert user
    ticket, api, emma = world.ticket(team=world.it), program(world.anna), program(user)
    path = f"/tickets/{ticket.pk}"
    api.patch(path, own_status=silent)
    assert emma.get(path).json()["own_status"] is None
    api.patch(path, own_status=open_)
    assert emma.get(path).json()["own_status"] == {"id": open_, "name": "We have ordered it"}
    assert emma.get("/own-statuses").status_code == 403
    assert emma.get("/tickets?own_status=1").status_code == 403
