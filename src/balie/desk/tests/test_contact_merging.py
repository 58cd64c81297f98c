"""Contacts who are one person are merged on their pages, and taken apart again."""

from balie.desk.tests.desk import seated, text
from balie.events.actor import SYSTEM
from balie.events.models import Event
from balie.people.editing.contacts import add_address
from balie.people.identities import contact_for
from balie.people.merging.duplicates import duplicates_of
from balie.people.models import Contact
from balie.tickets.models import Ticket
from tests.support.world import World


def test_two_contacts_are_merged_after_a_look(world: World) -> None:
    anna, private = seated(world.anna), contact_for(email="emma@inbox.example", name="Emma Klein")
    ticket = world.ticket(requester=private)
    page = text(anna.get(f"/desk/contacts/{private.pk}/merge/", {"with": world.emma.pk}))
    assert "emma@inbox.example" in page
    assert "1 ticket that Emma Klein asked goes along." in page
    merged = anna.post(f"/desk/contacts/{private.pk}/merge/", {"with": world.emma.pk, "stays": world.emma.pk})
    assert merged["Location"] == f"/desk/contacts/{world.emma.pk}/"
    assert Ticket.objects.get(pk=ticket.pk).requester == world.emma
    assert anna.get(f"/desk/contacts/{private.pk}/")["Location"] == f"/desk/contacts/{world.emma.pk}/"
    page = text(anna.get(f"/desk/contacts/{world.emma.pk}/"))
    assert f'action="/desk/contacts/{private.pk}/separation/"' in page
    anna.post(f"/desk/contacts/{private.pk}/separation/")
    assert Ticket.objects.get(pk=ticket.pk).requester == private


def test_the_one_that_was_chosen_stays(world: World) -> None:
    anna = seated(world.anna)
    anna.post(f"/desk/contacts/{world.emma.pk}/merge/", {"with": world.farid.pk, "stays": world.farid.pk})
    assert Contact.objects.get(pk=world.emma.pk).merged_into == world.farid
    assert (
        anna.post(
            f"/desk/contacts/{world.farid.pk}/merge/", {"with": world.emma.pk, "stays": world.farid.pk}
        ).status_code
        == 422
    )
    assert anna.get(f"/desk/contacts/{world.farid.pk}/merge/", {"with": "999999"}).status_code == 200
    assert anna.post(f"/desk/contacts/{world.farid.pk}/merge/", {"with": "999999"}).status_code == 404
    assert anna.post(f"/desk/contacts/{world.farid.pk}/merge/", {"stays": world.oscar.pk}).status_code == 404


def test_who_may_be_the_same_person_is_suggested_until_somebody_says_otherwise(world: World) -> None:
    named = contact_for(email="e.klein@inbox.example", name="EMMA KLEIN")
    for who, number in ((world.emma, "+31 20 123 45 67"), (world.farid, "020 1234567")):
        add_address(contact_id=who.pk, kind="phone", value=number, actor=SYSTEM)
    Contact.objects.filter(pk=world.oscar.pk).update(organisation=world.fietsfabriek)
    add_address(contact_id=world.oscar.pk, kind="email", value="emma@inbox.example", actor=SYSTEM)
    world.oscar.refresh_from_db()
    assert {(it.contact, it.why) for it in duplicates_of(world.emma)} == {(named, "name"), (world.farid, "phone")}
    assert [(it.contact, it.why) for it in duplicates_of(world.oscar)] == [(world.emma, "address")]
    anna = seated(world.anna)
    assert "the same number" in text(anna.get(f"/desk/contacts/{world.emma.pk}/"))
    for _ in range(2):
        anna.post(f"/desk/contacts/{world.farid.pk}/duplicates/{world.emma.pk}/removal/")
    assert Event.objects.get(kind="contact.told_apart").data == {"contact": world.farid.pk, "other": world.emma.pk}
    assert [it.contact for it in duplicates_of(world.emma)] == [named]
    assert "EMMA KLEIN" in text(anna.get(f"/desk/contacts/{world.emma.pk}/choices/"))
    assert "Farid" in text(anna.get(f"/desk/contacts/{world.emma.pk}/choices/?q=haddad"))


def test_who_does_not_see_all_their_tickets_is_refused_in_words(world: World) -> None:
    anna, ticket = seated(world.anna), world.ticket(team=world.orders)
    address, pair = f"/desk/contacts/{world.farid.pk}/merge/", {"with": world.emma.pk, "stays": world.farid.pk}
    page = text(anna.get(address, pair))
    assert "Some of their tickets are of teams that you are not in." in page
    assert "What happens" not in page
    refused = anna.post(address, pair)
    assert refused.status_code == 403
    assert "Some of their tickets are of teams that you are not in." in text(refused)
    assert anna.get(f"/desk/tickets/{ticket.pk}/").status_code == 404
    assert seated(world.chiara).post(address, pair).status_code == 303
    apart = anna.post(f"/desk/contacts/{world.emma.pk}/separation/")
    assert apart.status_code == 403
    assert "Some of their tickets are of teams that you are not in." in text(apart)
    assert Contact.objects.get(pk=world.emma.pk).merged_into == world.farid
