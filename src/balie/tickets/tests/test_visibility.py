"""Who sees which tickets and messages."""

import pytest

from balie.accounts.models import Role, User
from balie.events.actor import Actor
from balie.people.viewers import ContactViewer, LinkViewer, Viewer
from balie.tickets.assignment import assign
from balie.tickets.content import Content
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.models import Channel, Message, Ticket
from balie.tickets.participation import accept_participant, add_participants, follow
from tests.support.world import World


def sees(viewer: Viewer, ticket: Ticket) -> bool:
    return Ticket.objects.visible_to(viewer).filter(pk=ticket.pk).exists()


def test_agents_see_their_teams_and_what_has_no_team(world: World) -> None:
    theirs, loose = world.ticket(team=world.it), world.ticket()
    assert [sees(world.anna, t) for t in (theirs, loose)] == [True, True]
    assert [sees(world.bram, t) for t in (theirs, loose)] == [False, True]


def test_supervisors_and_administrators_see_all(world: World) -> None:
    ticket = world.ticket(team=world.it)
    assert sees(world.chiara, ticket)
    assert sees(world.dieter, ticket)


def test_what_is_assigned_or_followed_is_seen_outside_the_team(world: World) -> None:
    ticket, system = world.ticket(team=world.it), Actor("system")
    assert not sees(world.bram, ticket)
    assign(ticket_id=ticket.pk, assignee_id=world.bram.pk, actor=system)
    assert sees(world.bram, ticket)
    assert not sees(world.lena, ticket)
    follow(ticket_id=ticket.pk, user_id=world.lena.pk, actor=system)
    assert sees(world.lena, ticket)


def test_someone_who_may_not_sign_in_any_more_sees_nothing(world: World) -> None:
    User.objects.filter(pk=world.chiara.pk).update(is_active=False)
    world.chiara.refresh_from_db()
    assert not sees(world.chiara, world.ticket())


def test_contacts_see_their_own_and_what_they_take_part_in(world: World) -> None:
    ticket = world.ticket(requester=world.emma)
    assert sees(ContactViewer(world.emma.pk), ticket)
    assert not sees(ContactViewer(world.farid.pk), ticket)
    add_participants_in_transaction(ticket, world.farid.pk, accepted=False)
    assert not sees(ContactViewer(world.farid.pk), ticket)
    accept_participant(ticket_id=ticket.pk, contact_id=world.farid.pk, actor=Actor.user(world.anna.pk))
    assert sees(ContactViewer(world.farid.pk), ticket)


def add_participants_in_transaction(ticket: Ticket, contact: int, *, accepted: bool) -> None:
    add_participants(ticket_id=ticket.pk, contact_ids=[contact], actor=Actor("system"), accepted=accepted)


def test_a_signed_link_opens_its_one_ticket_only(world: World) -> None:
    one, other = world.ticket(), world.ticket()
    holder = LinkViewer(world.emma.pk, one.pk)
    assert sees(holder, one)
    assert not sees(holder, other)
    assert not sees(LinkViewer(world.farid.pk, one.pk), one)


def test_a_user_without_a_contact_who_is_no_agent_sees_nothing(world: World) -> None:
    nobody = User.objects.create_user("nobody@posta.example", role=Role.CUSTOMER)
    assert not sees(nobody, world.ticket())


@pytest.fixture
def spoken(world: World) -> Ticket:
    ticket = world.ticket(team=world.it)
    add_note(ticket_id=ticket.pk, content=Content(text="note"), actor=Actor.user(world.anna.pk))
    reply(ticket_id=ticket.pk, content=Content(text="answer"), actor=Actor.user(world.anna.pk))
    receive(
        ticket_id=ticket.pk, content=Content(text="stranger"), author=world.oscar, channel=Channel.EMAIL,
        actor=Actor.contact(world.oscar.pk), unverified=True,
    )  # fmt: skip
    return ticket


def texts(viewer: Viewer) -> list[str]:
    return [m.text.split()[0] for m in Message.objects.visible_to(viewer).order_by("id")]


def test_contacts_never_see_notes_nor_strangers(world: World, spoken: Ticket) -> None:
    for viewer in (ContactViewer(world.emma.pk), LinkViewer(world.emma.pk, spoken.pk)):
        assert texts(viewer) == ["Since", "answer"]


def test_agents_see_all_that_was_said(world: World, spoken: Ticket) -> None:
    assert texts(world.anna) == ["Since", "note", "answer", "stranger"]
    assert texts(world.bram) == []
