"""What is known of contacts in fields of one's own, from the settings to the side of a ticket, in a real browser."""

import pytest
from playwright.sync_api import expect

from balie.custom_fields.types import Type
from balie.people.custom_fields.known import fields_of
from balie.people.custom_fields.tests.making import made
from balie.people.field_records import Of
from balie.people.models import Contact
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_a_detail_is_defined_filled_in_and_read_beside_a_ticket(desk: World, sit: Sit) -> None:
    page = sit(desk.dieter, "/desk/settings/fields/")
    page.get_by_role("navigation", name="Whose fields").get_by_role("link", name="Contacts").click()
    page.get_by_role("link", name="Add a field").click()
    page.get_by_role("link", name="Text", exact=True).click()
    page.get_by_label("Name", exact=True).first.fill("Customer number")
    page.get_by_label("Stands beside their tickets").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The field Customer number is there.")).to_be_visible()
    (field,) = fields_of(Of.CONTACT).all

    path = f"/desk/contacts/{desk.emma.pk}/"
    page, other = sit(desk.anna, path), sit(desk.chiara, path)
    for one, number in ((page, "K-17"), (other, "K-18")):
        details = one.locator("#own-fields")
        details.get_by_label("Change Customer number").click()
        details.get_by_role("textbox", name="Customer number").fill(number)
        details.get_by_role("button", name="Save").click()
    expect(page.locator("#own-fields").get_by_text("K-17")).to_be_visible()
    # The second is told, and finds what she typed.
    expect(other.locator("#own-fields").get_by_text("meanwhile")).to_be_visible()
    expect(other.locator("#own-fields").get_by_role("textbox", name="Customer number")).to_have_value("K-18")
    assert Contact.objects.get(pk=desk.emma.pk).fields == {str(field.id): "K-17"}

    ticket = desk.ticket(team=desk.it)
    page.goto(page.url.replace(path, f"/desk/tickets/{ticket.pk}/"))
    expect(page.locator("#panel").get_by_text("K-17")).to_be_visible()


def test_a_choice_is_made_where_it_stands(desk: World, sit: Sit) -> None:
    tier = made("tier", Type.CHOICE, options="Gold\nSilver")
    page = sit(desk.anna, f"/desk/contacts/{desk.emma.pk}/")
    details = page.locator("#own-fields")
    details.locator(".combobox button").first.click()
    page.get_by_role("option", name="Silver").click()
    expect(page.get_by_text("Tier changed")).to_be_visible()
    expect(details.get_by_text("Silver").first).to_be_visible()
    assert Contact.objects.get(pk=desk.emma.pk).fields == {str(tier): "silver"}
