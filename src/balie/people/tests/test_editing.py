"""What is known of contacts and organisations is changed, without treading on others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.events.actor import SYSTEM
from balie.events.models import Event
from balie.people.editing.contacts import add_address, change_contact, remove_address, version_of
from balie.people.editing.organisations import add_domain, organisation_called, remove_domain, rename_organisation
from balie.people.editing.refusals import ChangedMeanwhile, Refused
from balie.people.editing.values import domain_in, understood
from balie.people.identities import contact_for, emails_of, find_contact
from balie.people.models import Contact, Organisation
from tests.support.world import World


def change(contact: Contact, version: str = "", **given: str) -> Contact:
    contact.refresh_from_db()
    known = {"name": contact.name, "organisation": str(contact.organisation or ""), "language": contact.language}
    return change_contact(
        contact_id=contact.pk, **{**known, **given}, version=version or version_of(contact), actor=SYSTEM
    )


def test_a_contact_is_changed_and_only_what_changed_is_told(world: World) -> None:
    change(world.emma, name="  Emma   Klein-Smit ", language="de")
    world.emma.refresh_from_db()
    assert (world.emma.name, world.emma.language) == ("Emma Klein-Smit", "de")
    assert world.emma.organisation == world.fietsfabriek
    event = Event.objects.filter(kind="contact.changed").get()
    assert event.data["fields"] == ["name", "language"]
    assert "Smit" not in str(event.data)


def test_whoever_was_slower_is_told(world: World) -> None:
    seen = version_of(world.emma)
    change(world.emma, name="Emma K.")
    with pytest.raises(ChangedMeanwhile):
        change(world.emma, version=seen, name="E. Klein")
    assert Contact.objects.get(pk=world.emma.pk).name == "Emma K."


def test_an_organisation_is_found_whatever_its_case_and_made_when_there_is_none(world: World) -> None:
    assert change(world.farid, organisation="FIETSFABRIEK").organisation == world.fietsfabriek
    made = change(world.farid, organisation="Lampenhuis").organisation
    assert made
    assert made.name == "Lampenhuis"
    assert change(world.farid, organisation="").organisation is None


def test_addresses_come_and_go(world: World) -> None:
    add_address(contact_id=world.emma.pk, kind="email", value=" Emma@Private.example ", actor=SYSTEM)
    assert find_contact("emma@private.example") == world.emma
    first = world.emma.identities.get(value="emma@fietsfabriek.example")
    remove_address(contact_id=world.emma.pk, identity_id=first.pk, actor=SYSTEM)
    assert emails_of(world.emma.pk) == ["emma@private.example"]
    with pytest.raises(Refused, match="no other"):
        remove_address(contact_id=world.emma.pk, identity_id=world.emma.identities.get().pk, actor=SYSTEM)


def test_an_address_belongs_to_one_contact(world: World) -> None:
    with pytest.raises(Refused, match="Farid"):
        add_address(contact_id=world.emma.pk, kind="email", value=emails_of(world.farid.pk)[0], actor=SYSTEM)
    with pytest.raises(Refused, match="already"):
        add_address(contact_id=world.emma.pk, kind="email", value=emails_of(world.emma.pk)[0], actor=SYSTEM)


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("phone", "0031 (20) 123-45 67", "+31201234567"),
        ("phone", "020/1234567", "0201234567"),
        ("email", "<A@B.nl>", "a@b.nl"),
    ],
)
def test_the_same_is_kept_however_it_is_written(kind: str, value: str, kept: str) -> None:
    assert understood(kind, value) == kept


@pytest.mark.parametrize(
    ("kind", "value"), [("phone", "call me"), ("phone", "12"), ("email", "emma"), ("handle", "x"), ("", "")]
)
def test_what_is_no_address_is_refused(kind: str, value: str) -> None:
    with pytest.raises(Refused):
        understood(kind, value)


@given(st.text(max_size=60))
def test_any_words_are_a_domain_or_refused(text: str) -> None:
    try:
        domain = domain_in(text)
    except Refused:
        return
    assert domain_in(domain) == domain == domain.lower()


def test_contacts_of_a_domain_join_from_then_on(world: World) -> None:
    before, other = contact_for(email="jan@lamps.example"), contact_for(email="piet@mylamps.example")
    lamps = organisation_called(name="Lamps", actor=SYSTEM)
    assert add_domain(organisation_id=lamps.pk, text="https://www.Lamps.example/contact", actor=SYSTEM) == 1
    after = contact_for(email="kees@lamps.example")
    assert set(lamps.contacts.all()) == {before, after}
    assert other not in lamps.contacts.all()
    remove_domain(organisation_id=lamps.pk, domain_id=lamps.domains.get().pk, actor=SYSTEM)
    assert contact_for(email="late@lamps.example").organisation is None


@pytest.mark.parametrize("text", ["gmail.com", "emma@GMX.de", "fietsfabriek.example", "no domain", "localhost", ""])
def test_public_taken_and_impossible_domains_are_refused(world: World, text: str) -> None:
    lamps = organisation_called(name="Lamps", actor=SYSTEM)
    with pytest.raises(Refused):
        add_domain(organisation_id=lamps.pk, text=text, actor=SYSTEM)


def test_an_organisation_is_renamed_by_whoever_knows_its_name(world: World) -> None:
    pk = world.fietsfabriek.pk
    rename_organisation(organisation_id=pk, name="Fietsen", before="Fietsfabriek", actor=SYSTEM)
    with pytest.raises(ChangedMeanwhile):
        rename_organisation(organisation_id=pk, name="Bikes", before="Fietsfabriek", actor=SYSTEM)
    with pytest.raises(Refused):
        rename_organisation(organisation_id=pk, name=" ", before="Fietsen", actor=SYSTEM)
    assert Organisation.objects.get(pk=pk).name == "Fietsen"
