import pytest

from balie.accounts.models import Role
from balie.accounts.users import add_user
from balie.api.tests.conftest import Api, Program
from balie.events.actor import Actor
from balie.tickets.content import Content
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.models import Channel, Message, Ticket
from tests.cast import EMMA
from tests.support.world import World


def test_a_public_message_of_an_agent_is_a_reply_to_be_sent(world: World, program: Program) -> None:
    ticket = world.ticket()
    answer = program(world.anna).post(f"/tickets/{ticket.pk}/messages", {"body": "Switch it off\nand on."})
    assert answer.status_code == 201
    told = answer.json()
    assert told["author"] == {"kind": "user", "id": world.anna.pk, "name": world.anna.name}
    assert (told["visibility"], told["direction"], told["channel"]) == ("public", "out", "api")
    assert (told["text"], told["delivery"]) == ("Switch it off\nand on.", "queued")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee_id) == ("open", world.anna.pk)


def test_a_note_stays_inside(world: World, program: Program) -> None:
    ticket = world.ticket(team=world.orders)
    told = program(world.lena).post(f"/tickets/{ticket.pk}/messages", {"body": "Again?", "visibility": "note"}).json()
    assert (told["visibility"], told["direction"], told["delivery"]) == ("note", "inside", "none")


def test_a_light_agent_answers_nobody(world: World, program: Program) -> None:
    ticket = world.ticket(team=world.orders)
    assert program(world.lena).post(f"/tickets/{ticket.pk}/messages", {"body": "Hello"}).status_code == 403
    assert Message.objects.filter(ticket=ticket).count() == 1


@pytest.fixture
def emma(world: World, program: Program) -> Api:
    world.emma.user = add_user(email=EMMA.email, role=Role.CUSTOMER)
    world.emma.save(update_fields=["user"])
    return program(world.emma.user)


def test_a_customer_reads_what_was_said_to_them_and_no_notes(world: World, emma: Api) -> None:
    ticket = world.ticket()
    anna = Actor.user(world.anna.pk)
    reply(ticket_id=ticket.pk, content=Content(text="Try this"), actor=anna)
    add_note(ticket_id=ticket.pk, content=Content(text="She will call again"), actor=anna)
    content = Content(text="I am Oscar")
    receive(
        ticket_id=ticket.pk, content=content, author=world.oscar, channel=Channel.EMAIL,
        actor=Actor.contact(world.oscar.pk), unverified=True,
    )  # fmt: skip
    items = emma.get(f"/tickets/{ticket.pk}/messages").json()["items"]
    assert [item["text"] for item in items] == ["Since this morning the till is silent.", "Try this"]
    assert [item["author"]["kind"] for item in items] == ["contact", "user"]


def test_a_customer_writes_to_the_desk_and_no_note(world: World, emma: Api) -> None:
    ticket = world.ticket()
    Ticket.objects.filter(pk=ticket.pk).update(status="pending")
    told = emma.post(f"/tickets/{ticket.pk}/messages", {"body": "It works again"}).json()
    assert (told["direction"], told["author"]["id"]) == ("in", world.emma.pk)
    ticket.refresh_from_db()
    assert ticket.status == "open"
    assert emma.post(f"/tickets/{ticket.pk}/messages", {"body": "x", "visibility": "note"}).status_code == 403


@pytest.mark.parametrize("part", ["", "/messages", "/events"])
def test_what_is_not_theirs_is_not_there(world: World, program: Program, emma: Api, part: str) -> None:
    ticket = world.ticket(requester=world.farid, team=world.orders)
    for outsider in (emma, program(world.anna)):
        answer = outsider.get(f"/tickets/{ticket.pk}{part}")
        assert answer.status_code == 404
        assert answer.content == outsider.get(f"/tickets/999999{part}").content
    assert emma.post(f"/tickets/{ticket.pk}/messages", {"body": "Hello"}).status_code == 404


def test_events_tell_who_did_what_and_are_for_the_desk(world: World, program: Program, emma: Api) -> None:
    ticket = world.ticket()
    program(world.anna).patch(f"/tickets/{ticket.pk}", status="pending")
    events = program(world.anna).get(f"/tickets/{ticket.pk}/events").json()["items"]
    assert [event["kind"] for event in events] == ["ticket.opened", "ticket.status_changed"]
    assert events[1]["actor"] == {"kind": "user", "id": world.anna.pk}
    assert events[1]["data"] == {"before": "new", "after": "pending"}
    assert emma.get(f"/tickets/{ticket.pk}/events").status_code == 403


@pytest.mark.parametrize("part", ["messages", "events"])
def test_long_lists_come_in_pages_oldest_first(world: World, program: Program, part: str) -> None:
    ticket = world.ticket()
    anna = program(world.anna)
    for word in ("one", "two", "three"):
        anna.post(f"/tickets/{ticket.pk}/messages", {"body": word, "visibility": "note"})
    whole = anna.get(f"/tickets/{ticket.pk}/{part}").json()
    assert whole["next"] is None
    first = anna.get(f"/tickets/{ticket.pk}/{part}", limit=3).json()
    second = anna.get(first["next"]).json()
    assert first["items"] + second["items"] == whole["items"]
    assert (len(first["items"]), len(second["items"]), second["next"]) == (3, 1, None)
