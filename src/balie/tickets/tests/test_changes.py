"""Status, assignment, team, priority, kind, subject, tags."""

from collections.abc import Callable

import pytest

from balie.events.actor import Actor
from balie.events.models import Event
from balie.tickets.assignment import assign, move_to_team
from balie.tickets.conflicts import Conflict, NotAllowed
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Kind, Priority, Status, Ticket
from balie.tickets.tags.tagging import set_tags
from balie.tickets.triage import change_kind, change_priority, change_subject
from tests.support.world import World


def test_resolving_and_reopening_keep_the_times_right(world: World) -> None:
    ticket, anna = world.ticket(), Actor.user(world.anna.pk)
    resolved = change_status(ticket_id=ticket.pk, status=Status.RESOLVED, actor=anna)
    assert resolved.resolved_at is not None
    closed = change_status(ticket_id=ticket.pk, status=Status.CLOSED, actor=anna)
    assert closed.resolved_at == resolved.resolved_at
    assert closed.closed_at is not None


def test_a_closed_ticket_stays_closed(world: World) -> None:
    ticket, anna = world.ticket(), Actor.user(world.anna.pk)
    change_status(ticket_id=ticket.pk, status=Status.CLOSED, actor=anna)
    with pytest.raises(NotAllowed, match="closed"):
        change_status(ticket_id=ticket.pk, status=Status.OPEN, actor=anna)


@pytest.mark.parametrize("status", ["", "done", Status.NEW])
def test_a_status_that_cannot_be_given_is_refused(world: World, status: str) -> None:
    ticket, anna = world.ticket(), Actor.user(world.anna.pk)
    change_status(ticket_id=ticket.pk, status=Status.OPEN, actor=anna)
    with pytest.raises(NotAllowed):
        change_status(ticket_id=ticket.pk, status=status, actor=anna)


def test_assigning_a_new_ticket_opens_it(world: World) -> None:
    ticket = assign(ticket_id=world.ticket().pk, assignee_id=world.bram.pk, actor=Actor.user(world.anna.pk))
    assert (ticket.assignee, ticket.status) == (world.bram, Status.OPEN)


def test_a_ticket_cannot_be_assigned_to_someone_who_does_not_answer(world: World) -> None:
    for user in (world.lena.pk, 999_999):
        with pytest.raises(NotAllowed):
            assign(ticket_id=world.ticket().pk, assignee_id=user, actor=Actor.user(world.anna.pk))


Change = Callable[[Ticket, Actor, int | None], object]


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (lambda w: lambda t, a, s: change_status(ticket_id=t.pk, status="pending", actor=a, seen=s),
         lambda w: lambda t, a, s: change_status(ticket_id=t.pk, status="open", actor=a, seen=s)),
        (lambda w: lambda t, a, s: assign(ticket_id=t.pk, assignee_id=w.chiara.pk, actor=a, seen=s),
         lambda w: lambda t, a, s: assign(ticket_id=t.pk, assignee_id=w.anna.pk, actor=a, seen=s)),
        (lambda w: lambda t, a, s: move_to_team(ticket_id=t.pk, team_id=w.it.pk, actor=a, seen=s),
         lambda w: lambda t, a, s: move_to_team(ticket_id=t.pk, team_id=w.orders.pk, actor=a, seen=s)),
        (lambda w: lambda t, a, s: change_priority(ticket_id=t.pk, priority=Priority.URGENT, actor=a, seen=s),
         lambda w: lambda t, a, s: change_priority(ticket_id=t.pk, priority=Priority.LOW, actor=a, seen=s)),
        (lambda w: lambda t, a, s: change_kind(ticket_id=t.pk, kind=Kind.PROBLEM, actor=a, seen=s),
         lambda w: lambda t, a, s: change_kind(ticket_id=t.pk, kind=Kind.REQUEST, actor=a, seen=s)),
        (lambda w: lambda t, a, s: change_subject(ticket_id=t.pk, subject="One", actor=a, seen=s),
         lambda w: lambda t, a, s: change_subject(ticket_id=t.pk, subject="Two", actor=a, seen=s)),
    ],
)  # fmt: skip
def test_the_second_of_two_changes_of_the_same_thing_is_told(
    world: World, theirs: Callable[[World], Change], mine: Callable[[World], Change]
) -> None:
    ticket = world.ticket()
    seen = Event.objects.latest("id").pk
    chiara, anna = Actor.user(world.chiara.pk), Actor.user(world.anna.pk)
    theirs(world)(ticket, chiara, seen)
    with pytest.raises(Conflict) as refused:
        mine(world)(ticket, anna, seen)
    assert refused.value.event.actor == chiara
    mine(world)(ticket, anna, refused.value.event.pk)
    assert Event.objects.latest("id").actor == anna


def test_changes_of_different_things_do_not_collide(world: World) -> None:
    ticket = world.ticket()
    seen = Event.objects.latest("id").pk
    change_priority(ticket_id=ticket.pk, priority=Priority.HIGH, actor=Actor.user(world.chiara.pk), seen=seen)
    changed = change_status(ticket_id=ticket.pk, status="open", actor=Actor.user(world.anna.pk), seen=seen)
    assert (changed.priority, changed.status) == (Priority.HIGH, Status.OPEN)


def test_a_change_to_what_already_is_records_nothing(world: World) -> None:
    ticket = world.ticket()
    before = Event.objects.count()
    change_priority(ticket_id=ticket.pk, priority=Priority.NORMAL, actor=Actor.user(world.anna.pk))
    move_to_team(ticket_id=ticket.pk, team_id=None, actor=Actor.user(world.anna.pk))
    assert Event.objects.count() == before


def test_the_log_never_holds_a_subject(world: World) -> None:
    change_subject(ticket_id=world.ticket().pk, subject="Emma's salary", actor=Actor.user(world.anna.pk))
    assert "salary" not in str(list(Event.objects.values_list("data", flat=True)))


def test_tags_are_made_once_and_in_one_spelling(world: World) -> None:
    ticket, anna = world.ticket(), Actor.user(world.anna.pk)
    set_tags(ticket_id=ticket.pk, names=["Till", " till ", "Shop  12"], actor=anna)
    assert sorted(tag.name for tag in ticket.tags.all()) == ["shop 12", "till"]
    set_tags(ticket_id=ticket.pk, names=["till"], actor=anna)
    assert [tag.name for tag in ticket.tags.all()] == ["till"]
    event = Event.objects.latest("id")
    assert len(event.data["removed"]) == 1
