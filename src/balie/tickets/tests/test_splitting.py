"""Splitting, cloning, handing over."""

import pytest

from balie.channels.email.references import remember, tickets_of
from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.files.storage import store
from balie.tickets.assignment import assign
from balie.tickets.cloning import clone
from balie.tickets.conflicts import NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.handing_over import hand_over
from balie.tickets.linking import Way, links_of
from balie.tickets.models import Channel, Message, Ticket
from balie.tickets.participation import add_participants
from balie.tickets.searching import search_tickets
from balie.tickets.splitting import split
from balie.tickets.tags.tagging import set_tags
from tests.support.world import World


def said(world: World, ticket: Ticket, text: str, rfc_id: str = "") -> Message:
    return receive(
        ticket_id=ticket.pk, content=Content(text=text, rfc_id=rfc_id), author=world.farid, channel=Channel.EMAIL,
        actor=Actor.contact(world.farid.pk),
    )  # fmt: skip


def test_a_message_gets_a_ticket_of_its_own(world: World) -> None:
    ticket = world.ticket(team=world.it)
    reply(ticket_id=ticket.pk, content=Content(text="We look."), actor=Actor.user(world.anna.pk))
    other = said(world, ticket, "And the lamp flickers.", "2@lampenhaus.example")
    later = said(world, ticket, "The till still is silent.")
    remember(["2@lampenhaus.example"], ticket.pk)
    new = split(message_id=other.pk, subject="The lamp", actor=Actor.user(world.anna.pk))
    ticket.refresh_from_db()
    new.refresh_from_db()
    assert (new.subject, new.requester, new.team, new.status) == ("The lamp", world.farid, world.it, "new")
    assert (new.preview, new.awaits_answer, new.created_at) == ("And the lamp flickers.", True, other.created_at)
    assert (list(new.messages.all()), ticket.messages.latest("pk")) == ([other], later)
    assert [(it.way, it.ticket) for it in links_of(new.pk, world.anna)] == [(Way.RELATED, ticket)]
    assert tickets_of(["2@lampenhaus.example"]) == {"2@lampenhaus.example": new.pk}
    assert [hit.ticket for hit in search_tickets(viewer=world.anna, text="flickers").hits] == [new]
    kinds = set(Event.objects.filter(kind__startswith="ticket.split").values_list("kind", "ticket_id"))
    assert kinds == {("ticket.split", ticket.pk), ("ticket.split_from", new.pk)}


def test_what_came_after_it_goes_with_it(world: World) -> None:
    ticket = world.ticket()
    other, later = said(world, ticket, "The lamp"), said(world, ticket, "That lamp")
    new = split(message_id=other.pk, subject="Lamp", actor=SYSTEM, following=True)
    assert set(new.messages.all()) == {other, later}


def test_a_split_that_leaves_nothing_is_refused(world: World) -> None:
    ticket = world.ticket()
    first = ticket.messages.get()
    said(world, ticket, "More")
    with pytest.raises(NotAllowed, match="Nothing would be left"):
        split(message_id=first.pk, subject="x", actor=SYSTEM, following=True)
    with pytest.raises(NotAllowed, match="needs a subject"):
        split(message_id=first.pk, subject=" ", actor=SYSTEM)
    with pytest.raises(Message.DoesNotExist):
        split(message_id=999_999, subject="x", actor=SYSTEM)


def test_a_note_that_is_split_off_is_asked_by_whoever_asked_before(world: World) -> None:
    ticket = world.ticket()
    note = add_note(ticket_id=ticket.pk, content=Content(text="Order one"), actor=Actor.user(world.anna.pk))
    new = split(message_id=note.pk, subject="Order a till", actor=SYSTEM)
    assert (new.requester, Ticket.objects.get(pk=new.pk).awaits_answer) == (world.emma, False)


def test_an_answer_that_can_still_be_taken_back_stays_where_it_is(world: World) -> None:
    ticket = world.ticket()
    held = reply(ticket_id=ticket.pk, content=Content(text="Soon"), actor=Actor.user(world.anna.pk), hold=10)
    with pytest.raises(NotAllowed, match="just going out"):
        split(message_id=held.pk, subject="x", actor=SYSTEM)


def test_a_clone_has_the_same_fields_and_words(world: World) -> None:
    blob = store(b"log")
    ticket = world.ticket(subject="Every month", team=world.it, priority=3, kind="request")
    add_participants(ticket_id=ticket.pk, contact_ids=[world.farid.pk], actor=SYSTEM)
    set_tags(ticket_id=ticket.pk, names=["till"], actor=SYSTEM)
    first = ticket.messages.get()
    first.attachments.create(blob_id=blob.sha256, filename="till.log", content_type="text/plain", size=3)
    new = clone(ticket_id=ticket.pk, actor=Actor.user(world.anna.pk))
    assert (new.subject, new.team, new.priority, new.kind, new.requester) == (
        "Every month", world.it, 3, "request", world.emma,
    )  # fmt: skip
    message = new.messages.get()
    assert (message.text, message.rfc_id, message.attachments.get().filename) == (first.text, "", "till.log")
    assert new.participants.get().contact == world.farid
    assert [tag.name for tag in new.tags.all()] == ["till"]
    assert [it.ticket for it in links_of(new.pk, world.anna)] == [ticket]


def test_handing_over_writes_the_note_and_frees_the_ticket(world: World) -> None:
    ticket, anna = world.ticket(team=world.it), Actor.user(world.anna.pk)
    assign(ticket_id=ticket.pk, assignee_id=world.anna.pk, actor=anna)
    moved = hand_over(ticket_id=ticket.pk, team_id=world.orders.pk, content=Content(text="Order one."), actor=anna)
    assert (moved.team, Ticket.objects.get(pk=ticket.pk).assignee) == (world.orders, None)
    assert ticket.messages.latest("pk").visibility == "note"


def test_a_hand_over_that_cannot_be_made_leaves_no_note(world: World) -> None:
    ticket, anna = world.ticket(team=world.it), Actor.user(world.anna.pk)
    for team, text in ((world.it.pk, "Note"), (999_999, "Note"), (world.orders.pk, " ")):
        with pytest.raises(NotAllowed):
            hand_over(ticket_id=ticket.pk, team_id=team, content=Content(text=text), actor=anna)
    assert ticket.messages.count() == 1


def test_whoever_does_not_take_part_gets_nothing_of_others_by_a_split(world: World) -> None:
    ticket = world.ticket()
    other = said(world, ticket, "The lamp")
    later = reply(ticket_id=ticket.pk, content=Content(text="Lamp of Emma"), actor=Actor.user(world.anna.pk))
    with pytest.raises(NotAllowed, match="does not take part"):
        split(message_id=other.pk, subject="Lamp", actor=SYSTEM, following=True)
    add_participants(ticket_id=ticket.pk, contact_ids=[world.farid.pk], actor=SYSTEM)
    new = split(message_id=other.pk, subject="Lamp", actor=SYSTEM, following=True)
    assert (new.requester, set(new.messages.all())) == (world.farid, {other, later})


def test_notes_after_it_go_with_a_strangers_message(world: World) -> None:
    ticket = world.ticket()
    other = said(world, ticket, "The lamp")
    note = add_note(ticket_id=ticket.pk, content=Content(text="Who?"), actor=Actor.user(world.anna.pk))
    new = split(message_id=other.pk, subject="Lamp", actor=SYSTEM, following=True)
    assert set(new.messages.all()) == {other, note}
