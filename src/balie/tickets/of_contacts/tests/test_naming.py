"""Views, templates and defaults that name a contact who is merged find the one that stays."""

import pytest

from balie.accounts.directory import directory
from balie.conditions.storing import stored
from balie.conditions.tree import All, Is, Node, Not
from balie.custom_fields.types import Type
from balie.events.actor import SYSTEM
from balie.people.identities import contact_for
from balie.people.models import Contact
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.field_records import FieldDefinition
from balie.tickets.fields import ticket_fields
from balie.tickets.of_contacts.merging import merge_contacts
from balie.tickets.of_contacts.unmerging import unmerge_contact
from balie.tickets.template_records import TicketTemplate
from balie.tickets.views import View
from tests.support.world import World


@pytest.fixture
def private(world: World) -> Contact:
    """Emma, writing from home."""
    return contact_for(email="emma@inbox.example", name="Emma Klein")


def merge(source: Contact, target: Contact) -> None:
    merge_contacts(source_id=source.pk, target_id=target.pk, actor=SYSTEM)


def view(world: World, node: Node) -> View:
    return View.objects.create(name="x", owner=world.anna, conditions=stored(node))


def nodes() -> list[Node]:
    return [it.node for it in View.objects.order_by("pk")]


def test_views_ask_for_the_one_that_stays_and_as_before_when_that_is_undone(world: World, private: Contact) -> None:
    made("whose", Type.CONTACT)
    old, new = private.pk, world.emma.pk
    view(world, All((Is("requester", (old,)), Not(Is("whose", (old, None))))))
    view(world, Is("requester", (world.oscar.pk, old, new)))
    view(world, Is("requester", (new,)))
    view(world, Is("assignee", (old,)))
    before = nodes()
    merge(private, world.emma)
    assert nodes() == [
        All((Is("requester", (new,)), Not(Is("whose", (new, None))))),
        Is("requester", (world.oscar.pk, new)),
        Is("requester", (new,)),
        Is("assignee", (old,)),
    ]
    unmerge_contact(contact_id=old, actor=SYSTEM)
    assert nodes() == before


def test_a_view_follows_through_several_merges_and_back(world: World, private: Contact) -> None:
    view(world, Is("requester", (private.pk,)))
    before = nodes()
    merge(private, world.farid)
    merge(world.farid, world.emma)
    assert nodes() == [Is("requester", (world.emma.pk,))]
    unmerge_contact(contact_id=private.pk, actor=SYSTEM)
    assert nodes() == before
    unmerge_contact(contact_id=world.farid.pk, actor=SYSTEM)
    assert nodes() == before


def test_templates_and_what_fields_hold_at_first_follow_too(world: World, private: Contact) -> None:
    field = made("whose", Type.CONTACT, default=private.pk)
    template = TicketTemplate.objects.create(name="x", owner=world.anna, fields={str(field): private.pk})

    def named() -> list[object]:
        template.refresh_from_db()
        return [template.fields[str(field)], FieldDefinition.objects.get(pk=field).default]

    merge(private, world.emma)
    assert named() == [world.emma.pk, world.emma.pk]
    unmerge_contact(contact_id=private.pk, actor=SYSTEM)
    assert named() == [private.pk, private.pk]
    merge(private, world.emma)
    TicketTemplate.objects.update(fields={str(field): world.oscar.pk})
    unmerge_contact(contact_id=private.pk, actor=SYSTEM)
    assert named() == [world.oscar.pk, private.pk]


def test_who_is_asked_for_by_the_number_of_a_merged_contact_is_the_one_that_stays(
    world: World, private: Contact
) -> None:
    merge(private, world.emma)
    assert ticket_fields(directory())["requester"].read([str(private.pk)]) == Is("requester", (world.emma.pk,))
