"""Changing what a ticket is, who answers it, and how it stands."""

import re

import pytest

from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import Actor
from balie.events.models import Event
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Ticket
from balie.tickets.triage import change_priority
from tests.support.world import World


@pytest.mark.parametrize(
    ("change", "sent", "field", "expected"),
    [
        ("status/", {"status": "on_hold"}, "status", "on_hold"),
        ("resolution/", {}, "status", "resolved"),
        ("priority/", {"priority": "urgent"}, "priority", 4),
        ("kind/", {"kind": "incident"}, "kind", "incident"),
        ("subject/", {"subject": " The till "}, "subject", "The till"),
    ],
)
def test_each_property_has_an_address(
    world: World, change: str, sent: dict[str, str], field: str, expected: object
) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    path = f"/desk/tickets/{ticket.pk}/"
    answer = anna.post(path + change, sent)
    assert (answer.status_code, answer["Location"]) == (303, path)
    assert getattr(Ticket.objects.get(pk=ticket.pk), field) == expected
    assert Event.objects.filter(ticket_id=ticket.pk).latest("pk").actor == Actor.user(world.anna.pk)


def test_a_ticket_is_given_to_a_colleague_a_team_and_back(world: World) -> None:
    ticket, chiara = world.ticket(), seated(world.chiara)
    path = f"/desk/tickets/{ticket.pk}/"
    chiara.post(path + "assignment/", {"assignee": world.bram.pk})
    chiara.post(path + "team/", {"team": world.orders.pk})
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.team) == (world.bram, world.orders)
    chiara.post(path + "assignment/", {"assignee": ""})
    chiara.post(path + "team/", {"team": ""})
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.team) == (None, None)


def test_tags_are_set_as_they_are_written(world: World) -> None:
    ticket = world.ticket(tags=["old"])
    seated(world.anna).post(f"/desk/tickets/{ticket.pk}/tags/", {"tags": "Till,  shop 12 ,,till,\u202e\u200b"})
    assert set(ticket.tags.values_list("name", flat=True)) == {"till", "shop 12"}


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        ("old, new", "Tag added"),
        ("old, new, newer", "2 tags added"),
        ("", "Tag removed"),
        ("new", "Tags changed"),
        ("Old", None),
    ],
)
def test_it_is_told_how_many_tags_changed(world: World, tags: str, told: str | None) -> None:
    ticket = world.ticket(tags=["old"])
    page = text(seated(world.anna).post(f"/desk/tickets/{ticket.pk}/tags/", {"tags": tags}, headers=FRAGMENT))
    assert re.findall(r'class="toast-text">([^<]*)<', page) == ([told] if told else [])


def test_one_follows_and_stops_following(world: World) -> None:
    ticket, lena = world.ticket(team=world.orders), seated(world.lena)
    path = f"/desk/tickets/{ticket.pk}/followers/"
    lena.post(path, {"follow": "1"})
    assert ticket.followers.get().user == world.lena
    lena.post(path, {"follow": ""})
    assert not ticket.followers.exists()


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ("status/", {"status": "new"}),
        ("status/", {"status": "nonsense"}),
        ("status/", {}),
        ("priority/", {"priority": "highest"}),
        ("kind/", {"kind": "x"}),
        ("subject/", {"subject": "  "}),
        ("subject/", {"subject": "\u202e\u200b"}),
        ("tags/", {"tags": "till," + "x" * 61}),
        ("assignment/", {"assignee": "x"}),
        ("assignment/", {"assignee": "999999"}),
    ],
)
def test_what_can_not_be_is_refused_with_a_reason(world: World, change: str, sent: dict[str, str]) -> None:
    ticket, anna = world.ticket(team=world.it), seated(world.anna)
    Ticket.objects.filter(pk=ticket.pk).update(status="open")
    answer = anna.post(f"/desk/tickets/{ticket.pk}/{change}", sent)
    assert answer.status_code == 422
    assert "Not changed." in text(answer)
    assert Event.objects.filter(ticket_id=ticket.pk).count() == 1


def test_a_team_that_is_not_there_is_refused(world: World) -> None:
    ticket = world.ticket(team=world.it)
    for wanted in ("999999", "x"):
        answer = seated(world.anna).post(f"/desk/tickets/{ticket.pk}/team/", {"team": wanted})
        assert answer.status_code == 422
    assert Ticket.objects.get(pk=ticket.pk).team == world.it


def test_a_fragment_is_answered_with_the_parts_that_changed(world: World) -> None:
    ticket = world.ticket()
    answer = seated(world.anna).post(f"/desk/tickets/{ticket.pk}/priority/", {"priority": "urgent"}, headers=FRAGMENT)
    shown = text(answer)
    assert answer.status_code == 200
    assert 'hx-target="#ticket"' in shown
    assert 'hx-target="#panel"' in shown
    assert "Urgent" in shown
    assert "<html" not in shown


@pytest.fixture
def changed_meanwhile(world: World) -> tuple[Ticket, int]:
    """Anna's page showed `seen`; Chiara has set the status since."""
    ticket = world.ticket(team=world.it)
    seen = Event.objects.latest("pk").pk
    change_status(ticket_id=ticket.pk, status="pending", actor=Actor.user(world.chiara.pk))
    return ticket, seen


def test_the_second_of_two_is_told_who_what_and_when(world: World, changed_meanwhile: tuple[Ticket, int]) -> None:
    ticket, seen = changed_meanwhile
    answer = seated(world.anna).post(f"/desk/tickets/{ticket.pk}/status/", {"status": "open", "seen": seen})
    shown = text(answer)
    assert answer.status_code == 409
    assert "<b>Chiara Rossi</b> set the status to <b>Pending</b>" in shown
    assert "banner-when" in shown
    assert Ticket.objects.get(pk=ticket.pk).status == "pending"


def test_the_second_can_insist(world: World, changed_meanwhile: tuple[Ticket, int]) -> None:
    ticket, seen = changed_meanwhile
    path = f"/desk/tickets/{ticket.pk}/status/"
    anna = seated(world.anna)
    shown = text(anna.post(path, {"status": "open", "seen": seen}, headers=FRAGMENT))
    assert f'hx-post="{path}"' in shown.split('hx-target="#refused"')[1]
    assert '<input type="hidden" name="status" value="open">' in shown
    anna.post(path, {"status": "open", "anyway": "1"})
    assert Ticket.objects.get(pk=ticket.pk).status == "open"


def test_another_property_is_no_conflict(world: World, changed_meanwhile: tuple[Ticket, int]) -> None:
    ticket, seen = changed_meanwhile
    answer = seated(world.anna).post(f"/desk/tickets/{ticket.pk}/priority/", {"priority": "high", "seen": seen})
    assert answer.status_code == 303


def test_ones_own_change_is_no_conflict(world: World) -> None:
    ticket = world.ticket()
    seen = Event.objects.latest("pk").pk
    change_priority(ticket_id=ticket.pk, priority=3, actor=Actor.user(world.anna.pk))
    answer = seated(world.anna).post(f"/desk/tickets/{ticket.pk}/priority/", {"priority": "low", "seen": seen})
    assert answer.status_code == 303


def test_what_is_chosen_stands_once_among_what_can_be(world: World) -> None:
    ticket = world.ticket(team=world.it)
    change_status(ticket_id=ticket.pk, status="open", actor=Actor.user(world.anna.pk))
    said = text(seated(world.anna).get(f"/desk/tickets/{ticket.pk}/"))
    for name, chosen in (("status", "open"), ("team", world.it.pk), ("priority", "normal"), ("assignee", "")):
        (options,) = re.findall(rf'<select class="input" id="property-{name}".*?</select>', said, re.S)
        values = re.findall(r'<option value="([^"]*)"', options)
        assert len(values) == len(set(values))
        assert f'<option value="{chosen}" selected>' in options
