"""A contact and an organisation are put right."""

import pytest
from playwright.sync_api import expect

from balie.people.identities import contact_for
from tests.support.browser import barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_two_colleagues_put_a_contact_right_and_nothing_typed_is_lost(desk: World, sit: Sit) -> None:
    address = f"/desk/contacts/{desk.emma.pk}/"
    anna, chiara = sit(desk.anna, address), sit(desk.chiara, address)
    for page, name in ((anna, "Emma Groot"), (chiara, "Emma Klein-Groot")):
        page.locator(".profile-edit > summary").click()
        page.get_by_label("Name").fill(name)
        page.get_by_role("button", name="Save").click()
    expect(anna.get_by_role("heading", level=1)).to_have_text("Emma Groot")
    expect(chiara.get_by_role("alert")).to_contain_text("Anna de Vries has changed this contact meanwhile")
    expect(chiara.get_by_label("Name")).to_have_value("Emma Klein-Groot")
    assert barriers(chiara) == []
    chiara.get_by_role("button", name="Save").click()
    expect(chiara.get_by_role("heading", level=1)).to_have_text("Emma Klein-Groot")


def test_a_number_and_a_domain_are_added_and_taken_away(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, f"/desk/contacts/{desk.emma.pk}/")
    page.get_by_text("Add an address or number").click()
    page.get_by_label("Kind").select_option("phone")
    page.get_by_label("Address or number").fill("020 123 4567")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Remove 0201234567").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("0201234567", exact=True)).to_have_count(0)
    page.goto(f"/desk/organisations/{desk.fietsfabriek.pk}/")
    page.get_by_label("Add a domain").fill("gmail.com")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Anybody can have an address at gmail.com")
    page.get_by_label("Add a domain").fill("bikes.example")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("button", name="Remove bikes.example")).to_be_visible()
    assert barriers(page) == []


def test_two_contacts_who_are_one_person_are_merged_and_taken_apart(desk: World, sit: Sit) -> None:
    private = contact_for(email="emma@inbox.example", name="Emma Klein")
    desk.ticket(subject="From home", requester=private)
    page = sit(desk.anna, f"/desk/contacts/{desk.emma.pk}/")
    page.get_by_role("link", name="Merge with Emma Klein").click()
    expect(page.get_by_text("Emma Klein gets these addresses: emma@inbox.example.")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Merge into Emma Klein").click()
    expect(page.get_by_role("link", name="From home")).to_be_visible()
    expect(page.get_by_text("emma@inbox.example", exact=True)).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Take Emma Klein apart").click()
    page.get_by_role("dialog").get_by_role("button", name="Take apart").click()
    expect(page.get_by_role("heading", name="Perhaps the same person")).to_have_count(1)
    expect(page.get_by_role("link", name="From home")).to_be_visible()
    page.goto(f"/desk/contacts/{desk.emma.pk}/")
    page.get_by_role("button", name="Emma Klein is somebody else").click()
    expect(page.get_by_text("Not suggested any more")).to_be_visible()
    expect(page.get_by_role("heading", name="Perhaps the same person")).to_have_count(0)


def test_a_note_and_a_star_are_seen_beside_the_ticket(desk: World, sit: Sit) -> None:
    ticket = desk.ticket()
    page = sit(desk.anna, f"/desk/contacts/{desk.emma.pk}/")
    page.get_by_text("Add a note").click()
    page.get_by_label("Note", exact=True).fill("Call first, then write.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Call first, then write.").first).to_be_visible()
    page.get_by_role("button", name="Mark as VIP").click()
    expect(page.get_by_role("button", name="No VIP any more")).to_be_visible()
    assert barriers(page) == []
    page.goto(f"/desk/tickets/{ticket.pk}/")
    expect(page.locator("#panel").get_by_text("Call first, then write.")).to_be_visible()
    expect(page.locator("#panel").get_by_text("VIP", exact=True)).to_be_visible()
    page.goto("/desk/?q=vip:yes")
    expect(page.locator(".row-vip")).to_have_count(1)


def test_a_contact_is_blocked_and_let_in_again(desk: World, sit: Sit) -> None:
    page = sit(desk.anna, f"/desk/contacts/{desk.emma.pk}/")
    page.get_by_role("button", name="Block", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Block").click()
    expect(page.get_by_text("blocked", exact=True)).to_be_visible()
    page.get_by_role("button", name="Block emma@fietsfabriek.example").click()
    page.get_by_role("dialog").get_by_role("button", name="Block").click()
    expect(page.get_by_text("blocked", exact=True)).to_have_count(2)
    assert barriers(page) == []
    page.get_by_role("button", name="Unblock", exact=True).click()
    expect(page.get_by_role("button", name="Block", exact=True)).to_be_visible()
