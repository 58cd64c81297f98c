"""A team that is dissolved leaves nothing behind: not for its agents, not in the search, not in the mailboxes."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from balie.accounts.models import Team, User
from balie.accounts.staffing import Refused, dissolve_team
from balie.channels.email.models import Mailbox
from balie.core.clock import now
from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.tickets.models import Ticket
from balie.tickets.searching import search_tickets
from balie.tickets.task_records import Checklist, Task
from balie.tickets.tasks import hand_on_team
from balie.tickets.work.checklists import add_checklist_template
from balie.tickets.work.own_list import own_tasks
from balie.tickets.work.to_do import Wanted, add_task, finish_task
from tests.support.world import World

pytestmark = pytest.mark.django_db


def dissolve(world: World, heir: Team | None) -> None:
    dissolve_team(team_id=world.it.pk, heir_id=heir.pk if heir else None, actor=Actor.user(world.dieter.pk))
    job = ProcrastinateJob.objects.get(task_name="balie.tickets.tasks.hand_on_team")
    hand_on_team(**job.args)


def finds(user: User) -> set[int]:
    found = search_tickets(viewer=User.objects.get(pk=user.pk), text="till")
    return {hit.ticket.pk for hit in found.hits}


def test_its_heir_finds_its_tickets_and_others_do_not(world: World) -> None:
    ticket, _others = world.ticket(team=world.it), world.ticket(team=world.orders, subject="A shelf", text="Bent")
    assert finds(world.anna) == {ticket.pk}
    dissolve(world, world.orders)
    assert finds(world.bram) == {ticket.pk}
    assert finds(world.anna) == set()
    assert not Team.with_dissolved.filter(pk=world.it.pk).exists()


def test_without_an_heir_everybody_finds_them(world: World) -> None:
    ticket = world.ticket(team=world.it)
    dissolve(world, None)
    assert finds(world.anna) == finds(world.bram) == {ticket.pk}
    moved = Event.objects.get(kind="ticket.moved", ticket_id=ticket.pk)
    assert (moved.actor_id, moved.data) == (world.dieter.pk, {"before": world.it.pk, "after": None})


def test_they_are_as_old_as_they_were(world: World) -> None:
    """Nobody did anything about them: lists by what is newest stay in order, and what was closed long ago stays so."""
    ticket, long_ago = world.ticket(team=world.it), now() - timedelta(days=900)
    Ticket.objects.filter(pk=ticket.pk).update(status="closed", closed_at=long_ago, updated_at=long_ago)
    dissolve(world, world.orders)
    ticket.refresh_from_db()
    assert (ticket.team, ticket.updated_at) == (world.orders, long_ago)


def test_what_is_written_to_its_mailboxes_is_the_heirs(world: World) -> None:
    box = Mailbox.objects.create(address="it@morgenrood.example", team=world.it)
    dissolve_team(team_id=world.it.pk, heir_id=world.orders.pk, actor=Actor.user(world.dieter.pk))
    box.refresh_from_db()
    assert box.team == world.orders


def test_what_was_broken_off_is_taken_up_where_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tickets = {world.ticket(team=world.it).pk for _ in range(3)}

    def fails(**_values: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patched, pytest.raises(ConnectionError):
        patched.setattr("balie.tickets.handing_on.move_to_team", fails)
        dissolve(world, world.orders)
    assert Team.with_dissolved.filter(pk=world.it.pk).exists()
    hand_on_team(team_id=world.it.pk, heir_id=world.orders.pk, user_id=None)
    assert set(Ticket.objects.filter(team=world.orders).values_list("pk", flat=True)) == tickets
    hand_on_team(team_id=world.it.pk, heir_id=world.orders.pk, user_id=None)


def test_nothing_goes_to_a_team_that_goes_itself(world: World) -> None:
    actor = Actor.user(world.dieter.pk)
    with pytest.raises(Refused):
        dissolve_team(team_id=world.it.pk, heir_id=world.it.pk, actor=actor)
    dissolve_team(team_id=world.it.pk, heir_id=world.orders.pk, actor=actor)
    with pytest.raises(Refused, match="at this moment"):
        dissolve_team(team_id=world.orders.pk, heir_id=None, actor=actor)
    assert list(Team.objects.all()) == [world.orders]


@pytest.mark.parametrize("with_heir", [True, False])
def test_its_tasks_and_checklists_are_the_heirs_or_everybodys(world: World, with_heir: bool) -> None:
    ticket = world.ticket(team=world.it)
    other = world.ticket(team=Team.objects.create(name="Third"))
    tasks = [
        add_task(ticket_id=it.pk, wanted=Wanted("Order", team_id=world.it.pk), actor=SYSTEM) for it in (ticket, other)
    ]
    finish_task(task_id=tasks[0].pk, actor=SYSTEM)
    its = add_checklist_template(user=world.anna, name="New till", team_id=world.it.pk, steps=["Order"])
    heir = world.orders if with_heir else None
    dissolve(world, heir)
    assert set(Task.objects.values_list("team", flat=True)) == {heir and heir.pk}
    assert [it.pk for it in own_tasks(world.bram).tasks] == ([tasks[1].pk] if heir else [])
    assert Checklist.objects.visible_to(world.bram).get() == its
    assert Checklist.objects.get().team == heir
