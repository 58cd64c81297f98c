"""Time on tickets, and the timer that measures it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from balie.accounts.models import User
from balie.core.clock import now, set_to
from balie.events.actor import SYSTEM
from balie.events.models import Event
from balie.tickets.conflicts import NotAllowed
from balie.tickets.merging import merge
from balie.tickets.time_records import TimeEntry, Timer
from balie.tickets.unmerging import unmerge
from balie.tickets.work import time_sums
from balie.tickets.work.time_spent import Spent, correct_time, remove_time, spend_time, time_for
from balie.tickets.work.time_sums import Sums, lines_between, sums_between
from balie.tickets.work.timers import (
    discard_timer,
    is_forgotten,
    pause_timer,
    running_timer,
    start_timer,
    stop_timer,
)
from tests.support.world import World

NOON = datetime(2031, 5, 5, 12, tzinfo=UTC)


def after(**passed: float) -> datetime:
    return NOON + timedelta(**passed)


def test_time_is_written_down_corrected_and_removed(world: World) -> None:
    ticket = world.ticket()
    with set_to(datetime(2031, 5, 5, 23, 30, tzinfo=UTC)):
        entry = spend_time(ticket_id=ticket.pk, user=world.anna, spent=Spent(90, "  On the \n phone "))
    # It is the next day already where Anna lives.
    assert (entry.day, entry.minutes, entry.words) == (date(2031, 5, 6), 90, "On the phone")
    with set_to(after(days=9)):
        correct_time(entry_id=entry.pk, user=world.anna, spent=Spent(60, "Less", billable=False, day=entry.day))
        correct_time(entry_id=entry.pk, user=world.anna, spent=Spent(60, "Less", billable=False, day=entry.day))
    assert TimeEntry.objects.values_list("minutes", "billable").get() == (60, False)
    remove_time(entry_id=entry.pk, user=world.anna)
    told = Event.objects.filter(kind__startswith="time.").values_list("kind", "data")
    assert [kind for kind, _data in told] == ["time.added", "time.changed", "time.removed"]
    assert "phone" not in str(list(told))


def test_only_oneself_and_supervisors_correct_time(world: World) -> None:
    entry = spend_time(ticket_id=world.ticket().pk, user=world.anna, spent=Spent(5))
    for verb in (
        lambda user: correct_time(entry_id=entry.pk, user=user, spent=Spent(6)),
        lambda user: remove_time(entry_id=entry.pk, user=user),
    ):
        with pytest.raises(NotAllowed, match="a colleague's"):
            verb(world.bram)
    correct_time(entry_id=entry.pk, user=world.chiara, spent=Spent(7, day=entry.day))
    assert TimeEntry.objects.get().user == world.anna


@pytest.mark.parametrize(
    ("spent", "reason"),
    [
        (Spent(0), "one minute"),
        (Spent(1441), "24 hours"),
        (Spent(5, "x" * 301), "300"),
        (Spent(5, day=date(9000, 1, 1)), "not come yet"),
    ],
)
def test_what_cannot_be_is_refused(world: World, spent: Spent, reason: str) -> None:
    with pytest.raises(NotAllowed, match=reason):
        spend_time(ticket_id=world.ticket().pk, user=world.anna, spent=spent)


def test_whose_zone_is_not_known_spends_time_by_the_days_of_the_desk(world: World) -> None:
    User.objects.filter(pk=world.anna.pk).update(time_zone="No/Where")
    world.anna.refresh_from_db()
    with set_to(NOON):
        assert spend_time(ticket_id=world.ticket().pk, user=world.anna, spent=Spent(5)).day == NOON.date()


def test_time_of_tickets_one_cannot_see_stays_hidden(world: World) -> None:
    spend_time(ticket_id=world.ticket(team=world.orders).pk, user=world.bram, spent=Spent(5))
    assert not time_for(world.anna).exists()
    today = now().date()
    assert sums_between(world.anna, today - timedelta(days=1), today + timedelta(days=1)).rows == []


def test_sums_are_told_by_organisation_and_user(world: World) -> None:
    with set_to(NOON):
        for minutes, billable in ((30, True), (15, False)):
            spend_time(ticket_id=world.ticket().pk, user=world.anna, spent=Spent(minutes, billable=billable))
        spend_time(ticket_id=world.ticket(requester=world.farid).pk, user=world.bram, spent=Spent(5))
    day = NOON.date()
    assert set(sums_between(world.chiara, day, day).rows) == {
        Sums("Fietsfabriek", world.anna.pk, 45, 30),
        Sums("", world.bram.pk, 5, 5),
    }
    assert [line.minutes for line in lines_between(world.chiara, day, day)] == [30, 15, 5]
    assert sums_between(world.chiara, day + timedelta(days=1), day + timedelta(days=2)).rows == []


def test_sums_count_all_where_rows_are_left_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_sums, "MOST_ROWS", 2)
    day = now().date()
    spend_time(ticket_id=world.ticket().pk, user=world.anna, spent=Spent(30, day=day))
    spend_time(ticket_id=world.ticket().pk, user=world.bram, spent=Spent(15, day=day, billable=False))
    assert sums_between(world.chiara, day, day)[1:] == (45, 30, False)
    spend_time(ticket_id=world.ticket(requester=world.farid).pk, user=world.bram, spent=Spent(5, day=day))
    summed = sums_between(world.chiara, day, day)
    assert (len(summed.rows), *summed[1:]) == (2, 50, 35, True)


def test_a_timer_runs_pauses_and_becomes_an_entry(world: World) -> None:
    ticket = world.ticket()
    with set_to(NOON):
        start_timer(ticket_id=ticket.pk, user=world.anna)
    with set_to(after(minutes=10)):
        start_timer(ticket_id=ticket.pk, user=world.anna)
        pause_timer(ticket_id=ticket.pk, user=world.anna)
        pause_timer(ticket_id=ticket.pk, user=world.anna)
        assert running_timer(world.anna) is None
        assert not User.objects.get(pk=world.anna.pk).timing
    with set_to(after(minutes=60)):
        start_timer(ticket_id=ticket.pk, user=world.anna)
        assert User.objects.get(pk=world.anna.pk).timing
    with set_to(after(minutes=65, seconds=1)):
        entry = stop_timer(ticket_id=ticket.pk, user=world.anna)
    assert entry.minutes == 16
    assert not Timer.objects.exists()
    assert not User.objects.get(pk=world.anna.pk).timing
    with pytest.raises(NotAllowed, match="No timer"):
        stop_timer(ticket_id=ticket.pk, user=world.anna)


def test_one_timer_of_a_user_runs_the_others_pause(world: World) -> None:
    first, second = world.ticket(), world.ticket()
    with set_to(NOON):
        start_timer(ticket_id=first.pk, user=world.anna)
        start_timer(ticket_id=first.pk, user=world.bram)
    with set_to(after(minutes=5)):
        start_timer(ticket_id=second.pk, user=world.anna)
    running = running_timer(world.anna)
    assert running
    assert running.ticket_id == second.pk
    assert Timer.objects.get(user=world.anna, ticket=first).passed == 300
    assert running_timer(world.bram)
    discard_timer(ticket_id=second.pk, user=world.anna)
    assert running_timer(world.anna) is None
    assert not TimeEntry.objects.exists()


def test_a_forgotten_timer_asks_how_much_was_work(world: World) -> None:
    ticket = world.ticket()
    with set_to(NOON):
        timer = start_timer(ticket_id=ticket.pk, user=world.anna)
    with set_to(after(hours=8, seconds=1)):
        assert is_forgotten(timer)
        with pytest.raises(NotAllowed, match="eight hours"):
            stop_timer(ticket_id=ticket.pk, user=world.anna)
        assert stop_timer(ticket_id=ticket.pk, user=world.anna, spent=Spent(45)).minutes == 45


def test_time_goes_with_a_merge_and_comes_back(world: World) -> None:
    source, target = world.ticket(), world.ticket()
    entry = spend_time(ticket_id=source.pk, user=world.anna, spent=Spent(5))
    start_timer(ticket_id=source.pk, user=world.anna)
    merge(target_id=target.pk, source_ids=[source.pk], actor=SYSTEM)
    assert TimeEntry.objects.get().ticket == target
    assert stop_timer(ticket_id=source.pk, user=world.anna).ticket_id == target.pk
    unmerge(ticket_id=source.pk, actor=SYSTEM)
    assert TimeEntry.objects.get(pk=entry.pk).ticket == source


def test_timers_go_with_a_merge_and_come_back(world: World) -> None:
    source, target = world.ticket(), world.ticket()
    with set_to(NOON):
        start_timer(ticket_id=source.pk, user=world.anna)
    merge(target_id=target.pk, source_ids=[source.pk], actor=SYSTEM)
    running = running_timer(world.anna)
    assert running
    assert running.ticket == target
    unmerge(ticket_id=source.pk, actor=SYSTEM)
    assert Timer.objects.get().ticket == source


def test_two_timers_of_one_user_become_one_by_a_merge(world: World) -> None:
    source, target = world.ticket(), world.ticket()
    with set_to(NOON):
        start_timer(ticket_id=target.pk, user=world.anna)
    with set_to(after(minutes=5)):
        start_timer(ticket_id=source.pk, user=world.anna)
    merge(target_id=target.pk, source_ids=[source.pk], actor=SYSTEM)
    with set_to(after(minutes=12)):
        assert stop_timer(ticket_id=target.pk, user=world.anna).minutes == 12
    assert not Timer.objects.exists()
    assert not User.objects.get(pk=world.anna.pk).timing


@pytest.mark.parametrize("step", [pause_timer, discard_timer])
def test_a_timer_is_reached_by_the_ticket_it_was_started_on(world: World, step: Callable[..., None]) -> None:
    source, target = world.ticket(), world.ticket()
    start_timer(ticket_id=source.pk, user=world.anna)
    merge(target_id=target.pk, source_ids=[source.pk], actor=SYSTEM)
    step(ticket_id=source.pk, user=world.anna)
    assert running_timer(world.anna) is None
