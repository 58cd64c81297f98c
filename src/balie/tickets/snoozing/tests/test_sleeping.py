"""Tickets that are put aside: they leave the lists, and come back once, on top."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.accounts.models import User
from balie.core.clock import now, set_to
from balie.desk.later_times import SENDINGS, SNOOZES, later_time, offers, time_of
from balie.desk.views import BY_KEY
from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.tickets.conflicts import NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import receive, reply
from balie.tickets.counting import Count, count_lists
from balie.tickets.lifecycle import change_status
from balie.tickets.listing import page
from balie.tickets.merging import merge
from balie.tickets.models import Channel, Ticket
from balie.tickets.narrowing import wanted_for
from balie.tickets.snoozing.sleeping import run_batch, seconds_until_due, snooze, wake
from balie.tickets.unmerging import unmerge
from tests.support.world import World

NOON = datetime(2031, 5, 5, 12, tzinfo=UTC)


def listed(user: User, view: str = "inbox") -> list[int]:
    return [row.id for row in page(user, wanted_for(BY_KEY[view].node, user)).rows]


def asleep(world: World, **how: object) -> Ticket:
    ticket = world.ticket(team=world.it)
    snooze(ticket_id=ticket.pk, actor=Actor.user(world.anna.pk), **how)  # type: ignore[arg-type]
    return ticket


def answered(world: World, ticket: Ticket, **more: bool) -> None:
    receive(
        ticket_id=ticket.pk, content=Content(text="Still silent.", automatic=more.get("automatic", False)),
        author=world.emma, channel=Channel.EMAIL, actor=Actor.contact(world.emma.pk),
        unverified=more.get("unverified", False),
    )  # fmt: skip


def state(ticket: Ticket) -> tuple[str, str]:
    return Ticket.objects.values_list("snooze", "status").get(pk=ticket.pk)


def test_it_leaves_the_lists_and_comes_back_on_top_when_its_time_has_come(world: World) -> None:
    with set_to(NOON):
        ticket = asleep(world, until=NOON + timedelta(hours=3), why="Parts come")
        other = world.ticket(team=world.it)
        assert listed(world.anna) == [other.pk]
        assert listed(world.anna, "snoozed") == [ticket.pk]
        counts = count_lists(world.anna, {key: BY_KEY[key].node for key in ("inbox", "snoozed")})
        assert (counts, seconds_until_due()) == ({"inbox": Count(1), "snoozed": Count(1)}, 3 * 3600)
        assert run_batch() == 0
    with set_to(NOON + timedelta(hours=3)):
        assert (run_batch(), run_batch()) == (1, 0)
    assert listed(world.anna) == [ticket.pk, other.pk]
    assert listed(world.anna, "snoozed") == []
    assert state(ticket) == ("woken", "new")
    told = Event.objects.filter(kind="ticket.woken").get()
    assert told.data == {"why": "time", "user": world.anna.pk}
    assert "Parts" not in str(list(Event.objects.values_list("data", flat=True)))


def test_an_answer_wakes_it_whichever_comes_first(world: World) -> None:
    ticket = asleep(world, until=now() + timedelta(days=1))
    answered(world, ticket)
    assert state(ticket)[0] == "woken"
    with set_to(now() + timedelta(days=2)):
        assert run_batch() == 0


@pytest.mark.parametrize("how", ["automatic", "unverified"])
def test_machines_and_strangers_wake_nothing(world: World, how: str) -> None:
    ticket = asleep(world)
    answered(world, ticket, **{how: True})
    assert state(ticket)[0] == "asleep"


def test_one_that_sleeps_until_a_time_alone_sleeps_on_when_somebody_answers(world: World) -> None:
    ticket = asleep(world, until=now() + timedelta(days=1), on_answer=False)
    answered(world, ticket)
    assert state(ticket)[0] == "asleep"


def test_whoever_does_something_takes_the_mark_away(world: World) -> None:
    actor = Actor.user(world.anna.pk)
    for act in (
        lambda pk: reply(ticket_id=pk, content=Content(text="Thank you."), actor=actor),
        lambda pk: change_status(ticket_id=pk, status="pending", actor=actor),
        lambda pk: wake(ticket_id=pk, actor=actor),
    ):
        ticket = asleep(world)
        answered(world, ticket)
        act(ticket.pk)
        assert state(ticket)[0] == ""


def test_one_into_which_a_waiting_question_is_merged_is_back(world: World) -> None:
    target, actor = asleep(world, until=now() + timedelta(days=1)), Actor.user(world.anna.pk)
    merge(target_id=target.pk, source_ids=[world.ticket(team=world.it).pk], actor=actor)
    assert state(target) == ("woken", "new")


def test_one_that_slept_when_it_was_merged_sleeps_on_when_that_is_undone(world: World) -> None:
    ticket, actor = asleep(world, until=now() + timedelta(days=1)), Actor.user(world.anna.pk)
    merge(target_id=world.ticket(team=world.it).pk, source_ids=[ticket.pk], actor=actor)
    assert ticket.pk not in listed(world.anna, "snoozed")
    unmerge(ticket_id=ticket.pk, actor=actor)
    assert listed(world.anna, "snoozed") == [ticket.pk]


def test_what_is_resolved_sleeps_no_more(world: World) -> None:
    ticket = asleep(world, until=now() + timedelta(days=1))
    change_status(ticket_id=ticket.pk, status="resolved", actor=SYSTEM)
    assert state(ticket)[0] == ""
    with set_to(now() + timedelta(days=2)):
        run_batch()
    assert state(ticket) == ("", "resolved")
    with pytest.raises(NotAllowed, match="does not have to sleep"):
        snooze(ticket_id=ticket.pk, actor=SYSTEM)


def test_it_sleeps_until_something(world: World) -> None:
    ticket = world.ticket()
    with pytest.raises(NotAllowed, match="until when"):
        snooze(ticket_id=ticket.pk, actor=SYSTEM, on_answer=False)
    with pytest.raises(NotAllowed, match="is over"):
        snooze(ticket_id=ticket.pk, actor=SYSTEM, until=now())


def test_sleeping_longer_is_not_disturbed_by_the_first_time(world: World) -> None:
    with set_to(NOON):
        ticket = asleep(world, until=NOON + timedelta(hours=1))
        snooze(ticket_id=ticket.pk, actor=SYSTEM, until=NOON + timedelta(hours=5))
    with set_to(NOON + timedelta(hours=2)):
        assert run_batch() == 0
    assert state(ticket)[0] == "asleep"


@given(
    st.integers(0, 16 * 366 * 24 * 60),
    st.sampled_from(["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu"]),
    st.sampled_from([*SENDINGS, *SNOOZES, "other"]),
)
def test_natural_times_lie_ahead_and_where_clocks_say_so(minutes: int, zone: str, choice: str) -> None:
    here = (datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    found = later_time(choice, now=here)
    for offer in [*offers(SENDINGS, now=here), *offers(SNOOZES, now=here)]:
        assert here < offer.at == time_of(offer.value, "", now=here)
    if choice == "other" or found is None:
        assert choice in ("other", "later", "afternoon")
        return
    local = found.astimezone(ZoneInfo(zone))
    assert found > here
    if choice in ("later", "hour"):
        assert found - here == timedelta(hours=3 if choice == "later" else 1)
    elif choice == "afternoon":
        assert (local.hour, local.minute) in ((15, 0), (17, 0))
    else:
        assert (local.hour, local.minute) == (9, 0)
        assert choice != "monday" or local.weekday() == 0
    if choice in ("later", "afternoon"):
        assert local.date() == here.date()


def test_an_answer_of_somebody_whom_the_desk_asked_wakes_it_and_whoever_put_it_aside_is_named(world: World) -> None:
    ticket = asleep(world)
    receive(
        ticket_id=ticket.pk, content=Content(text="Parts are sent."), author=world.oscar, channel=Channel.EMAIL,
        actor=Actor.contact(world.oscar.pk), inside=True,
    )  # fmt: skip
    assert state(ticket) == ("woken", "new")
    assert Event.objects.get(kind="ticket.woken").data == {"why": "answer", "user": world.anna.pk}
