"""Tickets as rows of a table: those one may see, all of them, as programs read them."""

import csv
from io import StringIO

import pytest

from balie.accounts.models import User
from balie.conditions.tree import ANYTHING
from balie.core.sheets.dialects import Separated
from balie.core.sheets.writing import written
from balie.events.actor import SYSTEM
from balie.files.storage import read_blob
from balie.jobs.claims import FORGOTTEN
from balie.mail.models import OutgoingMail
from balie.people.export_records import KeptExport
from balie.people.exporting import keeping
from balie.people.exporting.keeping import forget_old, go_on, keep_export, make
from balie.tickets import finding as all_finding
from balie.tickets.assignment import assign
from balie.tickets.custom_fields.filling import change_fields
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.exporting import finding, tables
from balie.tickets.exporting.columns import columns_for
from balie.tickets.exporting.finding import ticket_numbers
from balie.tickets.exporting.tables import table_of, ticket_table
from balie.tickets.finding import Form
from balie.tickets.tags.tagging import set_tags
from balie.tickets.triage import change_priority
from tests.support.world import World


def exported(viewer: User, *keys: str) -> list[dict[str, str]]:
    table = ticket_table(viewer, ticket_numbers(viewer, ANYTHING), columns_for(keys))
    return list(csv.DictReader(StringIO("".join(written(table.head, table.rows, Separated())))))


def test_all_that_a_ticket_holds_stands_in_its_row(world: World) -> None:
    fields = {kind: made(f"own_{kind}", kind, options="Net\nHouse") for kind in ("number", "date", "choice", "contact")}
    ticket = world.ticket(subject="=cmd|' /C calc'!A0", team=world.it)
    assign(ticket_id=ticket.pk, assignee_id=world.anna.pk, actor=SYSTEM)
    set_tags(ticket_id=ticket.pk, names=["till", "bill"], actor=SYSTEM)
    held: dict[str, object] = {"number": 1234.5, "date": "2026-11-22", "choice": "net", "contact": world.farid.pk}
    change_fields(ticket_id=ticket.pk, given={fields[kind]: it for kind, it in held.items()}, actor=SYSTEM)
    (row,) = exported(world.anna)
    assert row["subject"] == "'=cmd|' /C calc'!A0"
    wanted = {
        "number": str(ticket.pk), "status": "open", "priority": "normal", "team": "IT", "assignee": "Anna de Vries",
        "assignee_email": world.anna.email, "contact": "Emma Klein", "contact_email": "emma@fietsfabriek.example",
        "organisation": "Fietsfabriek", "tags": "bill, till", "own_number": "1234.5", "own_date": "2026-11-22",
        "own_choice": "Net", "own_contact": "Farid Haddad", "closed": "",
    }  # fmt: skip
    assert {key: row[key] for key in wanted} == wanted
    # ISO 8601, where Anna lives.
    assert row["created"].endswith(("+01:00", "+02:00"))


def test_the_columns_of_a_list_are_enough(world: World) -> None:
    world.ticket(team=world.it)
    (row,) = exported(world.anna, "team", "contact", "field-999", "team")
    assert list(row) == ["number", "subject", "team", "contact", "contact_email"]


def test_nobody_exports_what_they_may_not_see(world: World) -> None:
    seen, _hidden = world.ticket(team=world.it), world.ticket(team=world.orders)
    assert [row["number"] for row in exported(world.anna)] == [str(seen.pk)]
    assert len(exported(world.chiara)) == 2
    # Moved away between being found and being written.
    table = ticket_table(world.anna, [seen.pk, _hidden.pk], columns_for(()))
    assert [row[0] for row in table.rows] == [seen.pk]


def test_none_is_missed_however_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_TOGETHER", 3)
    monkeypatch.setattr(tables, "_TOGETHER", 2)
    tickets = {str(world.ticket(team=world.it).pk) for _ in range(10)}
    found = [row["number"] for row in exported(world.chiara)]
    assert set(found) == tickets
    assert len(found) == 10
    assert len(ticket_numbers(world.chiara, ANYTHING, most=4)) == 4


def test_one_that_changes_meanwhile_is_not_missed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_TOGETHER", 2)
    tickets = [world.ticket(team=world.it).pk for _ in range(6)]
    real, turns = all_finding.query, 0

    def meanwhile(form: Form) -> str:
        nonlocal turns
        turns += 1
        if turns == 2:
            # The last in the list goes to its front, past what was looked through.
            change_priority(ticket_id=tickets[0], priority=4, actor=SYSTEM)
        return real(form)

    monkeypatch.setattr(all_finding, "query", meanwhile)
    assert set(ticket_numbers(world.chiara, ANYTHING)) == set(tickets)


def test_a_large_one_is_made_in_a_job_and_told_by_mail(world: World) -> None:
    ticket = world.ticket(team=world.it)
    it = keep_export(
        user=world.anna, what="tickets", asked={"q": "team:it", "columns": ["status"]}, shape=Separated(";", mark=True)
    )  # fmt: skip
    make(it.pk, table_of)
    make(it.pk, table_of)
    it.refresh_from_db()
    assert it.finished_at
    assert it.rows == 1
    text = read_blob(it.blob_id or "").decode("utf-8")
    assert text.splitlines() == [
        "\ufeffnumber;subject;status;own_status", f"{ticket.pk};The till prints no receipts;new;",
    ]  # fmt: skip
    mail = OutgoingMail.objects.get(purpose="export")
    assert mail.recipients == [world.anna.email]
    assert f"/desk/exports/{it.pk}/" in mail.text
    KeptExport.objects.update(created_at=it.created_at - keeping.KEPT)
    assert forget_old() == 1


def test_what_nobody_is_at_is_made_and_no_longer_for_who_left(world: World) -> None:
    asked = {"q": "", "columns": []}
    one, other = (
        keep_export(user=user, what="tickets", asked=asked, shape=Separated()) for user in (world.anna, world.bram)
    )
    User.objects.filter(pk=world.bram.pk).update(is_active=False)
    KeptExport.objects.update(created_at=one.created_at - FORGOTTEN * 2)
    go_on(tables.OF_TICKETS, table_of)
    one.refresh_from_db()
    assert one.finished_at
    assert not KeptExport.objects.filter(pk=other.pk).exists()
