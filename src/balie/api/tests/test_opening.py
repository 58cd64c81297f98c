from balie.accounts.models import Role, User
from balie.accounts.users import add_user
from balie.api.tests.conftest import Program
from balie.events.models import Event
from balie.people.identities import find_contact
from balie.tickets.models import Channel, Kind, Message, Priority, Ticket
from tests.cast import EMMA
from tests.support.world import World

QUESTION = {
    "subject": "The till prints no receipts",
    "body": "Since this morning.",
    "requester": {"email": "Greta@Fietsfabriek.example", "name": "Greta"},
}


def customer(world: World) -> User:
    user = add_user(email=EMMA.email, role=Role.CUSTOMER)
    world.emma.user = user
    world.emma.save(update_fields=["user"])
    return user


def test_an_agent_opens_a_ticket_for_a_new_contact(world: World, program: Program) -> None:
    more = {"priority": "urgent", "team": "it", "tags": ["Till", "till", "shop 3"], "kind": "incident"}
    answer = program(world.anna).post("/tickets", QUESTION | more)
    assert answer.status_code == 201
    told = answer.json()
    assert answer["Location"] == f"http://testserver/api/v1/tickets/{told['number']}"
    greta = find_contact("greta@fietsfabriek.example")
    assert greta is not None
    assert told["requester"] == {
        "id": greta.pk,
        "name": "Greta",
        "email": "greta@fietsfabriek.example",
    }
    assert {name: told[name] for name in ("priority", "team", "tags", "kind", "status", "channel", "organisation")} == {
        "priority": "urgent", "team": "it", "tags": ["shop 3", "till"], "kind": "incident", "status": "new",
        "channel": "api", "organisation": "Fietsfabriek",
    }  # fmt: skip
    ticket = Ticket.objects.get(pk=told["number"])
    assert (ticket.priority, ticket.kind, ticket.channel) == (Priority.URGENT, Kind.INCIDENT, Channel.API)
    assert Message.objects.get(ticket=ticket).text == "Since this morning."
    event = Event.objects.get(kind="ticket.opened", ticket_id=ticket.pk)
    assert (event.actor_kind, event.actor_id) == ("user", world.anna.pk)


def test_what_was_opened_is_answered_like_what_is_read(world: World, program: Program) -> None:
    anna = program(world.anna)
    told = anna.post("/tickets", QUESTION).json()
    assert anna.get(f"/tickets/{told['number']}").json() == told
    assert told["url"].endswith(f"/desk/tickets/{told['number']}/")


def test_a_team_is_known_by_its_name_too(world: World, program: Program) -> None:
    assert program(world.anna).post("/tickets", QUESTION | {"team": "ORDERS"}).json()["team"] == "orders"


def test_an_unknown_team_is_named_in_the_answer_and_nothing_is_opened(world: World, program: Program) -> None:
    answer = program(world.anna).post("/tickets", QUESTION | {"team": "Nobodies"})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "team", "detail": "There is no team Nobodies."}]
    assert not Ticket.objects.exists()
    assert find_contact("greta@fietsfabriek.example") is None


def test_an_agent_must_say_who_asks(world: World, program: Program) -> None:
    answer = program(world.anna).post("/tickets", {"subject": "Till", "body": "Silent"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "requester")


def test_a_light_agent_opens_none(world: World, program: Program) -> None:
    assert program(world.lena).post("/tickets", QUESTION).status_code == 403


def test_a_customer_opens_one_for_themselves(world: World, program: Program) -> None:
    emma = program(customer(world))
    answer = emma.post("/tickets", {"subject": "Bell", "body": "Broken", "priority": "urgent", "team": "it"})
    assert answer.status_code == 201
    told = answer.json()
    # Priority and team are for the desk to decide.
    assert (told["requester"]["id"], told["priority"], told["team"]) == (world.emma.pk, "normal", None)
    assert told["url"].endswith(f"/requests/{told['number']}/")


def test_a_customer_opens_none_for_others(world: World, program: Program) -> None:
    assert program(customer(world)).post("/tickets", QUESTION).status_code == 403
    assert not Ticket.objects.exists()
