"""Contacts and organisations are changed from their pages."""

import re

from balie.desk.tests.desk import seated, text
from balie.people.editing.contacts import version_of
from balie.people.identities import emails_of
from tests.support.world import World


def test_a_contact_is_edited_in_place(world: World) -> None:
    anna, address = seated(world.anna), f"/desk/contacts/{world.emma.pk}/"
    (version,) = re.findall(r'name="version" value="(\w+)"', text(anna.get(address)))
    given = {"name": "Emma Groot", "organisation": "Fietsfabriek", "language": "nl", "version": version}
    assert anna.post(f"{address}details/", given)["Location"] == address
    assert "Emma Groot" in text(anna.get(address))
    late = anna.post(f"{address}details/", {**given, "name": "Emma de Late"})
    assert late.status_code == 409
    page = text(late)
    assert 'value="Emma de Late"' in page
    assert "Anna de Vries has changed this contact meanwhile (Name: Emma Groot)" in page
    assert "<h1>Emma Groot</h1>" in page


def test_a_contact_keeps_a_name(world: World) -> None:
    anna, address = seated(world.anna), f"/desk/contacts/{world.emma.pk}/"
    given = {"name": "  ", "organisation": "", "language": "nl", "version": version_of(world.emma)}
    refused = anna.post(f"{address}details/", given)
    assert refused.status_code == 422
    assert "can&#39;t lose their name" in text(refused)


def test_what_was_refused_leads_back_to_the_page_when_it_is_loaded_again(world: World) -> None:
    anna = seated(world.anna)
    for page in (f"/desk/contacts/{world.emma.pk}/", f"/desk/organisations/{world.fietsfabriek.pk}/"):
        assert anna.get(f"{page}details/")["Location"] == page
    assert anna.get(f"/desk/contacts/{world.emma.pk}/addresses/")["Location"] == f"/desk/contacts/{world.emma.pk}/"


def test_addresses_are_added_and_removed_on_the_page(world: World) -> None:
    anna, address = seated(world.anna), f"/desk/contacts/{world.emma.pk}/"
    refused = anna.post(f"{address}addresses/", {"kind": "email", "value": "emma at home"})
    assert refused.status_code == 422
    assert 'value="emma at home"' in text(refused)
    anna.post(f"{address}addresses/", {"kind": "phone", "value": "020 123 4567"})
    page = text(anna.get(address))
    assert "0201234567" in page
    removal = re.findall(rf'action="({address}addresses/\d+/removal/)"', page)
    anna.post(removal[-1])
    assert "0201234567" not in text(anna.get(address))
    assert anna.post(f"{address}addresses/999999999/removal/").status_code == 404
    assert emails_of(world.emma.pk)


def test_who_sees_not_all_of_a_contacts_tickets_gives_them_no_address(world: World) -> None:
    world.ticket(team=world.orders)
    anna, address = seated(world.anna), f"/desk/contacts/{world.emma.pk}/"
    given = {"kind": "email", "value": "anna@elsewhere.example"}
    refused = anna.post(f"{address}addresses/", given)
    assert refused.status_code == 422
    assert "Ask a supervisor" in text(refused)
    assert "anna@elsewhere.example" not in emails_of(world.emma.pk)
    assert seated(world.chiara).post(f"{address}addresses/", given)["Location"] == address


def test_domains_are_added_and_removed_on_the_page(world: World) -> None:
    anna, address = seated(world.anna), f"/desk/organisations/{world.fietsfabriek.pk}/"
    refused = anna.post(f"{address}domains/", {"domain": "gmail.com"})
    assert refused.status_code == 422
    assert "Anybody can have an address at gmail.com" in text(refused)
    anna.post(f"{address}domains/", {"domain": "bikes.example"})
    page = text(anna.get(address))
    assert "bikes.example" in page
    (first, _second) = re.findall(rf'action="({address}domains/\d+/removal/)"', page)
    anna.post(first)
    assert "bikes.example" not in text(anna.get(address))
    anna.post(f"{address}details/", {"name": "Bikes", "before": "Fietsfabriek"})
    assert "<h1>Bikes</h1>" in text(anna.get(address))


def test_light_agents_read_and_change_nothing(world: World) -> None:
    lena = seated(world.lena)
    for path in (f"/desk/contacts/{world.emma.pk}/", f"/desk/organisations/{world.fietsfabriek.pk}/"):
        page = text(lena.get(path))
        assert "/details/" not in page
        assert "/removal/" not in page
    assert lena.post(f"/desk/contacts/{world.emma.pk}/details/", {"name": "x"}).status_code == 403
