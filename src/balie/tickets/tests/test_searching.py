"""Tickets are found by what was said on them, by those who may see them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balie.accounts.models import Role
from balie.accounts.users import add_user
from balie.events.actor import SYSTEM, Actor
from balie.files.models import Blob
from balie.people.identities import contact_for
from balie.people.viewers import ContactViewer, LinkViewer, Viewer
from balie.search.models import Document
from balie.tickets.assignment import assign, move_to_team
from balie.tickets.content import Content, File
from balie.tickets.conversation import add_note, open_ticket, receive, reply
from balie.tickets.indexing import index_messages
from balie.tickets.models import Channel, Message, Ticket
from balie.tickets.participation import accept_participant, add_participants, follow, remove_participant, unfollow
from balie.tickets.searching import search_tickets
from balie.tickets.triage import change_subject
from tests.support.world import World


def found(viewer: Viewer, text: str) -> list[int]:
    return [hit.ticket.pk for hit in search_tickets(viewer=viewer, text=text).hits]


def test_subject_body_author_and_files_are_found(world: World) -> None:
    Blob.objects.create(sha256="a" * 64, size=1)
    file = File(sha256="a" * 64, filename="delivery_note-77.pdf", content_type="application/pdf", size=1)
    ticket, _message = open_ticket(
        subject="Broken bells", content=Content(text="Two of them ring no more.", files=(file,)),
        requester=world.emma, channel=Channel.EMAIL, actor=SYSTEM,
    )  # fmt: skip
    for text in ("bell", "ring", "emma", "klein", "fietsfabriek", "emma@fietsfabriek.example", "77", "bell klein ring"):
        assert found(world.anna, text) == [ticket.pk], text
    assert found(world.anna, "bell trumpet") == []


def test_hits_show_where_the_words_stand(world: World) -> None:
    ticket = world.ticket(subject="Till & bell", text="The till <b>rings</b>.", language="en")
    (hit,) = search_tickets(viewer=world.anna, text="tills rings").hits
    assert hit.subject == "<mark>Till</mark> &amp; bell"
    assert hit.snippet == "The <mark>till</mark> &lt;b&gt;<mark>rings</mark>&lt;/b&gt;."
    assert hit.message_id == Message.objects.get(ticket=ticket).pk


def test_a_number_leads_to_its_ticket_if_it_may_be_seen(world: World) -> None:
    ticket = world.ticket(team=world.it)
    for text in (str(ticket.pk), f"#{ticket.pk}"):
        assert search_tickets(viewer=world.anna, text=text).number == ticket
        assert search_tickets(viewer=world.bram, text=text).number is None


def test_the_quoted_history_is_not_found_again(world: World) -> None:
    ticket = world.ticket(text="The trumpet")
    content = Content(text="Thanks\n> The bugle", reply_text="Thanks")
    receive(
        ticket_id=ticket.pk,
        content=content,
        author=world.emma,
        channel=Channel.EMAIL,
        actor=Actor.contact(world.emma.pk),
    )
    assert found(world.anna, "thanks") == found(world.anna, "trumpet thanks") == [ticket.pk]
    assert found(world.anna, "bugle") == []


def test_agents_find_what_is_their_teams_their_own_what_they_follow_and_what_nobody_has(world: World) -> None:
    ticket = world.ticket(text="trumpet")
    anna, bram = world.anna, world.bram
    assert found(anna, "trumpet") == found(bram, "trumpet") == [ticket.pk]
    move_to_team(ticket_id=ticket.pk, team_id=world.orders.pk, actor=SYSTEM)
    assert (found(anna, "trumpet"), found(bram, "trumpet")) == ([], [ticket.pk])
    follow(ticket_id=ticket.pk, user_id=anna.pk, actor=SYSTEM)
    assert found(anna, "trumpet") == [ticket.pk]
    unfollow(ticket_id=ticket.pk, user_id=anna.pk, actor=SYSTEM)
    assert found(anna, "trumpet") == []
    assign(ticket_id=ticket.pk, assignee_id=anna.pk, actor=SYSTEM)
    assert found(anna, "trumpet") == [ticket.pk]
    assert found(world.chiara, "trumpet") == found(world.dieter, "trumpet") == [ticket.pk]


def test_who_answers_first_goes_on_finding_it(world: World) -> None:
    ticket = world.ticket(text="trumpet")
    reply(ticket_id=ticket.pk, content=Content(text="Blow harder"), actor=Actor.user(world.anna.pk))
    move_to_team(ticket_id=ticket.pk, team_id=world.orders.pk, actor=SYSTEM)
    assert found(world.anna, "trumpet") == found(world.anna, "harder") == [ticket.pk]


def test_contacts_find_what_is_theirs_but_no_notes(world: World) -> None:
    ticket, emma, farid = world.ticket(text="trumpet"), ContactViewer(world.emma.pk), ContactViewer(world.farid.pk)
    add_note(ticket_id=ticket.pk, content=Content(text="bassoon"), actor=Actor.user(world.anna.pk))
    assert (found(emma, "trumpet"), found(farid, "trumpet")) == ([ticket.pk], [])
    assert found(emma, "bassoon") == []
    assert found(world.anna, "bassoon") == [ticket.pk]
    add_participants(ticket_id=ticket.pk, contact_ids=[world.farid.pk], actor=SYSTEM)
    assert (found(farid, "trumpet"), found(farid, "bassoon")) == ([ticket.pk], [])
    remove_participant(ticket_id=ticket.pk, contact_id=world.farid.pk, actor=SYSTEM)
    assert found(farid, "trumpet") == []


def test_a_strangers_message_is_found_by_the_contact_once_it_is_accepted(world: World) -> None:
    ticket, emma, oscar = world.ticket(), ContactViewer(world.emma.pk), ContactViewer(world.oscar.pk)
    receive(
        ticket_id=ticket.pk, content=Content(text="bassoon"), author=world.oscar, channel=Channel.EMAIL,
        actor=Actor.contact(world.oscar.pk), unverified=True,
    )  # fmt: skip
    assert (found(emma, "bassoon"), found(oscar, "bassoon"), found(oscar, "till")) == ([], [], [])
    accept_participant(ticket_id=ticket.pk, contact_id=world.oscar.pk, actor=SYSTEM)
    assert found(emma, "bassoon") == found(oscar, "bassoon") == found(oscar, "till") == [ticket.pk]


def test_addresses_are_found_by_those_at_the_desk_only(world: World) -> None:
    """Whoever is in copy could otherwise guess them, a few letters at a time."""
    Blob.objects.create(sha256="a" * 64, size=1)
    file = File(sha256="a" * 64, filename="delivery_note-77.pdf", content_type="application/pdf", size=1)
    hidden = contact_for(email="zora@verborgen.example", name="zora@verborgen.example")
    tickets = [
        open_ticket(
            subject="Broken bells", content=Content(text="Two of them ring no more.", files=(file,)),
            requester=asker, channel=Channel.EMAIL, actor=SYSTEM,
        )[0].pk
        for asker in (world.emma, hidden)
    ]  # fmt: skip
    for ticket in tickets:
        add_participants(ticket_id=ticket, contact_ids=[world.farid.pk], actor=SYSTEM)
    emmas, hidden_ones = tickets
    for farid in (ContactViewer(world.farid.pk), LinkViewer(world.farid.pk, emmas)):
        for text in ("emma@fietsfabriek.example", "fietsfabriek", "fiets", "zora", "verbor", "bell verborgen"):
            assert found(farid, text) == [], text
        assert found(farid, "emma") == found(farid, "klei") == found(farid, "ring klein") == [emmas]
    assert set(found(ContactViewer(world.farid.pk), "bell ring -fietsfabriek -zora")) == set(tickets)
    assert set(found(ContactViewer(world.farid.pk), "delivery 77")) == set(tickets)
    assert found(world.anna, "fietsfabriek") == [emmas]
    assert found(world.anna, "verbor") == found(world.anna, "bell zora@verborgen.example") == [hidden_ones]


def test_contacts_see_where_the_words_stand(world: World) -> None:
    world.ticket(subject="Till & bell", text="It's the till.", language="en")
    (hit,) = search_tickets(viewer=ContactViewer(world.emma.pk), text="till it's").hits
    assert hit.subject == "<mark>Till</mark> &amp; bell"
    assert "the <mark>till</mark>." in hit.snippet


def test_others_find_nothing(world: World) -> None:
    ticket = world.ticket(text="trumpet")
    other = world.ticket(text="trumpet")
    customer = add_user(email="nobody@elsewhere.example", role=Role.CUSTOMER)
    assert found(customer, "trumpet") == []
    assert found(LinkViewer(world.emma.pk, ticket.pk), "trumpet") == [ticket.pk] != [other.pk]
    world.anna.is_active = False
    assert found(world.anna, "trumpet") == []


def test_a_new_subject_is_found_and_the_old_one_is_not(world: World) -> None:
    ticket = world.ticket(subject="Trumpet")
    add_note(ticket_id=ticket.pk, content=Content(text="x"), actor=Actor.user(world.anna.pk))
    change_subject(ticket_id=ticket.pk, subject="Bassoon", actor=SYSTEM)
    assert (found(world.anna, "trumpet"), found(world.anna, "bassoon")) == ([], [ticket.pk])


def test_what_came_in_past_the_verbs_is_indexed_afterwards(world: World) -> None:
    tickets = [world.ticket(text=f"trumpet {number}") for number in range(3)]
    Document.objects.all().delete()
    first, _second, last = Message.objects.order_by("pk").values_list("pk", flat=True)
    assert index_messages(first=first, last=last - 1) == 2
    assert set(found(world.anna, "trumpet")) == {ticket.pk for ticket in tickets[:2]}


def test_the_database_is_asked_as_often_for_many_hits_as_for_one(world: World) -> None:
    for number in range(30):
        world.ticket(text=f"trumpet {'solo' if number == 7 else 'choir'}")
    assert world.anna.team_ids
    with CaptureQueriesContext(connection) as one:
        assert search_tickets(viewer=world.anna, text="solo -choir.").total == 1
    with CaptureQueriesContext(connection) as many:
        results = search_tickets(viewer=world.anna, text="trumpet -solo.", limit=25)
    assert (len(results.hits), results.total, results.next_offset) == (25, 29, 25)
    # Savepoint, planner, words to query, newest document, documents, planner, savepoint, tickets, messages, marks.
    assert len(one) == len(many) == 10


@pytest.mark.parametrize("viewer", ["anna", "bram", "lena", "chiara", "emma", "oscar"])
def test_search_shows_just_what_may_be_seen(world: World, viewer: str) -> None:
    """Whatever way a ticket came to someone, the marks of its documents say the same as `visible_to`."""
    people: dict[str, Viewer] = {
        **{name: getattr(world, name) for name in ("anna", "bram", "lena", "chiara")},
        **{name: ContactViewer(getattr(world, name).pk) for name in ("emma", "oscar")},
    }
    for team in (None, world.it, world.orders):
        plain, given, followed, shared = (world.ticket(text="trumpet", team=team) for _ in range(4))
        assign(ticket_id=given.pk, assignee_id=world.bram.pk, actor=SYSTEM)
        follow(ticket_id=followed.pk, user_id=world.lena.pk, actor=SYSTEM)
        add_participants(ticket_id=shared.pk, contact_ids=[world.oscar.pk], actor=SYSTEM)
        add_note(ticket_id=plain.pk, content=Content(text="trumpet"), actor=SYSTEM)
    who = people[viewer]
    assert sorted(found(who, "trumpet")) == sorted(Ticket.objects.visible_to(who).values_list("pk", flat=True))
