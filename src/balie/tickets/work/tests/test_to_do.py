"""Tasks on tickets: what they are, whose, in which order, and what they hold up."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from balie.core.clock import now, set_to
from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.notifications.models import Notification
from balie.notifications.telling import tell
from balie.tickets.assignment import move_to_team
from balie.tickets.conflicts import NotAllowed
from balie.tickets.lifecycle import OpenChildren, change_status
from balie.tickets.linking import Way, link
from balie.tickets.merging import merge
from balie.tickets.models import Ticket
from balie.tickets.participants import Follower
from balie.tickets.task_records import Checklist, Task
from balie.tickets.unmerging import unmerge
from balie.tickets.work.checklists import add_checklist_template
from balie.tickets.work.own_list import own_tasks
from balie.tickets.work.reminding import run_batch, seconds_until_due
from balie.tickets.work.to_do import (
    Wanted,
    add_checklist,
    add_task,
    change_task,
    finish_task,
    move_task,
    remove_task,
    reopen_task,
    tasks_for,
)
from tests.support.world import World, make_world


def added(ticket: Ticket, title: str = "Order a till", actor: Actor = SYSTEM, **more: object) -> Task:
    return add_task(ticket_id=ticket.pk, wanted=Wanted(title, **more), actor=actor)  # type: ignore[arg-type]


def titles(ticket: Ticket) -> list[str]:
    return list(Task.objects.filter(ticket=ticket).values_list("title", flat=True))


def kinds(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(ticket_id=ticket.pk, kind__startswith="task.").values_list("kind", flat=True))


def test_a_task_is_added_changed_done_and_removed(world: World) -> None:
    ticket, actor = world.ticket(), Actor.user(world.anna.pk)
    task = added(ticket, "  Order \n a till ", actor)
    assert task.title == "Order a till"
    change_task(task_id=task.pk, wanted=Wanted("Order two tills", due_on=date(2031, 1, 2)), actor=actor)
    finish_task(task_id=task.pk, actor=actor)
    finish_task(task_id=task.pk, actor=actor)
    done = Task.objects.get()
    assert (done.title, done.due_on, done.done_by) == ("Order two tills", date(2031, 1, 2), world.anna)
    reopen_task(task_id=task.pk, actor=actor)
    assert Task.objects.get().done_at is None
    remove_task(task_id=task.pk, actor=actor)
    assert kinds(ticket) == ["task.added", "task.changed", "task.done", "task.reopened", "task.removed"]
    told = Event.objects.filter(kind__startswith="task.").values_list("data", flat=True)
    assert "till" not in str(list(told))


@pytest.mark.parametrize(
    ("title", "reason"), [("  ", "what is to be done"), ("\u2800", "what is to be done"), ("x" * 301, "300 characters")]
)
def test_a_task_says_what_is_to_be_done(world: World, title: str, reason: str) -> None:
    with pytest.raises(NotAllowed, match=reason):
        added(world.ticket(), title)


def test_whoever_gets_a_task_follows_the_ticket_and_sees_it(world: World) -> None:
    ticket = world.ticket(team=world.it)
    assert not tasks_for(world.bram).exists()
    task = added(ticket, assignee_id=world.bram.pk, actor=Actor.user(world.anna.pk))
    assert tasks_for(world.bram).get() == task
    assert Ticket.objects.visible_to(world.bram).filter(pk=ticket.pk).exists()
    assert Event.objects.get(kind="task.assigned").data == {"task": task.pk, "user": world.bram.pk}


def test_all_of_a_team_that_gets_a_task_follow_the_ticket_and_are_told(world: World) -> None:
    ticket = world.ticket(team=world.it)
    task = added(ticket, team_id=world.orders.pk, actor=Actor.user(world.anna.pk))
    assert {user for user in (world.bram, world.lena) if own_tasks(user).tasks == [task]} == {world.bram, world.lena}
    assert not Follower.objects.filter(user=world.anna).exists()
    tell(Event.objects.get(kind="task.assigned"))
    told = Notification.objects.filter(kind="task_assigned").values_list("user", flat=True)
    assert set(told) == {world.bram.pk, world.lena.pk}


def test_a_task_that_one_gave_oneself_stays_on_ones_list(world: World) -> None:
    ticket = world.ticket(team=world.it)
    task = added(ticket, assignee_id=world.anna.pk, actor=Actor.user(world.anna.pk))
    move_to_team(ticket_id=ticket.pk, team_id=world.orders.pk, actor=SYSTEM)
    assert own_tasks(world.anna).tasks == [task]


def test_a_contact_of_the_same_number_is_somebody_else(world: World) -> None:
    ticket = world.ticket(team=world.it)
    task = added(ticket, assignee_id=world.bram.pk, actor=Actor.contact(world.bram.pk))
    assert tasks_for(world.bram).get() == task


def test_only_those_who_answer_get_tasks(world: World) -> None:
    with pytest.raises(NotAllowed, match="does not answer"):
        added(world.ticket(), assignee_id=world.lena.pk)
    with pytest.raises(NotAllowed, match="no such team"):
        added(world.ticket(), team_id=999_999)


def test_a_task_is_given_to_a_team_and_taken_from_it(world: World) -> None:
    ticket = world.ticket(team=world.it)
    task = added(ticket, team_id=world.it.pk)
    assert [it.pk for it in own_tasks(world.anna).tasks] == [task.pk]
    change_task(task_id=task.pk, wanted=Wanted("Order a till", assignee_id=world.chiara.pk), actor=SYSTEM)
    assert not own_tasks(world.anna).tasks
    assert [it.pk for it in own_tasks(world.chiara).tasks] == [task.pk]


def test_a_checklist_becomes_tasks_at_the_end(world: World) -> None:
    ticket = world.ticket()
    added(ticket, "First")
    checklist = add_checklist_template(
        user=world.chiara, name="New till", team_id=None, steps=["Order", " ", "Connect"]
    )
    add_checklist(ticket_id=ticket.pk, checklist=checklist, actor=SYSTEM)
    assert titles(ticket) == ["First", "Order", "Connect"]


def test_a_checklist_of_a_team_is_its_own(world: World) -> None:
    its = add_checklist_template(user=world.anna, name="New till", team_id=world.it.pk, steps=["Order"])
    assert not Checklist.objects.visible_to(world.bram).exists()
    assert Checklist.objects.visible_to(world.anna).get() == its
    for team in (None, world.orders.pk):
        with pytest.raises(NotAllowed, match="for your own teams"):
            add_checklist_template(user=world.anna, name="New till", team_id=team, steps=["Order"])
    for name, steps, reason in ((" ", ["Order"], "name"), ("x", [" "], "at least one"), ("x", ["y"] * 51, "50 tasks")):
        with pytest.raises(NotAllowed, match=reason):
            add_checklist_template(user=world.anna, name=name, team_id=world.it.pk, steps=steps)


def test_a_ticket_with_open_tasks_asks_before_it_is_resolved(world: World) -> None:
    ticket, actor = world.ticket(), Actor.user(world.anna.pk)
    added(ticket)
    with pytest.raises(OpenChildren, match="1 task is not done yet"):
        change_status(ticket_id=ticket.pk, status="resolved", actor=actor)
    change_status(ticket_id=ticket.pk, status="resolved", actor=actor, children="leave")
    assert Task.objects.get().done_at is None
    change_status(ticket_id=ticket.pk, status="open", actor=actor)
    change_status(ticket_id=ticket.pk, status="resolved", actor=actor, children="along")
    assert Task.objects.get().done_by == world.anna


def test_tasks_of_parts_are_done_along_with_them(world: World) -> None:
    parent, child = world.ticket(), world.ticket()
    link(ticket_id=child.pk, other_id=parent.pk, way=Way.PARENT, actor=SYSTEM)
    added(child)
    added(parent)
    change_status(ticket_id=parent.pk, status="resolved", actor=SYSTEM, children="along")
    assert not Task.objects.filter(done_at=None).exists()
    assert Ticket.objects.get(pk=child.pk).status == "resolved"


def test_tasks_go_with_a_merge_and_come_back(world: World) -> None:
    source, target = world.ticket(), world.ticket()
    added(target, "Of the target")
    mine = added(source, "Of the source")
    merge(target_id=target.pk, source_ids=[source.pk], actor=SYSTEM)
    added(target, "Of both")
    assert titles(target) == ["Of the target", "Of the source", "Of both"]
    finish_task(task_id=mine.pk, actor=SYSTEM)
    unmerge(ticket_id=source.pk, actor=SYSTEM)
    assert titles(target) == ["Of the target", "Of both"]
    assert Task.objects.get(ticket=source).done_at is not None


def test_whose_zone_is_not_known_is_reminded_on_the_morning_of_the_desk(world: World) -> None:
    world.bram.time_zone = "No/Where"
    world.bram.save()
    with set_to(datetime(2031, 3, 1, 12, tzinfo=UTC)):
        assert added(world.ticket(), assignee_id=world.bram.pk, due_on=date(2031, 3, 10)).remind_at is not None


def test_a_reminder_comes_once_on_the_morning_of_its_day(world: World) -> None:
    world.bram.time_zone = "America/New_York"
    world.bram.save()
    with set_to(datetime(2031, 3, 1, 12, tzinfo=UTC)):
        added(world.ticket(), assignee_id=world.bram.pk, due_on=date(2031, 3, 10))
        done = added(world.ticket(), "Done before", assignee_id=world.bram.pk, due_on=date(2031, 3, 10))
        added(world.ticket(), "Too late", due_on=date(2031, 2, 10))
        finish_task(task_id=done.pk, actor=SYSTEM)
        # Clocks went forward in New York on the ninth.
        assert seconds_until_due() == timedelta(days=9, hours=1).total_seconds()
    with set_to(datetime(2031, 3, 10, 12, 59, tzinfo=UTC)):
        assert run_batch() == 0
    with set_to(datetime(2031, 3, 10, 13, 0, tzinfo=UTC)):
        assert run_batch() == 2
        assert run_batch() == 0
    event = Event.objects.get(kind="task.due")
    assert event.data["user"] == world.bram.pk
    assert seconds_until_due() is None


def test_a_word_changed_reminds_nobody_again(world: World) -> None:
    task = added(world.ticket(), due_on=now().date() + timedelta(days=1))
    Task.objects.update(remind_at=None)
    change_task(task_id=task.pk, wanted=Wanted("Another", due_on=task.due_on), actor=SYSTEM)
    assert Task.objects.get().remind_at is None
    change_task(task_id=task.pk, wanted=Wanted("Another", due_on=now().date() + timedelta(days=2)), actor=SYSTEM)
    assert Task.objects.get().remind_at is not None


def test_the_list_of_ones_own_is_read_page_by_page(world: World) -> None:
    ticket, today = world.ticket(), now().date()
    days = [None, today, today - timedelta(days=3), None, today, today + timedelta(days=1)]
    for day in days:
        added(ticket, assignee_id=world.anna.pk, due_on=day)
    added(world.ticket(), "Of another", assignee_id=world.bram.pk)
    seen: list[Task] = []
    after = None
    while True:
        page = own_tasks(world.anna, after, size=2)
        seen += page.tasks
        after = page.after
        if after is None:
            break
    assert [task.due_on for task in seen] == [*sorted(filter(None, days)), None, None]
    assert len({task.pk for task in seen}) == 6


class TestOrder(TestCase):
    @settings(deadline=None, max_examples=30)
    @given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), max_size=8))
    def test_moving_keeps_all_and_puts_each_where_it_was_asked(self, moves: list[tuple[int, int]]) -> None:
        ticket = make_world(password=None).ticket()
        for at in range(5):
            added(ticket, str(at))
        expected = titles(ticket)
        by_title = dict(Task.objects.values_list("title", "pk"))
        for which, place in moves:
            title = str(which)
            expected.remove(title)
            expected.insert(place, title)
            move_task(task_id=by_title[title], position=place, actor=SYSTEM)
        assert titles(ticket) == expected
        positions = list(Task.objects.filter(ticket=ticket).values_list("position", flat=True))
        assert all(one < other for one, other in pairwise(positions))
