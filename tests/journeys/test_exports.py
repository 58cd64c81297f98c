"""A list taken along as a file, in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from balie.desk import exports
from balie.people.export_records import KeptExport
from balie.people.exporting import keeping
from balie.people.exporting.keeping import make
from balie.people.exporting.tables import Table
from balie.tickets.exporting.tables import table_of
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_a_list_is_taken_along_with_its_columns(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it, subject="=A till")
    desk.anna.columns = {"": ["team"]}
    desk.anna.save(update_fields=["columns"])
    page = sit(desk.anna, "/desk/?q=status:new")
    page.get_by_role("link", name="Export…", include_hidden=True).evaluate("link => link.click()")
    expect(page.get_by_role("radio", name="As in the list: Team")).to_be_checked()
    page.get_by_label("Between the columns").first.select_option("semicolon")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export tickets").click()
    text = download.value.path().read_text("utf-8-sig")
    assert text.splitlines() == ["number;subject;team", f"{ticket.pk};'=A till;IT"]


def test_a_large_one_is_looked_on_at_and_fetched(desk: World, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    for _ in range(3):
        desk.ticket(team=desk.it)
    page = sit(desk.anna, "/desk/exports/?q=status:new&what=tickets")
    page.get_by_role("button", name="Export tickets").click()
    expect(page.locator("#export-report")).to_contain_text("Being written")
    # As the worker does.
    make(KeptExport.objects.get().pk, table_of)
    expect(page.locator("#export-report")).to_contain_text("3 rows are written")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download it").click()
    assert len(download.value.path().read_text("utf-8-sig").splitlines()) == 4


def fails(_it: KeptExport) -> Table:
    raise ZeroDivisionError


def test_one_that_can_not_be_made_says_so_and_is_tried_again(
    desk: World, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    monkeypatch.setattr(keeping, "TRIED", timedelta())
    for _ in range(3):
        desk.ticket(team=desk.it)
    page = sit(desk.anna, "/desk/exports/?q=status:new&what=tickets")
    page.get_by_role("button", name="Export tickets").click()
    expect(page.locator("#export-report")).to_contain_text("Being written")
    make(KeptExport.objects.get().pk, fails)
    expect(page.locator("#export-report")).to_contain_text("could not be made")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#export-report")).to_contain_text("Being written")
    make(KeptExport.objects.get().pk, table_of)
    expect(page.locator("#export-report")).to_contain_text("3 rows are written")
