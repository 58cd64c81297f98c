"""The columns of lists: chosen for oneself, or with a view for all who have it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from balie.accounts.models import User
from balie.custom_fields.types import Type
from balie.desk.columns import columns_of
from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import Actor
from balie.tickets.custom_fields.defining import archive_field
from balie.tickets.custom_fields.filling import change_fields
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.models import Ticket
from balie.tickets.views import MOST_COLUMNS, View
from tests.support.world import World


@pytest.fixture
def anna(world: World) -> Client:
    return seated(world.anna)


def cells(page: str) -> list[str]:
    """Of the first row, with their labels."""
    row = page.partition('<span class="row-cells">')[2].partition("</li>")[0]
    return [re.sub(r"<[^>]+>", "", cell) for cell in row.split('<span class="row-cell">')[1:]]


def view_of(client: Client, **more: object) -> View:
    client.post("/desk/views/", {"name": "Tills", "q": "status:active", "audience": "owner", **more})
    return View.objects.get()


def test_they_are_chosen_for_one_list_by_oneself(world: World, anna: Client) -> None:
    world.ticket(team=world.it, tags=["till"])
    usual = text(anna.get("/desk/"))
    assert "row-cells" not in usual
    anna.post("/desk/columns/", {"column": ["tags", "organisation", "team", "none such", "tags"]})
    page = text(anna.get("/desk/"))
    assert cells(page) == ["Tags: till", "Organisation: Fietsfabriek", "Team: IT"]
    heads = re.search(r'class="row-heads"[^>]*>(.*?)</div>', page)
    assert heads
    assert re.findall(r">([^<]+)<", heads[1]) == ["Tags", "Organisation", "Team"]
    assert "row-cells" not in text(anna.get("/desk/?view=unassigned"))
    assert "row-cells" not in text(seated(world.chiara).get("/desk/"))
    anna.post("/desk/columns/", {"column": ["tags"], "usual": "on"})
    assert text(anna.get("/desk/")).count("row-cell") == 0
    assert User.objects.get(pk=world.anna.pk).columns == {}


def test_all_of_them_say_something(world: World, anna: Client) -> None:
    ticket = world.ticket(team=world.it, tags=["till"])
    Ticket.objects.update(assignee=world.anna)
    for half in (["number", "contact", "status", "priority", "kind"], ["assignee", "channel", "created", "updated"]):
        anna.post("/desk/columns/", {"column": half})
        found = cells(text(anna.get("/desk/")))
        assert len(found) == len(half)
        assert all(found)
        assert found[0] in (f"Number: #{ticket.pk}", "Assignee: Anna de Vries")


def test_custom_fields_are_columns_until_they_are_archived(world: World, anna: Client) -> None:
    cause, whose, who = made("cause", Type.CHOICE), made("whose", Type.CONTACT), made("who", Type.USER)
    ticket = world.ticket()
    given = {cause: "till", whose: world.farid.pk, who: world.bram.pk}
    change_fields(ticket_id=ticket.pk, given=given, actor=Actor.user(world.anna.pk))
    anna.post("/desk/columns/", {"column": [f"field-{cause}", f"field-{whose}", f"field-{who}"]})
    assert cells(text(anna.get("/desk/"))) == ["Cause: Till", "Whose: Farid Haddad", "Who: Bram Jansen"]
    assert cells(text(anna.get(f"/desk/?rows={ticket.pk}", headers=FRAGMENT)))[0] == "Cause: Till"
    assert cells(text(anna.get("/desk/?group=team")))[0] == "Cause: Till"
    archive_field(pk=cause, actor=Actor.user(world.anna.pk))
    assert cells(text(anna.get("/desk/"))) == ["Whose: Farid Haddad", "Who: Bram Jansen"]


def test_a_view_has_its_own_for_all_who_see_it(world: World, anna: Client) -> None:
    world.ticket(team=world.it)
    view = view_of(anna, audience=f"team:{world.it.pk}")
    anna.post(f"/desk/columns/?view={view.pk}", {"column": ["team"]})
    assert cells(text(seated(world.chiara).get(f"/desk/?view={view.pk}"))) == ["Team: IT"]
    anna.post(f"/desk/views/{view.pk}/", {"name": "Other", "audience": "owner"})
    view.refresh_from_db()
    assert (view.name, view.columns) == ("Other", ["team"])
    chiara = seated(world.chiara)
    chiara.post(f"/desk/columns/?view={view.pk}", {"column": ["kind"]})
    view.refresh_from_db()
    assert view.columns == ["team"]


def test_what_is_saved_as_a_view_keeps_its_columns(anna: Client) -> None:
    assert view_of(anna, column=["kind", "nonsense"]).columns == ["kind"]


def test_there_are_not_too_many(world: World) -> None:
    keys = ["number", "contact", "organisation", "status", "priority", "kind", "team", "assignee", "tags", "channel"]
    assert len(columns_of(keys)) == MOST_COLUMNS


@pytest.mark.parametrize("number", [1, 20])
def test_rows_cost_no_queries_of_their_own(world: World, anna: Client, number: int) -> None:
    cause, whose = made("cause", Type.CHOICE), made("whose", Type.CONTACT)
    for _ in range(number):
        ticket = world.ticket()
        given = {cause: "till", whose: world.farid.pk}
        change_fields(ticket_id=ticket.pk, given=given, actor=Actor.user(world.anna.pk))
    anna.get("/desk/")
    with CaptureQueriesContext(connection) as usual:
        anna.get("/desk/")
    anna.post("/desk/columns/", {"column": [f"field-{cause}", f"field-{whose}", "created"]})
    anna.get("/desk/")
    with CaptureQueriesContext(connection) as chosen:
        anna.get("/desk/")
    # More of the tickets, the contacts that they name, and the fields, which are remembered outside of tests.
    assert len(chosen) == len(usual) + 3
