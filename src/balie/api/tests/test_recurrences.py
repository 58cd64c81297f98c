"""Tickets that come back, by the API."""

from typing import Any

import pytest

from balie.api.tests.conftest import Program
from balie.tickets.models import Ticket
from balie.tickets.recurrence_records import Recurrence
from balie.tickets.template_records import TicketTemplate
from tests.cast import EMMA
from tests.support.world import World


@pytest.fixture
def till(world: World) -> TicketTemplate:
    return TicketTemplate.objects.create(name="Tills", owner=world.anna, readers="all", subject="Clean the tills")


def wanted(till: TicketTemplate, **more: Any) -> dict[str, Any]:
    given = {"template": till.pk, "requester": EMMA.email, "at": "09:30", "since": "2031-01-01", "days": [0]}
    return {**given, **more}


def test_one_is_set_up_changed_paused_opened_and_removed(world: World, program: Program, till: TicketTemplate) -> None:
    api = program(world.anna)
    assert api.get("/ticket-templates").json()["items"] == [{"id": till.pk, "name": "Tills"}]
    made = api.post("/recurrences", wanted(till, zone="Europe/Amsterdam"))
    assert made.status_code == 201, made.content
    it = made.json()
    assert (it["at"], it["zone"], it["next_at"]) == ("09:30", "Europe/Amsterdam", "2031-01-06T08:30:00Z")
    path = f"/recurrences/{it['id']}"
    assert api.get(path).json() == it
    changed = api.patch(path, unit="month", month_day=31, until="2031-03-01", paused=True).json()
    assert (changed["next_at"], changed["paused"], changed["days"]) == ("2031-01-31T08:30:00Z", True, [0])
    assert api.patch(path, paused=False).json()["paused"] is False
    assert api.patch(path, until=None).json()["until"] is None
    opened = api.post(f"{path}/opening", {})
    assert (opened.status_code, opened.json()["subject"]) == (201, "Clean the tills")
    assert api.client.delete(f"/api/v1{path}").json() == {"items": []}
    assert not Recurrence.objects.exists()
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"zone": "Mars/Crater"}, 422), ({"at": "24:00"}, 422), ({"every": 0}, 422), ({"days": [7]}, 422),
        ({"requester": "nobody"}, 422), ({"since": "31-01-2031"}, 422), ({"closed_on": ["13-40"]}, 409),
        ({"until": "2030-01-01"}, 409), ({"template": 10**9}, 409), ({"on_closed": "skip", "open_days": []}, 409),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused(
    world: World, program: Program, till: TicketTemplate, more: dict[str, Any], status: int
) -> None:
    assert program(world.anna).post("/recurrences", wanted(till, **more)).status_code == status
    assert not Recurrence.objects.exists()


def test_those_of_others_are_read_and_left_alone(world: World, program: Program, till: TicketTemplate) -> None:
    path = f"/recurrences/{program(world.anna).post('/recurrences', wanted(till)).json()['id']}"
    bram = program(world.bram)
    assert bram.get(path).status_code == 200
    assert bram.patch(path, every=2).status_code == 404
    assert bram.post(f"{path}/opening", {}).status_code == 404
    assert bram.client.delete(f"/api/v1{path}").status_code == 404
