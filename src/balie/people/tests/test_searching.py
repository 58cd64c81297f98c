import pytest

from balie.events.actor import SYSTEM
from balie.people.custom_fields.filling import change_contact_fields, change_organisation_fields
from balie.people.custom_fields.tests.making import made
from balie.people.field_records import Of
from balie.people.identities import contact_for
from balie.people.models import Contact
from balie.people.searching import find_contacts, find_organisations, the_one_called
from tests.support.world import World


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("emma", "Emma Klein"),
        ("KLEIN", "Emma Klein"),
        ("klein emma", "Emma Klein"),
        ("lei", "Emma Klein"),
        ("emma@fiets", "Emma Klein"),
        ("fietsfabriek.example", "Emma Klein"),
        ("haddad", "Farid Haddad"),
        ("Hadad", "Farid Haddad"),
        ("farid hadat", "Farid Haddad"),
    ],
)
def test_contacts_are_found_by_parts_of_names_and_addresses_and_by_what_is_like_them(
    world: World, text: str, name: str
) -> None:
    assert [contact.name for contact in find_contacts(text)] == [name]


def test_names_that_are_only_alike_can_be_left_out(world: World) -> None:
    assert find_contacts("hadad", alike=False) == []


def test_case_and_accents_do_not_matter(world: World) -> None:
    zoe = contact_for(email="z@elsewhere.example", name="Zoë Müßig")
    for text in ("zoe", "ZOË", "mussig"):
        assert find_contacts(text) == [zoe]


@pytest.mark.parametrize("text", ["", "e", "e m", "em", "%%%", "\x00\x00\x00", "nobody at all"])
def test_too_little_and_nonsense_find_nobody(world: World, text: str) -> None:
    assert find_contacts(text) == []


def test_who_was_merged_is_not_found(world: World) -> None:
    Contact.objects.filter(pk=world.emma.pk).update(merged_into=world.farid)
    assert find_contacts("emma") == []


def test_an_address_that_begins_so_comes_first_and_there_are_no_more_than_asked_for(world: World) -> None:
    other = contact_for(email="a.emma@elsewhere.example", name="Emma")
    assert find_contacts("emma") == [world.emma, other]
    assert find_contacts("emma", limit=1) == [world.emma]


def test_one_is_meant_by_a_name_as_long_as_nobody_else_is(world: World) -> None:
    assert the_one_called("emma klein") == the_one_called("klein") == the_one_called("Emma@fietsfabriek.example")
    assert the_one_called("Emma Klein") == world.emma
    kleiner = contact_for(email="e2@elsewhere.example", name="Emma Kleiner")
    assert the_one_called("klein") is None
    assert the_one_called("Emma Klein") == world.emma
    Contact.objects.filter(pk=kleiner.pk).update(name="emma klein")
    assert the_one_called("Emma Klein") is None


def test_contacts_and_organisations_are_found_by_what_their_custom_fields_hold(world: World) -> None:
    number, seats = made("customer_number"), made("contract", of=Of.ORGANISATION)
    change_contact_fields(contact_id=world.emma.pk, given={number: "KÜ-1742"}, actor=SYSTEM)
    change_organisation_fields(organisation_id=world.fietsfabriek.pk, given={seats: "Frame 2030"}, actor=SYSTEM)
    assert find_contacts("ku-1742") == [world.emma]
    assert find_organisations("frame 2030") == [world.fietsfabriek]
    # Nobody is meant by that alone.
    assert the_one_called("KÜ-1742") is None
