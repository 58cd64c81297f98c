"""Sending later from the composer, and what colleagues see of it."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balie.accounts.models import User
from balie.core.clock import now, set_to
from balie.desk.later_times import time_of
from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import Actor
from balie.tickets.conflicts import NotAllowed
from balie.tickets.merging import merge
from balie.tickets.models import Ticket
from balie.tickets.planned import PlannedReply
from balie.tickets.planning import run_batch
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
        ("2026-11-20T10:20", "2026-11-20T14:00:00+00:00", "2026-11-20T15:00"),
    ],
)
def test_times_are_the_agents_own(now: str, choice: str, expected: str) -> None:
    assert time_of(choice, "2026-12-24T18:30", now=at(now)) == at(expected)


@pytest.mark.parametrize("own", ["", "soon", "2028-01-01T00:00"])
def test_a_time_that_is_none_is_refused(own: str) -> None:
    with pytest.raises(NotAllowed):
        time_of("own", own, now=at("2026-11-20T10:20"))


@pytest.mark.parametrize(
    ("at_", "expected"),
    [
        ("2026-11-20T10:20", ["In an hour 11:20", "This afternoon 15:00", "Tomorrow morning Sat 21 Nov, 09:00"]),
        ("2026-11-20T16:20", ["In an hour 17:20", "This afternoon 17:00", "Tomorrow morning Sat 21 Nov, 09:00"]),
        ("2026-11-20T19:20", ["In an hour 20:20", "Tomorrow morning Sat 21 Nov, 09:00"]),
        ("2026-11-22T23:20", ["In an hour Mon 23 Nov, 00:20", "Tomorrow morning Mon 23 Nov, 09:00"]),
    ],
)  # fmt: skip
def test_the_menu_says_which_times_it_means_and_offers_none_that_is_over(
    world: World, at_: str, expected: list[str]
) -> None:
    User.objects.filter(pk=world.anna.pk).update(time_zone="Europe/Rome")
    with set_to(at(at_)):
        page = text(seated(world.anna).get("/desk/planned/times/"))
    shown = [" ".join(re.sub("<[^>]+>", " ", item).split()) for item in page.split("</button>")]
    assert shown[: len(expected)] == expected


def test_what_was_read_in_the_menu_is_what_is_done(anna: Client, ticket: Ticket) -> None:
    with set_to(at("2026-11-20T14:59")):
        value = re.findall(r'value="([^"]+)"', text(anna.get("/desk/planned/times/")))[1]
    with set_to(at("2026-11-20T15:00")):
        answer = anna.post(f"/desk/tickets/{ticket.pk}/messages/", {"body": "Hello", "later": value}, headers=FRAGMENT)
        assert "That time is over." in text(answer)
    with set_to(at("2026-11-20T14:59")):
        anna.post(f"/desk/tickets/{ticket.pk}/messages/", {"body": "Hello", "later": value})
    assert PlannedReply.objects.get().due_at.isoformat(timespec="seconds") == value


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


def test_a_file_that_comes_with_the_form_goes_out_with_it(ticket: Ticket, anna: Client) -> None:
    files = [SimpleUploadedFile("till.log", b"log"), SimpleUploadedFile("slip.txt", b"slip")]
    anna.post(f"/desk/tickets/{ticket.pk}/messages/", {"body": "See these", "later": "hour", "upload": files})
    with set_to(now() + timedelta(hours=2)):
        assert run_batch() == 1
    message = ticket.messages.get(direction="out")
    assert {file.filename for file in message.attachments.all()} == {"till.log", "slip.txt"}


@pytest.mark.parametrize(("part", "sent"), [("sending", {}), ("time", {"later": "monday"})])
def test_who_gets_it_after_a_merge_is_looked_at_first(
    world: World, ticket: Ticket, anna: Client, part: str, sent: dict[str, str]
) -> None:
    anna.post(f"/desk/tickets/{ticket.pk}/messages/", {"body": "For Emma", "later": "hour"})
    planned = PlannedReply.objects.get()
    before = seen_in(text(anna.get(f"/desk/tickets/{ticket.pk}/waiting/")))
    target = world.ticket(team=world.it, requester=world.farid)
    merge(target_id=target.pk, source_ids=[ticket.pk], actor=Actor.user(world.chiara.pk))
    url = f"/desk/planned/{planned.pk}/{part}/"
    for known in ({"seen": before}, {}):
        answer = anna.post(url, sent | known, headers=FRAGMENT)
        assert answer.status_code == 422
        assert "Look at who gets this answer" in text(answer)
    planned.refresh_from_db()
    assert planned.held == "merged"
    assert not target.messages.filter(direction="out").exists()
    shown = text(anna.get(f"/desk/tickets/{target.pk}/waiting/"))
    assert "Tickets were merged or taken apart." in shown
    assert anna.post(url, sent | {"seen": seen_in(shown)}, headers=FRAGMENT).status_code == 200


def seen_in(page: str) -> str:
    return str(re.findall(r'name="seen" value="(\d+)"', page)[0])
