"""Many tickets changed at once, and put back."""

from collections import Counter

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from balie.accounts.models import Role, TeamMember, User
from balie.core.clock import now
from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.jobs import queues
from balie.tickets.assignment import assign, move_to_team
from balie.tickets.bulk import asking, working
from balie.tickets.bulk.asking import change_many, undo
from balie.tickets.bulk.changes import Change, make
from balie.tickets.bulk.telling import Report, report_of
from balie.tickets.bulk_records import BulkChange, BulkItem
from balie.tickets.conflicts import NotAllowed
from balie.tickets.lifecycle import change_status
from balie.tickets.linking import link
from balie.tickets.merging import merge
from balie.tickets.models import Ticket
from balie.tickets.tags.tagging import set_tags
from balie.tickets.triage import change_priority
from tests.support.world import World


def done(user: User, tickets: list[Ticket], change: Change) -> Report:
    return report_of(user, change_many(user=user, ticket_ids=[it.pk for it in tickets], change=change).pk)


def undone(user: User, report: Report) -> Report:
    return report_of(user, undo(user=user, bulk_id=report.bulk.pk).pk)


def again(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def test_each_is_changed_with_one_event_of_its_own(world: World) -> None:
    tickets = [world.ticket(team=world.it) for _ in range(3)]
    before = Event.objects.count()
    report = done(world.anna, tickets, {"priority": 4})
    assert (report.done, report.same, report.refused) == (3, 0, [])
    assert {again(it).priority for it in tickets} == {4}
    events = Event.objects.order_by("pk")[before:]
    assert [(it.kind, it.ticket_id, it.actor_id) for it in events] == [
        ("ticket.priority_changed", it.pk, world.anna.pk) for it in tickets
    ]


def test_what_is_so_already_is_told_apart(world: World) -> None:
    urgent, plain = world.ticket(team=world.it, priority=4), world.ticket(team=world.it)
    report = done(world.anna, [urgent, plain], {"priority": 4})
    assert (report.done, report.same) == (1, 1)


def test_one_that_is_refused_holds_up_no_other_and_says_why(world: World) -> None:
    closed, plain = world.ticket(team=world.it), world.ticket(team=world.it)
    change_status(ticket_id=closed.pk, status="closed", actor=SYSTEM)
    report = done(world.anna, [closed, plain], {"status": "pending", "priority": 4})
    (refused,) = report.refused
    assert (refused.tickets, report.done) == ([closed.pk], 1)
    assert "gesloten" in refused.reason  # in Anna's language
    # All of it, or nothing.
    assert again(closed).priority == 2
    assert again(plain).status == "pending"


def test_what_they_cannot_see_is_as_if_it_were_not_there(world: World) -> None:
    other = world.ticket(team=world.orders)
    bulk = change_many(user=world.anna, ticket_ids=[other.pk, 10**9], change={"priority": 4})
    (refused,) = report_of(world.anna, bulk.pk).refused
    assert refused.tickets == [other.pk, 10**9]
    assert again(other).priority == 2


def test_those_who_do_not_answer_change_nothing(world: World) -> None:
    ticket = world.ticket(team=world.orders)
    assert done(world.lena, [ticket], {"priority": 4}).not_done == 1
    assert again(ticket).priority == 2


def test_tags_are_added_and_taken_and_others_stay(world: World) -> None:
    tickets = [world.ticket(team=world.it, tags=["till", "old"]), world.ticket(team=world.it, tags=["new"])]
    report = done(world.anna, tickets, {"add_tags": ["New"], "remove_tags": ["old"]})
    names = [sorted(again(it).tags.values_list("name", flat=True)) for it in tickets]
    assert (names, report.done, report.same) == ([["new", "till"], ["new"]], 1, 1)


def test_a_parent_is_asked_about_and_takes_its_parts_along(world: World) -> None:
    parent, child = world.ticket(team=world.it), world.ticket(team=world.it)
    link(ticket_id=parent.pk, other_id=child.pk, way="child", actor=SYSTEM)
    refused = done(world.anna, [parent], {"status": "resolved"}).refused
    assert [(it.code, it.tickets) for it in refused] == [("children", [parent.pk])]
    report = done(world.anna, [parent], {"status": "resolved", "children": "visible"})
    assert {again(parent).status, again(child).status} == {"resolved"}
    undone(world.anna, report)
    assert (again(parent).status, again(child).status) == ("new", "new")


def test_they_are_merged_into_one_and_taken_apart(world: World) -> None:
    target, *others = (world.ticket(team=world.it) for _ in range(3))
    report = done(world.anna, others, {"merge_into": target.pk})
    assert {again(it).merged_into_id for it in others} == {target.pk}
    assert undone(world.anna, report).done == 2
    assert {again(it).merged_into_id for it in others} == {None}


def test_undo_puts_back_all_that_it_changed(world: World) -> None:
    ticket = world.ticket(team=world.it, tags=["till"])
    fields = ("status", "team_id", "assignee_id", "priority", "awaits_answer", "resolved_at", "closed_at")
    before = {name: getattr(again(ticket), name) for name in fields}
    change: Change = {
        "status": "closed", "assignee": world.anna.pk, "priority": 4, "team": world.orders.pk, "add_tags": ["vip"],
    }  # fmt: skip
    report = done(world.chiara, [ticket], change)
    assert again(ticket).status == "closed"
    assert undone(world.chiara, report).done == 1
    assert {name: getattr(again(ticket), name) for name in fields} == before
    assert list(ticket.tags.values_list("name", flat=True)) == ["till"]


def test_undo_leaves_what_somebody_changed_since_and_says_so(world: World) -> None:
    touched, half, plain = (world.ticket(team=world.it) for _ in range(3))
    report = done(world.anna, [touched, half, plain], {"priority": 4, "add_tags": ["vip"]})
    change_priority(ticket_id=touched.pk, priority=1, actor=Actor.user(world.chiara.pk))
    set_tags(ticket_id=touched.pk, names=[], actor=Actor.user(world.chiara.pk))
    change_priority(ticket_id=half.pk, priority=1, actor=Actor.user(world.chiara.pk))
    told = undone(world.anna, report)
    assert [it.tickets for it in told.refused] == [[touched.pk]]
    assert [it.tickets for it in told.partly] == [[half.pk]]
    assert [again(it).priority for it in (touched, half, plain)] == [1, 1, 2]
    assert not half.tags.exists()


def test_it_is_undone_once_by_whoever_did_it(world: World) -> None:
    report = done(world.anna, [world.ticket(team=world.it)], {"priority": 4})
    with pytest.raises(BulkChange.DoesNotExist):
        undo(user=world.chiara, bulk_id=report.bulk.pk)
    first = undo(user=world.anna, bulk_id=report.bulk.pk)
    assert undo(user=world.anna, bulk_id=report.bulk.pk) == first
    with pytest.raises(NotAllowed):
        undo(user=world.anna, bulk_id=first.pk)
    assert not report_of(world.anna, report.bulk.pk).may_be_undone


@pytest.mark.parametrize(
    ("tickets", "change"), [([], {"priority": 4}), ([1], {}), ([1], {"children": "leave"}), (range(5_001), {"team": 1})]
)
def test_it_needs_tickets_and_a_change(world: World, tickets: list[int], change: Change) -> None:
    with pytest.raises(NotAllowed):
        change_many(user=world.anna, ticket_ids=tickets, change=change)
    assert not BulkChange.objects.exists()


def test_more_than_a_page_is_done_in_a_job(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 2)
    tickets = [world.ticket(team=world.it) for _ in range(3)]
    bulk = change_many(user=world.anna, ticket_ids=[it.pk for it in tickets], change={"priority": 4})
    assert report_of(world.anna, bulk.pk).waiting == 3
    job = ProcrastinateJob.objects.get(task_name="balie.tickets.tasks.change_many_tickets")
    working.work_off(job.args["bulk_id"])
    report = report_of(world.anna, bulk.pk)
    assert (report.waiting, report.done) == (0, 3)
    assert report.bulk.finished_at


def test_what_a_dead_process_left_is_gone_on_with_and_nothing_is_done_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 0)
    tickets = [world.ticket(team=world.it) for _ in range(4)]
    bulk = change_many(user=world.anna, ticket_ids=[it.pk for it in tickets], change={"priority": 4})
    taken: list[object] = []
    made = make

    def dies(*args: object, **kwargs: object) -> None:
        if len(taken) == 2:
            raise KeyboardInterrupt
        taken.append(kwargs["ticket_id"])
        made(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(working, "make", dies)
    with pytest.raises(KeyboardInterrupt):
        working.work_off(bulk.pk)
    monkeypatch.setattr(working, "make", made)
    working.go_on()
    assert report_of(world.anna, bulk.pk).waiting == 2  # not yet: perhaps somebody is at it
    BulkChange.objects.update(created_at=now() - 2 * working._FORGOTTEN)
    working.go_on()
    assert report_of(world.anna, bulk.pk).done == 4
    assert Event.objects.filter(kind="ticket.priority_changed").count() == 4


def test_a_process_that_is_to_end_leaves_the_rest(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 0)
    bulk = change_many(user=world.anna, ticket_ids=[world.ticket(team=world.it).pk], change={"priority": 4})
    monkeypatch.setattr(queues.stopping, "is_set", lambda: True)
    working.work_off(bulk.pk)
    assert report_of(world.anna, bulk.pk).waiting == 1
    assert BulkChange.objects.get().finished_at is None


def test_whoever_answers_no_more_changes_nothing_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 0)
    bulk = change_many(user=world.anna, ticket_ids=[world.ticket(team=world.it).pk], change={"priority": 4})
    User.objects.filter(pk=world.anna.pk).update(role=Role.LIGHT_AGENT)
    working.work_off(bulk.pk)
    assert report_of(world.anna, bulk.pk).not_done == 1


def test_reasons_are_told_in_the_language_of_whoever_asked(world: World) -> None:
    User.objects.filter(pk=world.anna.pk).update(language="nl")
    merged, target = world.ticket(team=world.it), world.ticket(team=world.it)
    merge(target_id=target.pk, source_ids=[merged.pk], actor=SYSTEM)
    world.anna.refresh_from_db()
    (refused,) = done(world.anna, [merged], {"priority": 4}).refused
    assert "samengevoegd" in refused.reason


def test_a_verb_that_breaks_breaks_no_other_ticket(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, plain = world.ticket(team=world.it), world.ticket(team=world.it)
    made = make

    def breaks(change: Change, *, ticket_id: int, actor: Actor) -> None:
        made(change, ticket_id=ticket_id, actor=actor)
        if ticket_id == broken.pk:
            raise ZeroDivisionError

    monkeypatch.setattr(working, "make", breaks)
    report = done(world.anna, [broken, plain], {"priority": 4})
    assert (report.not_done, report.done) == (1, 1)
    assert [again(broken).priority, again(plain).priority] == [2, 4]


def test_a_ticket_for_which_the_database_fails_is_tried_again_and_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    once, always, plain = (world.ticket(team=world.it) for _ in range(3))
    tried: list[int] = []
    made = make

    def fails(change: Change, *, ticket_id: int, actor: Actor) -> None:
        tried.append(ticket_id)
        made(change, ticket_id=ticket_id, actor=actor)
        if ticket_id == always.pk or tried == [once.pk]:
            raise OperationalError("deadlock detected")

    monkeypatch.setattr(working, "make", fails)
    report = done(world.anna, [once, always, plain], {"priority": 4})
    assert tried == [once.pk, always.pk, plain.pk, once.pk, always.pk, always.pk]
    assert [again(it).priority for it in (once, always, plain)] == [4, 2, 4]
    (refused,) = report.refused
    assert (refused.tickets, report.done, report.waiting) == ([always.pk], 2, 0)
    assert report.bulk.finished_at


def test_one_change_that_fails_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 0)
    broken, plain = (
        change_many(user=world.anna, ticket_ids=[world.ticket(team=world.it).pk], change={"priority": 4})
        for _ in range(2)
    )
    BulkChange.objects.update(created_at=now() - 2 * working._FORGOTTEN)
    taken = working._take_next

    def fails(bulk: BulkChange, failed: Counter[int]) -> bool:
        if bulk.pk == broken.pk:
            raise OperationalError("out of memory")
        return taken(bulk, failed)

    monkeypatch.setattr(working, "_take_next", fails)
    working.go_on()
    assert report_of(world.anna, broken.pk).waiting == 1
    assert report_of(world.anna, plain.pk).done == 1


def test_what_became_of_it_is_told_by_two_queries(world: World) -> None:
    report = done(world.anna, [world.ticket(team=world.it) for _ in range(5)], {"priority": 4})
    with CaptureQueriesContext(connection) as queries:
        report_of(world.anna, report.bulk.pk)
    assert len(queries) == 2


def test_while_it_runs_its_tickets_are_counted_and_not_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 0)
    tickets = [world.ticket(team=world.it) for _ in range(3)]
    bulk = change_many(user=world.anna, ticket_ids=[it.pk for it in tickets], change={"priority": 4})
    BulkItem.objects.filter(ticket_id=tickets[0].pk).update(state="refused", reason="Closed")
    BulkItem.objects.filter(ticket_id=tickets[1].pk).update(state="done")
    with CaptureQueriesContext(connection) as queries:
        report = report_of(world.anna, bulk.pk)
    assert (report.waiting, report.done, report.not_done, report.refused) == (1, 1, 1, [])
    assert "GROUP BY" in queries[-1]["sql"]
    assert len(queries) == 2


def test_old_ones_are_forgotten(world: World) -> None:
    done(world.anna, [world.ticket(team=world.it)], {"priority": 4})
    BulkChange.objects.update(finished_at=now() - working.KEPT * 2)
    working.forget_old()
    assert not BulkItem.objects.exists()


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["open", "pending", "on_hold", "resolved", "closed"]),
        "priority": st.integers(1, 4),
        "team": st.sampled_from([None, "it", "orders"]),
        "assignee": st.sampled_from([None, "anna", "bram"]),
        "add_tags": st.lists(st.sampled_from(["a", "b", "c"]), max_size=2),
        "remove_tags": st.lists(st.sampled_from(["a", "b", "c"]), max_size=2),
    },
).filter(bool)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(first=CHANGES, change=CHANGES, who=st.sampled_from(["anna", "chiara"]))
def test_undo_is_the_way_back_from_wherever_it_began(
    world: World, first: dict[str, object], change: dict[str, object], who: str
) -> None:
    user = getattr(world, who)
    ticket = world.ticket(team=world.it, tags=["a"])
    done(world.chiara, [ticket], _with_ids(world, first))
    before = _all_of(ticket)
    report = done(user, [ticket], _with_ids(world, change))
    if report.done:
        assert undone(user, report).done == 1
    assert _all_of(ticket) == before


def _with_ids(world: World, change: dict[str, object]) -> Change:
    made = dict(change)
    for name in ("team", "assignee"):
        if made.get(name):
            made[name] = getattr(world, str(made[name])).pk
    return made  # type: ignore[return-value]


def _all_of(ticket: Ticket) -> dict[str, object]:
    fresh = again(ticket)
    names = ("status", "team_id", "assignee_id", "priority", "awaits_answer", "resolved_at", "closed_at")
    return {name: getattr(fresh, name) for name in names} | {"tags": set(fresh.tags.values_list("name", flat=True))}


def test_an_assignment_that_opened_it_is_put_back_to_new(world: World) -> None:
    ticket = world.ticket(team=world.it)
    report = done(world.anna, [ticket], {"assignee": world.anna.pk})
    assert again(ticket).status == "open"
    undone(world.anna, report)
    assert (again(ticket).status, again(ticket).assignee_id) == ("new", None)


def test_somebody_elses_assignment_is_left(world: World) -> None:
    ticket = world.ticket(team=world.it)
    report = done(world.anna, [ticket], {"assignee": world.anna.pk})
    assign(ticket_id=ticket.pk, assignee_id=world.chiara.pk, actor=Actor.user(world.chiara.pk))
    undone(world.anna, report)
    # Not new either: it has somebody.
    assert (again(ticket).status, again(ticket).assignee_id) == ("open", world.chiara.pk)


def test_an_agent_takes_back_what_they_moved_out_of_their_sight(world: World) -> None:
    moved, back = world.ticket(team=world.it), world.ticket(team=world.it)
    report = done(world.anna, [moved, back], {"team": world.orders.pk})
    assert undone(world.anna, report).done == 2
    assert {again(it).team for it in (moved, back)} == {world.it}


def test_what_somebody_has_moved_on_or_taken_since_stays_out_of_sight(world: World) -> None:
    moved, taken = world.ticket(team=world.it), world.ticket(team=world.it)
    report = done(world.anna, [moved, taken], {"team": world.orders.pk, "priority": 4})
    for team in (None, world.orders):
        move_to_team(ticket_id=moved.pk, team_id=team.pk if team else None, actor=SYSTEM)
    assign(ticket_id=taken.pk, assignee_id=world.bram.pk, actor=Actor.user(world.bram.pk))
    assert undone(world.anna, report).not_done == 2
    assert {again(it).priority for it in (moved, taken)} == {4}


def test_who_has_left_the_team_since_takes_nothing_back(world: World) -> None:
    ticket = world.ticket(team=world.it)
    report = done(world.anna, [ticket], {"team": world.orders.pk})
    TeamMember.objects.filter(user=world.anna).delete()
    assert undone(User.objects.get(pk=world.anna.pk), report).not_done == 1
