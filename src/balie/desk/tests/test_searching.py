"""Search, contacts and organisations."""

import pytest

from balie.desk.tests.desk import seated, text
from balie.people.identities import contact_for
from balie.people.models import Contact
from tests.cast import EMMA
from tests.support.world import World


def test_words_lead_to_tickets_and_are_marked(world: World) -> None:
    ticket = world.ticket(subject="Broken kettle", text="The kettle <b>leaks</b> since Monday.")
    world.ticket(subject="Quite another thing")
    page = text(seated(world.anna).get("/desk/search/?q=kettle"))
    assert f'href="/desk/tickets/{ticket.pk}/#message-' in page
    assert "<mark>kettle</mark>" in page
    assert "<b>leaks" not in page
    assert "another thing" not in page
    assert 'value="kettle"' in page


def test_nothing_of_other_teams_is_found(world: World) -> None:
    world.ticket(subject="Secret kettle", team=world.orders)
    page = text(seated(world.anna).get("/desk/search/?q=kettle"))
    assert "Secret" not in page
    assert "Nothing found" in page


def test_a_number_leads_straight_to_its_ticket(world: World) -> None:
    ticket, hidden = world.ticket(), world.ticket(team=world.orders)
    anna = seated(world.anna)
    assert anna.get(f"/desk/search/?q=%23{ticket.pk}")["Location"] == f"/desk/tickets/{ticket.pk}/"
    assert anna.get(f"/desk/search/?q=%23{hidden.pk}").status_code == 200


@pytest.mark.parametrize("words", ["emma", "KLEIN", "emma@fiets"])
def test_people_are_found_by_name_and_address(world: World, words: str) -> None:
    page = text(seated(world.anna).get("/desk/search/", {"q": words}))
    assert f'href="/desk/contacts/{world.emma.pk}/"' in page


@pytest.mark.parametrize("words", ["", "   ", "%", "-", '"', "#", "#99999999999999999999", "a" * 5000])
def test_any_words_can_be_searched_for(world: World, words: str) -> None:
    assert seated(world.anna).get("/desk/search/", {"q": words}).status_code == 200


def test_a_contacts_page_tells_who_they_are_and_what_they_asked(world: World) -> None:
    mine, hidden = world.ticket(subject="Visible one"), world.ticket(subject="Hidden one", team=world.orders)
    page = text(seated(world.anna).get(f"/desk/contacts/{world.emma.pk}/"))
    for words in (EMMA.name, EMMA.email, "Fietsfabriek", mine.subject):
        assert words in page
    assert hidden.subject not in page


def test_a_merged_contact_leads_to_the_other(world: World) -> None:
    other = contact_for(email="emma@private.example")
    Contact.objects.filter(pk=other.pk).update(merged_into=world.emma)
    answer = seated(world.anna).get(f"/desk/contacts/{other.pk}/")
    assert answer["Location"] == f"/desk/contacts/{world.emma.pk}/"


def test_an_organisation_shows_its_people_and_their_tickets(world: World) -> None:
    ticket, _other = world.ticket(), world.ticket(requester=world.farid, subject="Of somebody else")
    page = text(seated(world.anna).get(f"/desk/organisations/{world.fietsfabriek.pk}/"))
    assert ticket.subject in page
    assert EMMA.name in page
    assert "fietsfabriek.example" in page
    assert "Of somebody else" not in page


@pytest.mark.parametrize("path", ["/desk/contacts/999999999/", "/desk/organisations/999999999/"])
def test_who_is_not_there_is_not_found(world: World, path: str) -> None:
    assert seated(world.anna).get(path).status_code == 404
