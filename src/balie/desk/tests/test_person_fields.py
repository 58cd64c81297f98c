"""Custom fields of contacts and organisations on their pages and beside tickets."""

import re

from django.test import Client

from balie.custom_fields.types import Type
from balie.desk.tests.desk import seated, text
from balie.events.actor import SYSTEM
from balie.people.custom_fields.defining import archive_field
from balie.people.custom_fields.filling import change_contact_fields, change_organisation_fields
from balie.people.custom_fields.tests.making import made
from balie.people.field_records import Of
from balie.people.models import Contact
from tests.support.world import World


def mark(anna: Client, page: str, field: int) -> str:
    """As the field's form sends it."""
    (form,) = re.findall(
        rf'action="{page}fields/{field}/".*?name="seen" value="(\w+)"', text(anna.get(page)), re.DOTALL
    )
    return str(form)


def test_a_field_is_filled_on_the_contacts_page(world: World) -> None:
    number, anna, page = made("number_of_theirs"), seated(world.anna), f"/desk/contacts/{world.emma.pk}/"
    assert "1 empty field" in text(anna.get(page))
    seen = mark(anna, page, number)
    assert anna.post(f"{page}fields/{number}/", {"value": "K-17", "seen": seen})["Location"] == page
    shown = text(anna.get(page))
    assert "K-17" in shown
    assert "empty field" not in shown
    late = anna.post(f"{page}fields/{number}/", {"value": "K-18", "seen": seen})
    assert late.status_code == 409
    assert "has changed “Number_of_theirs” meanwhile" in text(late)
    assert 'value="K-18"' in text(late)


def test_what_will_not_do_comes_back_in_its_place(world: World) -> None:
    since, anna, page = made("since", Type.DATE), seated(world.anna), f"/desk/contacts/{world.emma.pk}/"
    sent = {"value": "soon", "seen": mark(anna, page, since)}
    part = anna.post(f"{page}fields/{since}/", sent, headers={"HX-Request": "true"})
    assert part.status_code == 422
    assert "Choose a date" in text(part)
    assert "<hx-partial" in text(part)
    assert "Choose a date" in text(anna.post(f"{page}fields/{since}/", sent))
    assert Contact.objects.get(pk=world.emma.pk).fields == {}


def test_an_organisation_has_its_own(world: World) -> None:
    seats = made("seats", Type.NUMBER, of=Of.ORGANISATION)
    anna, page = seated(world.anna), f"/desk/organisations/{world.fietsfabriek.pk}/"
    part = anna.post(
        f"{page}fields/{seats}/", {"value": "12", "seen": mark(anna, page, seats)}, headers={"HX-Request": "true"}
    )
    assert "Seats changed" in text(part)
    assert "12" in text(anna.get(page))
    assert anna.post(f"/desk/contacts/{world.emma.pk}/fields/{seats}/", {"value": "1"}).status_code == 404


def test_what_is_archived_is_only_read_and_light_agents_read_all(world: World) -> None:
    number, anna, page = made("customer_number"), seated(world.anna), f"/desk/contacts/{world.emma.pk}/"
    change_contact_fields(contact_id=world.emma.pk, given={number: "K-17"}, actor=SYSTEM)
    archive_field(pk=number, actor=SYSTEM)
    assert "K-17" in text(anna.get(page))
    assert f"fields/{number}/" not in text(anna.get(page))


def test_what_is_wanted_stands_beside_the_ticket(world: World) -> None:
    tier, number = made("tier", Type.CHOICE, beside=True, options="Gold\nSilver"), made("customer_number")
    seats = made("seats", Type.NUMBER, of=Of.ORGANISATION, beside=True)
    made("birthday", Type.DATE, beside=True)
    ticket, anna = world.ticket(), seated(world.anna)
    change_contact_fields(contact_id=world.emma.pk, given={tier: "gold", number: "K-17"}, actor=SYSTEM)
    change_organisation_fields(organisation_id=world.fietsfabriek.pk, given={seats: 12}, actor=SYSTEM)
    panel = text(anna.get(f"/desk/tickets/{ticket.pk}/panel/"))
    assert re.search(r"Tier.*Gold.*Seats.*12", panel, re.DOTALL)
    assert "K-17" not in panel
    assert "Birthday" not in panel
