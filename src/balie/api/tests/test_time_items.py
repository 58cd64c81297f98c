"""Time and the timer by the API."""

from balie.api.tests.conftest import Program
from tests.support.world import World


def test_time_is_written_down_read_corrected_and_removed(world: World, program: Program) -> None:
    ticket, api = world.ticket(), program(world.anna)
    made = api.post(f"/tickets/{ticket.pk}/time", {"minutes": 30, "words": "On site", "billable": False})
    assert made.status_code == 201
    entry = made.json()
    assert (entry["user"], entry["minutes"], entry["billable"]) == (world.anna.email, 30, False)
    assert api.get(f"/tickets/{ticket.pk}/time").json() == {"items": [entry]}
    corrected = api.patch(f"/time/{entry['id']}", minutes=20).json()
    assert corrected == entry | {"minutes": 20}
    assert program(world.bram).patch(f"/time/{entry['id']}", minutes=1).status_code == 409
    assert api.send("DELETE", f"/time/{entry['id']}").json() == {"items": []}


def test_time_of_a_period_is_read_page_by_page(world: World, program: Program) -> None:
    ticket, api = world.ticket(), program(world.anna)
    for day in ("2026-01-01", "2026-01-02", "2026-01-03"):
        api.post(f"/tickets/{ticket.pk}/time", {"minutes": 5, "day": day})
    first = api.get("/time?since=2026-01-02&limit=1").json()
    assert [it["day"] for it in first["items"]] == ["2026-01-02"]
    rest = api.get(first["next"].partition("/api/v1")[2]).json()
    assert ([it["day"] for it in rest["items"]], rest["next"]) == (["2026-01-03"], None)


def test_the_timer_is_started_paused_and_stopped(world: World, program: Program) -> None:
    ticket, api = world.ticket(), program(world.anna)
    assert api.get("/timer").json()["ticket"] is None
    assert api.post(f"/tickets/{ticket.pk}/timer", {"step": "start"}).json()["ticket"] == ticket.pk
    assert api.get("/timer").json()["ticket"] == ticket.pk
    assert api.post(f"/tickets/{ticket.pk}/timer", {"step": "pause"}).json()["ticket"] is None
    stopped = api.post(f"/tickets/{ticket.pk}/timer", {"step": "stop", "spent": {"minutes": 9}})
    assert stopped.status_code == 200
    assert api.get(f"/tickets/{ticket.pk}/time").json()["items"][0]["minutes"] == 9
    assert api.post(f"/tickets/{ticket.pk}/timer", {"step": "stop"}).status_code == 409
