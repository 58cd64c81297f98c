"""What is known of contacts and organisations in fields of one's own."""

import pytest

from balie.core.refusals import NotAllowed
from balie.custom_fields.definitions import Option
from balie.custom_fields.option_lines import options_of
from balie.custom_fields.refusing import FieldsRefused
from balie.custom_fields.types import Type
from balie.events.actor import SYSTEM
from balie.events.models import Event
from balie.people.custom_fields.defining import (
    Shape,
    add_field,
    archive_field,
    change_field,
    key_for,
    move_field,
    restore_field,
)
from balie.people.custom_fields.filling import change_contact_fields, change_organisation_fields, mark_of
from balie.people.custom_fields.known import fields_of
from balie.people.custom_fields.tests.making import made
from balie.people.editing.refusals import ChangedMeanwhile
from balie.people.field_records import Of
from balie.people.models import Contact
from tests.support.world import World


def told(pk: int, given: dict[int, object], **more: dict[int, str]) -> dict[str, object]:
    change_contact_fields(contact_id=pk, given=given, actor=SYSTEM, **more)
    return dict(Contact.objects.get(pk=pk).fields)


def test_what_is_given_is_kept_in_its_form_and_the_log_holds_no_words(world: World) -> None:
    number, tier = made("customer_number"), made("tier", Type.TREE)
    assert told(world.emma.pk, {number: " K-17 ", tier: "gold_plus"}) == {str(number): "K-17", str(tier): "gold_plus"}
    event = Event.objects.get(kind="contact.fields_changed")
    assert event.data == {"contact": world.emma.pk, "fields": [number, tier]}
    told(world.emma.pk, {number: "K-17"})
    assert Event.objects.filter(kind="contact.fields_changed").count() == 1
    assert told(world.emma.pk, {number: ""}) == {str(tier): "gold_plus"}


def test_organisations_have_fields_of_their_own(world: World) -> None:
    seats = made("seats", Type.NUMBER, of=Of.ORGANISATION)
    house = world.emma.organisation
    assert house
    assert change_organisation_fields(organisation_id=house.pk, given={seats: "12"}, actor=SYSTEM).fields == {
        str(seats): 12
    }
    with pytest.raises(FieldsRefused, match="no such field"):
        told(world.emma.pk, {seats: 12})


def test_what_will_not_do_is_refused_and_nothing_of_it_is_kept(world: World) -> None:
    since, number = made("since", Type.DATE), made("customer_number")
    with pytest.raises(FieldsRefused, match="Since: Choose a date") as refusal:
        told(world.emma.pk, {number: "K-17", since: "soon"})
    assert list(refusal.value.keys.values()) == ["since"]
    assert Contact.objects.get(pk=world.emma.pk).fields == {}


def test_whoever_is_slower_is_told_and_changes_nothing(world: World) -> None:
    number = made("customer_number")
    told(world.emma.pk, {number: "K-17"}, seen={number: mark_of(None)})
    with pytest.raises(ChangedMeanwhile, match="Customer_number"):
        told(world.emma.pk, {number: "K-18"}, seen={number: mark_of(None)})
    assert told(world.emma.pk, {number: "K-18"}, seen={number: mark_of("K-17")}) == {str(number): "K-18"}


def test_an_archived_field_keeps_what_it_holds_and_takes_nothing(world: World) -> None:
    number = made("customer_number")
    told(world.emma.pk, {number: "K-17"})
    archive_field(pk=number, actor=SYSTEM)
    with pytest.raises(FieldsRefused):
        told(world.emma.pk, {number: "K-18"})
    restore_field(pk=number, actor=SYSTEM)
    assert told(world.emma.pk, {number: "K-18"}) == {str(number): "K-18"}


def test_a_choice_that_is_gone_stays_where_it_is_chosen(world: World) -> None:
    tier = made("tier", Type.CHOICE, options="Gold\nSilver")
    told(world.emma.pk, {tier: "gold"})
    change_field(pk=tier, shape=Shape("Tier", options=options_of("Silver")), actor=SYSTEM)
    assert fields_of(Of.CONTACT).by_id[tier].options == (Option("silver", "Silver"), Option("gold", "Gold", gone=True))
    assert told(world.emma.pk, {tier: "gold"}) == {str(tier): "gold"}
    told(world.emma.pk, {tier: "silver"})
    with pytest.raises(FieldsRefused):
        told(world.emma.pk, {tier: "gold"})


@pytest.mark.django_db
def test_keys_are_of_contacts_or_of_organisations_and_neither_takes_what_imports_call_something_else() -> None:
    made("region")
    made("region", of=Of.ORGANISATION)
    assert key_for(Of.CONTACT, "Region") == "region_2"
    assert key_for(Of.CONTACT, "E-Mail") == "e_mail"
    assert key_for(Of.CONTACT, "Email") == "email_2"
    for key, kind in (("email", Type.TEXT), ("region", Type.TEXT), ("friend", Type.CONTACT)):
        with pytest.raises(NotAllowed):
            add_field(of=Of.CONTACT, key=key, kind=kind, shape=Shape("X"), actor=SYSTEM)


@pytest.mark.django_db
def test_fields_are_put_in_order_each_among_its_own() -> None:
    one, other, two = made("one"), made("other", of=Of.ORGANISATION), made("two")
    move_field(pk=two, up=True, actor=SYSTEM)
    assert [it.id for it in fields_of(Of.CONTACT).live] == [two, one]
    assert [it.id for it in fields_of(Of.ORGANISATION).live] == [other]
