from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balie.accounts.models import Role, User
from balie.api.tests.conftest import Api, Program
from balie.core.clock import now
from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.people.identities import emails_of
from balie.people.models import Contact
from balie.tickets.assignment import assign
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Ticket
from balie.tickets.participation import add_participants
from balie.tickets.tags.tagging import set_tags
from tests.support.world import World


def numbers(api: Api, **query: object) -> list[int]:
    answer = api.get("/tickets", **query)
    assert answer.status_code == 200, answer.content
    return [ticket["number"] for ticket in answer.json()["items"]]


def test_a_list_shows_what_changed_last_first_and_only_what_may_be_seen(world: World, program: Program) -> None:
    first, theirs, second = world.ticket(), world.ticket(team=world.orders), world.ticket(team=world.it)
    assert numbers(program(world.anna)) == [second.pk, first.pk]
    assert numbers(program(world.bram)) == [theirs.pk, first.pk]
    assert numbers(program(world.chiara)) == [second.pk, theirs.pk, first.pk]


def test_lists_are_filtered(world: World, program: Program) -> None:
    api = program(world.chiara)
    asked = world.ticket(requester=world.farid)
    tagged = world.ticket(team=world.it, tags=["till", "shop"])
    mine = world.ticket(team=world.orders, tags=["till"])
    assign(ticket_id=mine.pk, assignee_id=world.chiara.pk, actor=SYSTEM)
    change_status(ticket_id=tagged.pk, status="pending", actor=SYSTEM)
    assert numbers(api, status="pending") == [tagged.pk]
    assert set(numbers(api, status=["pending", "open"])) == {tagged.pk, mine.pk}
    assert numbers(api, team="it") == numbers(api, team="IT") == [tagged.pk]
    assert numbers(api, team="none") == [asked.pk]
    assert numbers(api, assignee="me") == numbers(api, assignee=world.chiara.email.upper()) == [mine.pk]
    assert set(numbers(api, assignee="none")) == {asked.pk, tagged.pk}
    assert numbers(api, requester="Farid@Lampenhaus.example") == [asked.pk]
    assert numbers(api, requester="nobody@nowhere.example") == []
    assert set(numbers(api, tag="till")) == {tagged.pk, mine.pk}
    assert numbers(api, tag=["till", "shop"]) == [tagged.pk]


def test_conditions_are_typed_as_at_the_desk(world: World, program: Program) -> None:
    api = program(world.chiara)
    urgent = world.ticket(priority=4, tags=["till"])
    world.ticket(priority=4)
    assert numbers(api, q="priority:>=high tag:till") == [urgent.pk]
    assert numbers(api, q="priority:urgent", tag="till") == [urgent.pk]
    assert numbers(api, q="-priority:urgent") == []
    refused = api.get("/tickets", q="status:opne")
    assert refused.status_code == 422
    assert "Perhaps: open" in refused.json()["detail"]


def test_what_changed_since_a_moment_is_listed(world: World, program: Program) -> None:
    api = program(world.anna)
    old, new = world.ticket(), world.ticket()
    Ticket.objects.filter(pk=old.pk).update(updated_at=now() - timedelta(hours=2))
    assert numbers(api, updated_since=(now() - timedelta(hours=1)).isoformat()) == [new.pk]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("team", "x"), ("assignee", "x@y.example"), ("status.0", "done"), ("updated_since", "2026-11-22T10:00"),
        ("limit", 0), ("cursor", "?"), ("tag.0", "\x00"),
    ],
)  # fmt: skip
def test_a_filter_that_means_nothing_is_named(world: World, program: Program, field: str, value: object) -> None:
    answer = program(world.anna).get("/tickets", **{field.removesuffix(".0"): value})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_pages_follow_each_other_though_tickets_change_meanwhile(world: World, program: Program) -> None:
    api = program(world.anna)
    made = [world.ticket().pk for _ in range(5)]
    moment = now()
    Ticket.objects.update(updated_at=moment)  # all at once: the number decides
    first = api.get("/tickets", limit=2, status="new").json()
    assert [ticket["number"] for ticket in first["items"]] == made[:2:-1]
    change_status(ticket_id=made[3], status="closed", actor=SYSTEM)
    world.ticket()
    second = api.get(first["next"]).json()
    assert [ticket["number"] for ticket in second["items"]] == [made[2], made[1]]
    third = api.get(second["next"]).json()
    assert [ticket["number"] for ticket in third["items"]] == [made[0]]
    assert third["next"] is None


def test_a_list_asks_the_database_as_often_however_long_it_is(world: World, program: Program) -> None:
    api = program(world.anna)
    for _ in range(3):
        world.ticket(team=world.it, tags=["till"])
    api.get("/tickets")
    # Token with the agent and their teams, its spending, numbers, tickets.
    with CaptureQueriesContext(
        connection,
    ) as few:
        api.get("/tickets", limit=1)
    with CaptureQueriesContext(connection) as many:
        assert len(api.get("/tickets").json()["items"]) == 3
    assert len(few) == len(many) == 4


def test_several_things_are_changed_at_once(world: World, program: Program) -> None:
    ticket = world.ticket()
    change = {
        "subject": "Till 3", "status": "pending", "priority": "low", "kind": "incident", "team": "it",
        "assignee": world.anna.email, "tags": ["till"],
    }  # fmt: skip
    told = program(world.anna).patch(f"/tickets/{ticket.pk}", **change).json()
    assert {name: told[name] for name in change} == change
    events = Event.objects.filter(ticket_id=ticket.pk, actor_kind="user", actor_id=world.anna.pk)
    assert set(events.values_list("kind", flat=True)) == {
        "ticket.subject_changed", "ticket.status_changed", "ticket.priority_changed", "ticket.kind_changed",
        "ticket.moved", "ticket.assigned", "ticket.tagged",
    }  # fmt: skip


def test_null_takes_team_and_assignee_away(world: World, program: Program) -> None:
    ticket = world.ticket(team=world.it)
    assign(ticket_id=ticket.pk, assignee_id=world.anna.pk, actor=SYSTEM)
    told = program(world.anna).patch(f"/tickets/{ticket.pk}", team=None, assignee=None).json()
    assert (told["team"], told["assignee"]) == (None, None)


def test_a_ticket_given_away_is_still_answered(world: World, program: Program) -> None:
    ticket = world.ticket(team=world.it)
    anna = program(world.anna)
    assert anna.patch(f"/tickets/{ticket.pk}", team="orders").json()["team"] == "orders"
    assert anna.get(f"/tickets/{ticket.pk}").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": None}, "status"),
        ({"subject": " "}, "subject"),
        ({"team": "nobodies"}, "team"),
        ({"assignee": "emma@fietsfabriek.example"}, "assignee"),
        ({"colour": "red"}, "colour"),
        ({"tags": [""]}, "tags.0"),
    ],
)
def test_a_change_that_cannot_be_is_named_and_nothing_is_changed(
    world: World, program: Program, change: dict[str, object], field: str
) -> None:
    ticket = world.ticket()
    answer = program(world.anna).patch(f"/tickets/{ticket.pk}", **({"priority": "high"} | change))
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert Ticket.objects.get(pk=ticket.pk).priority == ticket.priority


def test_what_the_ticket_does_not_allow_is_a_conflict(world: World, program: Program) -> None:
    ticket = world.ticket()
    change_status(ticket_id=ticket.pk, status="closed", actor=Actor.user(world.anna.pk))
    answer = program(world.anna).patch(f"/tickets/{ticket.pk}", priority="high", status="open")
    assert answer.status_code == 409
    assert "closed" in answer.json()["detail"]
    assert Ticket.objects.get(pk=ticket.pk).priority == ticket.priority


def test_only_those_who_answer_change_tickets(world: World, program: Program) -> None:
    ticket = world.ticket(team=world.orders)
    assert program(world.lena).patch(f"/tickets/{ticket.pk}", priority="high").status_code == 403
    assert program(world.anna).patch(f"/tickets/{ticket.pk}", priority="high").status_code == 404


def test_tags_set_elsewhere_are_shown_sorted(world: World, program: Program) -> None:
    ticket = world.ticket()
    set_tags(ticket_id=ticket.pk, names=["shop", "Bell"], actor=SYSTEM)
    assert program(world.anna).get(f"/tickets/{ticket.pk}").json()["tags"] == ["bell", "shop"]


def test_who_is_in_copy_is_told_no_address_of_others(world: World, program: Program) -> None:
    ticket = world.ticket(requester=world.emma)
    assign(ticket_id=ticket.pk, assignee_id=world.anna.pk, actor=SYSTEM)
    add_participants(ticket_id=ticket.pk, contact_ids=[world.farid.pk], actor=SYSTEM)
    emma, farid = (customer_of(contact) for contact in (world.emma, world.farid))

    told = program(farid).get(f"/tickets/{ticket.pk}").json()
    assert told["requester"] == {"id": world.emma.pk, "name": "Emma Klein", "email": None}
    assert told["assignee"] is None
    assert program(emma).get(f"/tickets/{ticket.pk}").json()["requester"]["email"] == "emma@fietsfabriek.example"


def test_a_name_that_is_an_address_is_told_to_its_owner_and_the_desk_only(world: World, program: Program) -> None:
    """Some mail programs give the address as the name."""
    address = "emma@fietsfabriek.example"
    Contact.objects.filter(pk=world.emma.pk).update(name=address)
    ticket = world.ticket(requester=world.emma)
    add_participants(ticket_id=ticket.pk, contact_ids=[world.farid.pk], actor=SYSTEM)
    emma, farid = (customer_of(contact) for contact in (world.emma, world.farid))

    for viewer, name in ((farid, ""), (emma, address), (world.anna, address)):
        assert program(viewer).get(f"/tickets/{ticket.pk}").json()["requester"]["name"] == name
        (message,) = program(viewer).get(f"/tickets/{ticket.pk}/messages").json()["items"]
        assert message["author"] == {"kind": "contact", "id": world.emma.pk, "name": name}


def test_who_is_in_copy_finds_nobody_by_an_address(world: World, program: Program) -> None:
    ticket = world.ticket(requester=world.emma)
    add_participants(ticket_id=ticket.pk, contact_ids=[world.farid.pk], actor=SYSTEM)
    farid = program(customer_of(world.farid))

    for words, found in (("emma@fietsfabriek.example", 0), ("fietsf", 0), ("emma", 1), ("till", 1)):
        assert farid.get("/search", q=words).json()["total"] == found, words
    assert program(world.anna).get("/search", q="emma@fietsfabriek.example").json()["total"] == 1


def customer_of(contact: Contact) -> User:
    user = User.objects.create_user(emails_of(contact.pk)[0], role=Role.CUSTOMER)
    Contact.objects.filter(pk=contact.pk).update(user=user)
    return user
