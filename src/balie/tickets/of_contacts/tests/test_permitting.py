"""To merge two contacts opens what both asked to whoever reads the mail of either: not everybody may."""

import pytest

from balie.accounts.models import User
from balie.events.actor import SYSTEM, Actor
from balie.people.access import contact_of
from balie.people.identities import contact_for
from balie.people.models import Contact
from balie.tickets.assignment import move_to_team
from balie.tickets.of_contacts.merging import merge_contacts
from balie.tickets.of_contacts.permitting import NotTheirs
from balie.tickets.of_contacts.unmerging import unmerge_contact
from balie.tickets.participation import add_participants
from tests.support.world import World


def merge(user: User, source: Contact, target: Contact) -> None:
    merge_contacts(source_id=source.pk, target_id=target.pk, actor=Actor.user(user.pk))


@pytest.mark.parametrize("takes_part", [False, True])
def test_agents_merge_contacts_whose_tickets_they_all_see(world: World, takes_part: bool) -> None:
    own = contact_for(email="anna@inbox.example")
    secret = world.ticket(team=world.orders, requester=world.oscar if takes_part else world.emma)
    if takes_part:
        add_participants(ticket_id=secret.pk, contact_ids=[world.emma.pk], actor=SYSTEM)
    for pair in ((world.emma, own), (own, world.emma)):
        with pytest.raises(NotTheirs, match="supervisor"):
            merge(world.anna, *pair)
    merge(world.anna, own, world.farid)
    merge(world.bram, world.emma, world.farid)


def test_what_was_merged_into_one_of_them_counts_too(world: World) -> None:
    world.ticket(team=world.orders, requester=world.emma)
    merge(world.chiara, world.emma, world.farid)
    with pytest.raises(NotTheirs):
        merge(world.anna, world.farid, world.oscar)


def test_agents_take_contacts_apart_whose_tickets_they_all_see(world: World) -> None:
    ticket = world.ticket(requester=world.emma)
    merge(world.anna, world.emma, world.farid)
    move_to_team(ticket_id=ticket.pk, team_id=world.orders.pk, actor=SYSTEM)
    with pytest.raises(NotTheirs):
        unmerge_contact(contact_id=world.emma.pk, actor=Actor.user(world.anna.pk))
    unmerge_contact(contact_id=world.emma.pk, actor=Actor.user(world.chiara.pk))
    assert Contact.objects.get(pk=world.emma.pk).merged_into is None


@pytest.mark.parametrize("signed_in", [False, True])
def test_only_administrators_merge_contacts_who_work_at_the_desk(world: World, signed_in: bool) -> None:
    bram = contact_of(world.bram) if signed_in else contact_for(email=world.bram.email)
    for pair in ((bram, world.emma), (world.emma, bram)):
        with pytest.raises(NotTheirs, match="administrators"):
            merge(world.chiara, *pair)
    merge(world.dieter, bram, world.emma)
    with pytest.raises(NotTheirs, match="administrators"):
        unmerge_contact(contact_id=bram.pk, actor=Actor.user(world.chiara.pk))
    unmerge_contact(contact_id=bram.pk, actor=Actor.user(world.dieter.pk))


def test_light_agents_merge_nobody(world: World) -> None:
    with pytest.raises(NotTheirs, match="Light agents"):
        merge(world.lena, world.emma, world.farid)
