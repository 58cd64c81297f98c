"""Putting tickets aside by the API."""

from balie.api.tests.conftest import Program
from tests.support.world import World


def test_a_ticket_is_put_aside_and_woken(world: World, program: Program) -> None:
    ticket, api = world.ticket(), program(world.anna)
    made = api.post(f"/tickets/{ticket.pk}/snooze", {"until": "2099-01-01T09:00:00Z", "why": "Parts"}).json()
    assert made == {
        "ticket": ticket.pk, "asleep": True, "woken": False, "until": "2099-01-01T09:00:00Z", "on_answer": True,
        "why": "Parts",
    }  # fmt: skip
    assert api.post(f"/tickets/{ticket.pk}/snooze", {"until": "2001-01-01T09:00:00Z"}).status_code == 409
    assert api.post(f"/tickets/{ticket.pk}/snooze", {"until": "2099-01-01T09:00:00"}).status_code == 422
    assert api.send("DELETE", f"/tickets/{ticket.pk}/snooze").json()["asleep"] is False
