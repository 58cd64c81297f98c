"""Sending later from the composer, and what colleagues see of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from balie.desk.later_times import time_of
from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Ticket
from balie.tickets.planned import PlannedReply
from tests.support.world import World

ROME = ZoneInfo("Europe/Rome")


def at(text_: str) -> datetime:
    return datetime.fromisoformat(text_).replace(tzinfo=ROME)


@pytest.mark.parametrize(
    ("now", "choice", "expected"),
    [
        ("2026-11-20T10:20", "hour", "2026-11-20T11:20"),
        ("2026-11-20T10:20", "afternoon", "2026-11-20T15:00"),
        ("2026-11-20T15:20", "afternoon", "2026-11-20T17:00"),
        ("2026-11-20T23:20", "tomorrow", "2026-11-21T09:00"),
        ("2026-11-20T10:20", "monday", "2026-11-23T09:00"),
        ("2026-11-23T08:20", "monday", "2026-11-30T09:00"),
        ("2026-10-24T20:00", "tomorrow", "2026-10-25T09:00"),  # the night in which clocks change
        ("2026-11-20T10:20", "own", "2026-12-24T18:30"),
    ],
)
def test_times_are_the_agents_own(now: str, choice: str, expected: str) -> None:
    assert time_of(choice, "2026-12-24T18:30", now=at(now)) == at(expected)


@pytest.mark.parametrize("own", ["", "soon", "2028-01-01T00:00"])
def test_a_time_that_is_none_is_refused(own: str) -> None:
    with pytest.raises(NotAllowed):
        time_of("own", own, now=at("2026-11-20T10:20"))


@pytest.fixture
def ticket(world: World) -> Ticket:
    return world.ticket(team=world.it)


@pytest.fixture
def anna(world: World) -> Client:
    return seated(world.anna)


def test_it_waits_on_the_ticket_for_all_to_see(world: World, ticket: Ticket, anna: Client) -> None:
    sent = {"body": "<p>Words <b>of</b> mine</p>", "body_format": "html", "later": "tomorrow", "then": "pending"}
    answer = anna.post(f"/desk/tickets/{ticket.pk}/messages/", sent, headers=FRAGMENT)
    assert "It waits here until then" in text(answer)
    assert not ticket.messages.filter(direction="out").exists()
    chiara = seated(world.chiara)
    assert 'hx-trigger="load' in text(chiara.get(f"/desk/tickets/{ticket.pk}/"))
    shown = text(chiara.get(f"/desk/tickets/{ticket.pk}/waiting/"))
    assert "<p>Words <b>of</b> mine</p>" in shown
    assert "by Anna de Vries" in shown
    planned = PlannedReply.objects.get()
    chiara.post(f"/desk/planned/{planned.pk}/sending/", headers=FRAGMENT)
    message = ticket.messages.get(direction="out")
    assert message.author_user == world.anna
    assert chiara.post(f"/desk/planned/{planned.pk}/sending/").status_code == 404


def test_a_time_that_is_over_is_said_where_one_writes(ticket: Ticket, anna: Client) -> None:
    sent = {"body": "Hello", "later": "own", "at": "2020-01-01T10:00"}
    answer = anna.post(f"/desk/tickets/{ticket.pk}/messages/", sent, headers=FRAGMENT)
    assert answer.status_code == 422
    assert "That time is over." in text(answer)


def test_another_time_and_back_into_the_composer(ticket: Ticket, anna: Client) -> None:
    anna.post(f"/desk/tickets/{ticket.pk}/messages/", {"body": "Hello", "later": "hour"})
    planned = PlannedReply.objects.get()
    anna.post(f"/desk/planned/{planned.pk}/time/", {"later": "monday"})
    before, planned = planned.due_at, PlannedReply.objects.get()
    assert planned.due_at > before
    answer = anna.post(f"/desk/planned/{planned.pk}/taking-back/", headers=FRAGMENT)
    assert answer["HX-Trigger"] == "draft-changed"
    assert dict(anna.get(f"/desk/tickets/{ticket.pk}/draft/").json()["values"])["body"] == "Hello"
