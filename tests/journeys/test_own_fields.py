"""Custom fields, from the settings to a resolved ticket, in a real browser."""

import pytest
from playwright.sync_api import Locator, Page, expect

from balie.custom_fields.types import Type
from balie.events.actor import Actor
from balie.tickets.custom_fields.filling import change_fields
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.models import Ticket
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def held(ticket: Ticket) -> dict[str, object]:
    return dict(Ticket.objects.get(pk=ticket.pk).fields)


def test_a_field_is_defined_and_needed_to_resolve(desk: World, sit: Sit) -> None:
    page = sit(desk.dieter, "/desk/settings/fields/")
    page.get_by_role("link", name="Add a field").click()
    page.get_by_role("link", name="One of several").click()
    page.get_by_label("Name", exact=True).first.fill("Cause")
    page.get_by_label("What can be chosen").fill("Paper jam\nUnplugged")
    page.get_by_label("Needed to resolve a ticket").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The field Cause is there.")).to_be_visible()
    (cause,) = known_fields().all

    ticket = desk.ticket(team=desk.it)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.keyboard.press("s")
    page.keyboard.type("resol")
    page.keyboard.press("Enter")
    asked = page.get_by_role("alert").filter(has_text="fill in: Cause")
    expect(asked).to_be_visible()
    asked.get_by_label("Cause").select_option("Unplugged")
    asked.get_by_role("button", name="Save and resolve").click()
    expect(asked).to_be_hidden()
    expect(page.locator("#panel").get_by_text("Unplugged").first).to_be_visible()
    ticket.refresh_from_db()
    assert (ticket.status, ticket.fields) == ("resolved", {str(cause.id): "unplugged"})


def test_it_is_typed_where_it_stands_and_a_colleague_sees_it(desk: World, sit: Sit) -> None:
    serial, ticket = made("serial"), desk.ticket(team=desk.it)
    path = f"/desk/tickets/{ticket.pk}/"
    page, other = sit(desk.anna, path), sit(desk.chiara, path)
    opened(page).click()
    page.keyboard.type("T-3")
    page.keyboard.press("Escape")
    expect(page.locator(".property-edit[open]")).to_have_count(0)
    opened(page).click()
    page.keyboard.type("T-4")
    page.keyboard.press("Enter")
    expect(page.locator("#panel").get_by_text("T-4")).to_be_visible()
    expect(page.locator(".property-edit[open]")).to_have_count(0)
    assert held(ticket) == {str(serial): "T-4"}
    expect(other.locator("#panel").get_by_text("T-4")).to_be_visible()


def opened(page: Page) -> Locator:
    return page.locator("#panel summary", has=page.locator(".own-value"))


def test_what_is_open_to_be_typed_in_is_not_taken_away(desk: World, sit: Sit) -> None:
    serial, place, ticket = made("serial"), made("place"), desk.ticket(team=desk.it)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    page.get_by_label("Change Serial").click()
    page.keyboard.type("T-3")
    change_fields(ticket_id=ticket.pk, given={place: "Delft"}, actor=Actor.user(desk.chiara.pk))
    expect(page.locator("#ticket").get_by_text("changed Place")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#panel").get_by_text("T-3")).to_be_visible()
    expect(page.locator("#panel").get_by_text("Delft")).to_be_visible()
    assert held(ticket) == {str(serial): "T-3", str(place): "Delft"}


def test_a_form_asks_what_its_answers_call_for(desk: World, sit: Sit) -> None:
    cause = made("cause", Type.TREE)
    made("screen", depends_on=cause, when=["hardware"])
    made("steps", kinds=["incident"])
    page = sit(desk.anna, "/desk/tickets/new/")
    screen, steps = page.get_by_label("Screen", exact=True), page.get_by_label("Steps")
    expect(page.get_by_label("Cause")).to_be_visible()
    expect(screen).to_be_hidden()
    expect(steps).to_be_hidden()
    page.get_by_label("Kind").select_option("incident")
    expect(steps).to_be_visible()
    page.get_by_label("Cause").select_option("till")
    expect(screen).to_be_visible()
    page.get_by_label("Cause").select_option("software")
    expect(screen).to_be_hidden()
