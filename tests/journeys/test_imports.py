"""Contacts from a file, in a real browser."""

import pytest
from playwright.sync_api import expect

from balie.people.identities import find_contact
from balie.people.import_records import ContactImport
from balie.people.importing import lots, working
from balie.people.importing.working import work_off
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]
FILE = "Vorname;Name;Mail;Telefon;Firma\n" + "".join(
    f"Person;{n};p{n}@lamps.example;+4930000{n:03};Lamps\n" for n in range(60)
)


def test_a_file_becomes_contacts_while_one_looks_on(desk: World, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "LOT", 20)
    monkeypatch.setattr(working, "_TOLD_EVERY", 0)
    page = sit(desk.dieter, "/desk/settings/imports/")
    data = {
        "name": "leute.csv",
        "mimeType": "text/csv",
        "buffer": (FILE + "Ohne;Adresse;hier nicht;;\n").encode("cp1252"),
    }
    page.get_by_label("A CSV file").set_input_files(data)  # type: ignore[arg-type] # a file without a folder
    page.get_by_role("button", name="Upload").click()
    # Its columns were recognised; what is chosen is shown at once.
    expect(page.get_by_label("Column “Name”")).to_have_value("last_name")
    preview = page.locator("#import-preview")
    expect(preview).to_contain_text("Person 0")
    with page.expect_response("**/imports/*/"):
        page.get_by_label("Column “Telefon”").select_option("")
    expect(preview).not_to_contain_text("+4930000000")
    page.get_by_label("Column “Telefon”").select_option("phone")
    expect(preview).to_contain_text("+4930000000")
    page.get_by_role("button", name="Try it out").click()
    expect(page.locator("#import-report")).to_contain_text("Trying it out")
    # As the worker does.
    it = ContactImport.objects.get()
    work_off(it.pk)
    expect(page.locator("#import-report")).to_contain_text("Nothing has changed yet")
    # What stands beside the name and below goes along.
    expect(page.locator("#import-stage")).to_have_text("tried out")
    expect(page.get_by_role("button", name="Remove this file")).to_be_visible()
    expect(page.locator("#import-report")).to_contain_text(
        "Line 62 “hier nicht” in the column “Mail” is no e-mail address"
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="Refused lines").click()
    assert "Ohne;Adresse;hier nicht;;;" in download.value.path().read_text("utf-8-sig")

    page.get_by_role("button", name="Import now").click()
    real, seen = lots.do, 0

    def looked_at(lot: lots.Lot) -> None:
        nonlocal seen
        real(lot)
        seen += 1
        if seen == 3:
            expect(page.locator("#import-report")).to_contain_text("of 61 lines")

    monkeypatch.setattr(lots, "do", looked_at)
    work_off(it.pk)
    expect(page.locator("#import-report")).to_contain_text("Imported.")
    expect(page.locator("#import-stage")).to_have_text("done")
    expect(page.get_by_role("button", name="Remove this file")).to_have_count(0)
    page.get_by_role("link", name="Whom it made and changed").click()
    page.get_by_role("link", name="Person 7", exact=True).click()
    expect(
        page.get_by_role("link", name="p7@lamps.example").or_(page.get_by_text("p7@lamps.example")).first
    ).to_be_visible()
    found = find_contact("p7@lamps.example")
    assert found
    assert found.organisation
    assert found.organisation.name == "Lamps"
