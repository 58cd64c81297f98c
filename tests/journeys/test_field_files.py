"""Fields for files, from the settings to the request that a contact sends, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from balie.custom_fields.types import Type
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.field_file_records import FieldFile
from balie.tickets.field_records import Portal
from balie.tickets.models import Ticket
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]
PICTURE = {"name": "till.png", "mimeType": "image/png", "buffer": b"picture of a till"}
PAPER = {"name": "form.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}


def names(field: int) -> list[str]:
    return list(FieldFile.objects.filter(field=field).order_by("pk").values_list("filename", flat=True))


def test_a_field_for_files_is_defined_filled_and_seen_by_a_colleague(desk: World, sit: Sit) -> None:
    page = sit(desk.dieter, "/desk/settings/fields/new/")
    page.get_by_role("link", name="File", exact=True).click()
    page.get_by_label("Name", exact=True).first.fill("Photo")
    page.get_by_label("Which files").select_option("pictures")
    page.get_by_label("Several files").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The field Photo is there.")).to_be_visible()
    (photo,) = known_fields().all
    assert (photo.accepts, photo.several) == ("pictures", True)

    ticket = desk.ticket(team=desk.it)
    path = f"/desk/tickets/{ticket.pk}/"
    page, other = sit(desk.anna, path), sit(desk.chiara, path)
    page.locator("#panel").get_by_label("Photo").set_input_files([PICTURE, {**PICTURE, "name": "shop.png"}])
    expect(page.locator("#panel").get_by_role("link", name="till.png")).to_be_visible()
    expect(other.locator("#panel").get_by_role("link", name="shop.png")).to_be_visible()
    page.locator("#panel").get_by_label("Photo").set_input_files([PAPER])
    expect(page.get_by_role("alert").filter(has_text="This takes pictures only")).to_be_visible()
    with page.expect_download() as download:
        page.locator("#panel").get_by_role("link", name="till.png").click()
    assert download.value.suggested_filename == "till.png"
    page.locator("#panel").get_by_role("button", name="Remove till.png").click()
    expect(page.locator("#panel").get_by_role("link", name="till.png")).to_have_count(0)
    expect(other.locator("#panel").get_by_role("link", name="till.png")).to_have_count(0)
    assert names(photo.id) == ["shop.png"]


def test_a_contact_hands_one_in_with_a_request(desk: World, open_page: object, sit: Sit) -> None:
    photo = made("photo", Type.FILE, portal=Portal.WRITE, opening=True, kinds=["incident"])
    page = open_page("/requests/new/")  # type: ignore[operator] # a fixture
    expect(page.get_by_label("Photo")).to_be_hidden()
    page.get_by_label("Something does not work").check()
    _fill(page)
    page.get_by_label("Photo").set_input_files([PICTURE])
    expect(page.locator(".own-field .file-chip")).to_contain_text("till.png")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("#", exact=False).first).to_be_visible()
    page.wait_for_url("**/requests/sent/**")
    assert names(photo) == ["till.png"]


def test_it_works_without_script(desk: World, open_page: object) -> None:
    photo = made("photo", Type.FILE, portal=Portal.WRITE)
    page = open_page("/requests/new/", java_script_enabled=False)  # type: ignore[operator] # a fixture
    _fill(page)
    page.get_by_label("Photo").set_input_files([PICTURE])
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/requests/sent/**")
    assert names(photo) == ["till.png"]


def test_a_new_ticket_that_comes_back_still_has_its_file(desk: World, sit: Sit) -> None:
    photo, _serial = made("photo", Type.FILE), made("serial", opening=True)
    page = sit(desk.anna, "/desk/tickets/new/")
    page.get_by_label("Contact\u2019s e-mail address").or_(page.get_by_label("Contact's e-mail address")).fill(
        "emma@fietsfabriek.example"
    )
    page.get_by_label("Subject").fill("Till")
    page.get_by_label("What they ask").fill("It is silent")
    page.get_by_label("Photo").set_input_files([PICTURE])
    page.get_by_role("button", name="Open the ticket").click()
    expect(page.get_by_text("This is needed.")).to_be_visible()
    expect(page.get_by_label("till.png")).to_be_checked()
    page.get_by_label("Serial").fill("T-3")
    page.get_by_role("button", name="Open the ticket").click()
    page.wait_for_url("**/desk/tickets/*/")
    assert names(photo) == ["till.png"]
    assert Ticket.objects.latest("pk").field_files.count() == 1


def _fill(page: Page) -> None:
    page.get_by_label("Your name").fill("Emma")
    page.get_by_label("Your e-mail address").fill("emma@fietsfabriek.example")
    page.get_by_label("In a few words").fill("Till")
    page.get_by_label("Tell us more").fill("It is silent")
