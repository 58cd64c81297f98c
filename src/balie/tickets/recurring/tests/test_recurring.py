"""Tickets that open themselves on their dates."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import OperationalError

from balie.core.clock import set_to
from balie.events.actor import Actor
from balie.events.models import Event
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Ticket
from balie.tickets.recurrence_records import Recurrence
from balie.tickets.recurring import making
from balie.tickets.recurring.keeping import Shape, add_recurrence, change_recurrence, next_moments, pause, resume
from balie.tickets.recurring.making import open_now, run_batch, seconds_until_due
from balie.tickets.task_records import Checklist
from balie.tickets.template_records import TicketTemplate
from balie.tickets.ticket_templates.keeping import remove_template
from tests.support.world import World

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


def template(world: World, **more: Any) -> TicketTemplate:
    return TicketTemplate.objects.create(
        **{"name": "Backups", "owner": world.anna, "body": "Look at them.", "for_team": world.it, "tags": ["backup"]}
        | more
    )


def shape(of: TicketTemplate, **more: Any) -> Shape:
    given: dict[str, Any] = {
        "template_id": of.pk, "email": "emma@fietsfabriek.example", "at": time(9), "zone": "UTC",
        "since": date(2026, 3, 2), "unit": "day",
    }  # fmt: skip
    return Shape(**given | more)


def daily(world: World, **more: Any) -> Recurrence:
    with set_to(MONDAY):
        return add_recurrence(shape=shape(template(world), **more), user=world.anna)


def test_it_opens_one_on_each_date_with_what_the_template_says(world: World) -> None:
    checklist = Checklist.objects.create(name="Disks", steps=["First", "Second"])
    with set_to(MONDAY):
        it = add_recurrence(shape=shape(template(world, checklist=checklist, priority=3)), user=world.anna)
        assert run_batch() == 0
        assert seconds_until_due() == 3600
    with set_to(MONDAY + timedelta(hours=1)):
        assert (run_batch(), run_batch()) == (1, 0)
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.requester, ticket.team, ticket.priority) == ("Backups", world.emma, world.it, 3)
    assert (ticket.messages.get().text, ticket.tasks.count()) == ("Look at them.", 2)
    assert list(ticket.tags.values_list("name", flat=True)) == ["backup"]
    it.refresh_from_db()
    assert it.next_at == MONDAY + timedelta(hours=25)
    with set_to(MONDAY + timedelta(hours=25)):
        assert run_batch() == 1
    assert Ticket.objects.count() == 2


def test_after_days_without_a_worker_one_is_opened_which_says_what_was_missed(world: World) -> None:
    it = daily(world)
    with set_to(MONDAY + timedelta(days=4)):
        assert (run_batch(), run_batch()) == (1, 0)
    it.refresh_from_db()
    assert (Ticket.objects.count(), it.missed) == (1, 3)
    assert it.next_at == MONDAY + timedelta(days=4, hours=1)
    assert Event.objects.get(kind="ticket.recurred").data == {"recurrence": it.pk, "missed": 3}


def test_paused_it_opens_none_and_resumed_it_goes_on_from_then(world: World) -> None:
    it = daily(world)
    with set_to(MONDAY):
        pause(pk=it.pk, user=world.anna)
    with set_to(MONDAY + timedelta(days=3)):
        assert (run_batch(), seconds_until_due()) == (0, None)
        resume(pk=it.pk, user=world.anna)
        assert run_batch() == 0
        assert seconds_until_due() == 3600


def test_one_opened_by_hand_changes_no_date(world: World) -> None:
    it = daily(world)
    open_now(pk=it.pk, actor=Actor.user(world.anna.pk))
    before = it.next_at
    it.refresh_from_db()
    assert (Ticket.objects.count(), it.next_at) == (1, before)


def test_what_breaks_is_told_and_the_next_date_comes_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(**_with: object) -> None:
        raise NotAllowed("Not so.")

    it = daily(world)
    with monkeypatch.context() as patch, set_to(MONDAY + timedelta(hours=2)):
        patch.setattr(making, "open_ticket", breaks)
        assert run_batch() == 1
    it.refresh_from_db()
    assert (it.problem, it.made_at, Ticket.objects.count()) == ("Not so.", None, 0)
    with set_to(MONDAY + timedelta(hours=26)):
        assert run_batch() == 1
    it.refresh_from_db()
    assert (it.problem, Ticket.objects.count()) == ("", 1)


def test_what_fails_by_accident_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_with: object) -> None:
        raise OperationalError("deadlock detected")

    daily(world)
    with set_to(MONDAY + timedelta(hours=2)):
        with monkeypatch.context() as patch:
            patch.setattr(making, "open_ticket", breaks)
            with pytest.raises(OperationalError):
                run_batch()
        assert (run_batch(), Ticket.objects.count()) == (1, 1)


def test_the_last_one_is_the_last(world: World) -> None:
    it = daily(world, until=date(2026, 3, 2))
    with set_to(MONDAY + timedelta(days=1)):
        assert (run_batch(), run_batch()) == (1, 0)
    it.refresh_from_db()
    assert it.next_at is None


def test_what_will_not_do_is_refused(world: World) -> None:
    it, other = daily(world), template(world, owner=world.bram)
    for more in (
        {"until": date(2020, 1, 1)}, {"closed_on": ["tomorrow"]}, {"on_closed": "skip", "open_days": []},
        {"since": date(2020, 1, 1), "until": date(2020, 2, 1)}, {"template_id": other.pk},
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            change_recurrence(pk=it.pk, shape=shape(it.template, **more), user=world.anna)
    with pytest.raises(Recurrence.DoesNotExist):
        change_recurrence(pk=it.pk, shape=shape(it.template), user=world.bram)
    with pytest.raises(NotAllowed, match="Recurring"):
        remove_template(pk=it.template_id, user=world.anna)


def test_closed_days_are_kept_in_order_and_passed_over(world: World) -> None:
    it = daily(world, on_closed="skip", closed_on=["2026-03-03", " 03-04 ", "2026-03-03"])
    assert it.closed_on == ["03-04", "2026-03-03"]
    with set_to(MONDAY):
        assert [moment.day for moment in next_moments(it, 4)] == [2, 5, 6, 9]
