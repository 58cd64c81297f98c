"""Two contacts who are the same person become one, and two again."""

import pytest
from django.test import Client

from balie.custom_fields.types import Type
from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.people.access import contact_of, user_for
from balie.people.custom_fields.filling import change_contact_fields
from balie.people.custom_fields.tests.making import made as made_of_people
from balie.people.identities import contact_for, emails_of, find_contact
from balie.people.merge_records import ContactMerge, MovedRow
from balie.people.models import Contact
from balie.people.viewers import ContactViewer
from balie.surveys.models import Survey
from balie.tickets.conflicts import NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import receive
from balie.tickets.custom_fields.filling import change_fields
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.links import ticket_link
from balie.tickets.models import Channel, Ticket
from balie.tickets.of_contacts.latecomers import follow_latecomers, go_on_following
from balie.tickets.of_contacts.merging import merge_contacts
from balie.tickets.of_contacts.plans import plan_contact_merge
from balie.tickets.of_contacts.unmerging import unmerge_contact
from balie.tickets.participants import Participant
from balie.tickets.participation import add_participants
from balie.tickets.searching import search_tickets
from tests.support.world import World


def merged(world: World, source: Contact, target: Contact) -> Contact:
    return merge_contacts(source_id=source.pk, target_id=target.pk, actor=Actor.user(world.anna.pk))


def undone(world: World, contact: Contact) -> None:
    unmerge_contact(contact_id=contact.pk, actor=Actor.user(world.anna.pk))


def standing() -> list[object]:
    """All that a merge changes."""
    return [
        sorted(Ticket.objects.values_list("pk", "requester", "fields__1")),
        sorted(Participant.objects.values_list("ticket", "contact", "accepted")),
        sorted(Contact.objects.values_list("pk", "name", "organisation", "language", "user", "merged_into"), key=str),
        sorted(Contact.objects.values_list("pk", "fields"), key=str),
        {contact.pk: emails_of(contact.pk) for contact in Contact.objects.all()},
        sorted(Survey.objects.values_list("pk", "contact")),
    ]


@pytest.fixture
def private(world: World) -> Contact:
    """Emma, writing from home."""
    return contact_for(email="emma@inbox.example", name="Emma Klein")


def test_everything_of_theirs_goes_to_the_one_that_stays(world: World, private: Contact) -> None:
    asked, beside = world.ticket(requester=private), world.ticket(requester=world.farid)
    add_participants(ticket_id=beside.pk, contact_ids=[private.pk], actor=SYSTEM)
    survey = Survey.objects.create(ticket=asked, contact=private)
    field = made("whose", Type.CONTACT)
    change_fields(ticket_id=beside.pk, given={field: private.pk}, actor=SYSTEM)
    merged(world, private, world.emma)
    asked.refresh_from_db()
    assert asked.requester == world.emma
    assert asked.messages.get().author_contact == world.emma
    assert list(beside.participants.values_list("contact", flat=True)) == [world.emma.pk]
    assert Ticket.objects.get(pk=beside.pk).fields == {str(field): world.emma.pk}
    assert emails_of(world.emma.pk) == ["emma@fietsfabriek.example", "emma@inbox.example"]
    assert Survey.objects.get(pk=survey.pk).contact == world.emma
    found = search_tickets(viewer=ContactViewer(world.emma.pk), text="till")
    assert asked.pk in [hit.ticket.pk for hit in found.hits]
    event = Event.objects.get(kind="contact.merged")
    assert event.data == {
        "contact": world.emma.pk,
        "merged": private.pk,
        "merge": ContactMerge.objects.get().pk,
        "tickets": 1,
    }


def test_mail_from_either_address_finds_the_one_that_stays(world: World, private: Contact) -> None:
    merged(world, private, world.emma)
    assert contact_for(email="Emma@inbox.example") == find_contact("emma@fietsfabriek.example") == world.emma


def test_unmerging_puts_everything_back(world: World, private: Contact) -> None:
    asked, beside, both = world.ticket(requester=private), world.ticket(requester=world.farid), world.ticket()
    add_participants(ticket_id=beside.pk, contact_ids=[private.pk, world.emma.pk], actor=SYSTEM)
    add_participants(ticket_id=both.pk, contact_ids=[private.pk], actor=SYSTEM, accepted=False)
    add_participants(ticket_id=asked.pk, contact_ids=[world.emma.pk], actor=SYSTEM)
    Survey.objects.create(ticket=asked, contact=private)
    before = standing()
    merged(world, private, world.emma)
    assert standing() != before
    assert not Participant.objects.filter(contact=private).exists()
    assert not both.participants.exists()
    undone(world, private)
    assert standing() == before
    assert not MovedRow.objects.exists()


def test_what_came_after_the_merge_stays(world: World, private: Contact) -> None:
    merged(world, private, world.emma)
    late = world.ticket(requester=contact_for(email="emma@inbox.example"))
    undone(world, private)
    assert Ticket.objects.get(pk=late.pk).requester == world.emma
    assert find_contact("emma@inbox.example") == private


def test_what_the_one_lacks_is_filled_in_and_taken_out_again(world: World) -> None:
    nameless = contact_for(email="e.klein@inbox.example")
    merged(world, world.emma, nameless)
    nameless.refresh_from_db()
    assert (nameless.name, nameless.organisation, nameless.language) == ("Emma Klein", world.fietsfabriek, "nl")
    Contact.objects.filter(pk=nameless.pk).update(language="de")
    undone(world, world.emma)
    nameless.refresh_from_db()
    assert (nameless.name, nameless.organisation, nameless.language) == ("", None, "de")


def test_a_chain_of_merges_is_undone_in_any_order(world: World, private: Contact) -> None:
    hers, his = world.ticket(requester=private), world.ticket(requester=world.farid)
    before = standing()
    merged(world, private, world.farid)
    merged(world, world.farid, world.emma)
    assert {Ticket.objects.get(pk=it.pk).requester for it in (hers, his)} == {world.emma}
    private.refresh_from_db()
    assert private.merged_into == world.emma
    undone(world, private)
    assert Ticket.objects.get(pk=hers.pk).requester == private
    assert Ticket.objects.get(pk=his.pk).requester == world.emma
    merged(world, private, world.emma)
    undone(world, world.farid)
    assert Ticket.objects.get(pk=hers.pk).requester == world.emma
    undone(world, private)
    assert standing() == before
    merged(world, private, world.farid)
    merged(world, world.farid, world.emma)
    undone(world, world.farid)
    private.refresh_from_db()
    assert private.merged_into == world.farid
    undone(world, private)
    assert standing() == before


def test_whoever_signed_in_as_either_sees_the_tickets_of_both(world: World, private: Contact) -> None:
    hers, other = user_for("emma@fietsfabriek.example"), user_for("emma@inbox.example")
    assert hers
    assert other
    ticket = world.ticket()
    merged(world, private, world.emma)
    for user in (hers, other):
        user.refresh_from_db()
        assert contact_of(user) == world.emma
        assert ticket in Ticket.objects.visible_to(user)
    assert user_for("emma@inbox.example") == other
    undone(world, private)
    other.refresh_from_db()
    assert contact_of(other) == private
    assert ticket not in Ticket.objects.visible_to(other)


def test_a_link_that_was_sent_before_opens_the_ticket(world: World, private: Contact) -> None:
    ticket = world.ticket(requester=private)
    link = ticket_link(ticket_id=ticket.pk, contact_id=private.pk)
    merged(world, private, world.emma)
    assert Client().get(link, follow=True).status_code == 200


def test_who_was_merged_or_is_nobody_is_refused(world: World, private: Contact) -> None:
    nobody = contact_for(email="unknown@sender.invalid")
    for source, target in ((private, private), (nobody, world.emma), (world.emma, nobody)):
        with pytest.raises(NotAllowed):
            merged(world, source, target)
    merged(world, private, world.emma)
    for source, target in ((private, world.farid), (world.farid, private)):
        with pytest.raises(NotAllowed, match="already"):
            merged(world, source, target)
    undone(world, private)
    with pytest.raises(NotAllowed):
        undone(world, private)


def test_what_came_late_follows_once(world: World, private: Contact) -> None:
    merged(world, private, world.emma)
    late = world.ticket(requester=private)
    receive(
        ticket_id=late.pk, content=Content(text="More"), author=private, channel=Channel.EMAIL, actor=SYSTEM
    )  # fmt: skip
    event = Event.objects.get(kind="contact.merged")
    follow_latecomers(event)
    follow_latecomers(event)
    assert Ticket.objects.get(pk=late.pk).requester == world.emma
    undone(world, private)
    assert Ticket.objects.get(pk=late.pk).requester == private


def test_what_came_late_is_found_from_time_to_time_however_far_it_has_to_go(world: World, private: Contact) -> None:
    merged(world, private, world.farid)
    merged(world, world.farid, world.emma)
    ContactMerge.objects.update(at="2026-01-01T00:00Z")
    late, beside = world.ticket(requester=private), world.ticket(requester=world.oscar)
    Participant.objects.create(ticket=beside, contact=private)
    go_on_following()
    assert Ticket.objects.get(pk=late.pk).requester == world.emma
    assert list(beside.participants.values_list("contact", flat=True)) == [world.emma.pk]
    undone(world, private)
    assert Ticket.objects.get(pk=late.pk).requester == private
    assert list(beside.participants.values_list("contact", flat=True)) == [private.pk]


def test_what_came_late_goes_some_at_a_time(
    world: World, private: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    merged(world, private, world.emma)
    late = [world.ticket(requester=private) for _ in range(3)]
    monkeypatch.setattr("balie.tickets.of_contacts.latecomers.BATCH", 2)
    go_on_following()
    assert set(Ticket.objects.filter(pk__in=[it.pk for it in late]).values_list("requester", flat=True)) == {
        world.emma.pk
    }


def test_more_tickets_than_can_go_at_once_are_refused_in_words(
    world: World, private: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balie.tickets.of_contacts.merging.MOST", 2)
    for _ in range(3):
        world.ticket(requester=private)
    plan = plan_contact_merge(contact_id=private.pk, other_id=world.emma.pk, stays=world.emma.pk, viewer=world.anna)
    assert "more than 2 tickets" in plan.refusal
    with pytest.raises(NotAllowed, match="Let this one stay"):
        merged(world, private, world.emma)
    merged(world, world.emma, private)


def test_details_the_one_that_stays_lacks_go_along_and_come_back(world: World, private: Contact) -> None:
    number, tier, since = made_of_people("customer_number"), made_of_people("tier"), made_of_people("since")
    change_contact_fields(contact_id=private.pk, given={number: "K-1", tier: "gold", since: "May"}, actor=SYSTEM)
    change_contact_fields(contact_id=world.emma.pk, given={number: "K-2"}, actor=SYSTEM)
    before = standing()
    plan = plan_contact_merge(contact_id=private.pk, other_id=world.emma.pk, stays=world.emma.pk, viewer=world.anna)
    assert plan.filled["fields"] == {str(tier): "gold", str(since): "May"}
    kept = merged(world, private, world.emma)
    assert kept.fields == {str(number): "K-2", str(tier): "gold", str(since): "May"}
    undone(world, private)
    assert standing() == before


def test_a_detail_that_was_changed_since_the_merge_stays(world: World, private: Contact) -> None:
    tier = made_of_people("tier")
    change_contact_fields(contact_id=private.pk, given={tier: "gold"}, actor=SYSTEM)
    merged(world, private, world.emma)
    change_contact_fields(contact_id=world.emma.pk, given={tier: "silver"}, actor=SYSTEM)
    undone(world, private)
    assert Contact.objects.get(pk=world.emma.pk).fields == {str(tier): "silver"}
    assert Contact.objects.get(pk=private.pk).fields == {str(tier): "gold"}
