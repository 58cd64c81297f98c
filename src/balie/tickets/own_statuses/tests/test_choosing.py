"""Tickets with own statuses: given, kept, lost on the way to another team, put back."""

from datetime import timedelta

import pytest

from balie.core.clock import now
from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.surveys.asking import is_resolved
from balie.tickets.assignment import assign, move_to_team
from balie.tickets.bulk.asking import change_many, undo
from balie.tickets.bulk_records import State
from balie.tickets.composing import Written
from balie.tickets.conflicts import Conflict, NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import receive, reply
from balie.tickets.lifecycle import change_status
from balie.tickets.linking import Way, link
from balie.tickets.merging import merge
from balie.tickets.models import Channel, Status, Ticket
from balie.tickets.own_statuses.defining import archive_status
from balie.tickets.own_statuses.known import own_name
from balie.tickets.own_statuses.tests.making import made_status
from balie.tickets.planned import PlannedReply
from balie.tickets.planning import plan_reply, send_now
from balie.tickets.taking_back import take_back
from balie.tickets.unmerging import unmerge
from tests.support.world import World


def stands(ticket: Ticket) -> tuple[str, int | None]:
    now_ = Ticket.objects.get(pk=ticket.pk)
    return now_.status, now_.own_status_id


def events(ticket: Ticket) -> list[tuple[str, dict[str, object]]]:
    kinds = ("ticket.status_changed", "ticket.own_status_changed")
    return list(Event.objects.filter(ticket_id=ticket.pk, kind__in=kinds).order_by("pk").values_list("kind", "data"))


def given(world: World, own: int | None, *, status: str = "on_hold", ticket: Ticket | None = None) -> Ticket:
    ticket = ticket or world.ticket(team=world.it)
    return change_status(ticket_id=ticket.pk, status=status, own=own, actor=Actor.user(world.anna.pk))


def test_it_is_given_inside_its_category_and_told_by_its_own_event(world: World) -> None:
    parts, supplier = made_status(), made_status("Waiting for a supplier")
    ticket = given(world, parts)
    assert stands(ticket) == ("on_hold", parts)
    changed = ticket.updated_at
    given(world, supplier, ticket=ticket)
    given(world, None, ticket=ticket)
    assert stands(ticket) == ("on_hold", None)
    assert Ticket.objects.get(pk=ticket.pk).updated_at > changed
    held = {"before": "on_hold", "after": "on_hold"}
    assert events(ticket) == [
        ("ticket.status_changed", {"before": "new", "after": "on_hold", "own_before": None, "own_after": parts}),
        ("ticket.own_status_changed", held | {"own_before": parts, "own_after": supplier}),
        ("ticket.own_status_changed", held | {"own_before": supplier, "own_after": None}),
    ]


def test_what_it_has_already_is_no_change(world: World) -> None:
    parts = made_status()
    ticket = given(world, parts)
    given(world, parts, ticket=ticket)
    change_status(ticket_id=ticket.pk, status="on_hold", own="kept", actor=SYSTEM)
    assert stands(ticket) == ("on_hold", parts)
    assert len(events(ticket)) == 1


def test_what_is_no_status_of_its_team_or_category_is_refused(world: World) -> None:
    theirs, gone = made_status(teams=[world.orders.pk]), made_status("Gone")
    archive_status(pk=gone, actor=SYSTEM)
    ticket = world.ticket(team=world.it)
    for own, status in ((theirs, "on_hold"), (gone, "on_hold"), (made_status("Here"), "open"), (999_999, "on_hold")):
        with pytest.raises(NotAllowed, match="this team"):
            given(world, own, status=status, ticket=ticket)
    with pytest.raises(NotAllowed, match="can't be given"):
        given(world, 1, status="elsewhere", ticket=ticket)
    assert stands(ticket) == ("new", None)


def test_an_archived_one_stays_where_it_is(world: World) -> None:
    parts = made_status()
    ticket = given(world, parts)
    archive_status(pk=parts, actor=SYSTEM)
    assert own_name(*stands(ticket)) == "Waiting for parts"
    given(world, parts, ticket=ticket)
    move_to_team(ticket_id=ticket.pk, team_id=world.orders.pk, actor=SYSTEM)
    assert stands(ticket) == ("on_hold", parts)


def test_an_older_version_beside_leaves_none_in_another_category(world: World) -> None:
    ticket = given(world, made_status())
    Ticket.objects.filter(pk=ticket.pk).update(status="open")
    assert own_name(*stands(ticket)) == ""


def test_a_team_without_it_gets_the_category_alone(world: World) -> None:
    ours = made_status(teams=[world.it.pk, world.orders.pk])
    ticket = given(world, ours)
    move_to_team(ticket_id=ticket.pk, team_id=world.orders.pk, actor=SYSTEM)
    assert stands(ticket) == ("on_hold", ours)
    move_to_team(ticket_id=ticket.pk, team_id=None, actor=SYSTEM)
    assert stands(ticket) == ("on_hold", None)
    kinds = list(Event.objects.filter(ticket_id=ticket.pk).order_by("pk").values_list("kind", flat=True))
    assert kinds[-2:] == ["ticket.moved", "ticket.own_status_changed"]
    assert events(ticket)[-1][1]["why"] == "team"


def test_an_answer_opens_it_and_assigning_opens_what_is_new(world: World) -> None:
    ticket = given(world, made_status())
    receive(
        ticket_id=ticket.pk, content=Content(text="And?"), author=world.emma, channel=Channel.EMAIL,
        actor=Actor.contact(world.emma.pk),
    )  # fmt: skip
    assert stands(ticket) == ("open", None)
    fresh = given(world, made_status("To be sorted", "new"), status="new")
    assign(ticket_id=fresh.pk, assignee_id=world.anna.pk, actor=SYSTEM)
    assert stands(fresh) == ("open", None)


def test_a_message_on_an_open_one_leaves_it(world: World) -> None:
    ordered = made_status("Ordered", "open")
    ticket = given(world, ordered, status="open")
    receive(
        ticket_id=ticket.pk, content=Content(text="And?"), author=world.emma, channel=Channel.EMAIL,
        actor=Actor.contact(world.emma.pk),
    )  # fmt: skip
    reply(ticket_id=ticket.pk, content=Content(text="Soon"), actor=Actor.user(world.anna.pk))
    assert stands(ticket) == ("open", ordered)


def test_an_answer_sets_it_and_takes_it_back(world: World) -> None:
    first, second, anna = made_status(), made_status("Waiting for a supplier"), Actor.user(world.anna.pk)
    ticket = given(world, first)
    for own in (second, None):
        said = reply(
            ticket_id=ticket.pk, content=Content(text="On its way"), actor=anna, status="on_hold", own=own, hold=10
        )
        assert stands(ticket) == ("on_hold", own)
        take_back(message_id=said.pk, actor=anna)
        assert stands(ticket) == ("on_hold", first)
    said = reply(ticket_id=ticket.pk, content=Content(text="Done"), actor=anna, status="resolved", hold=10)
    assert stands(ticket) == ("resolved", None)
    take_back(message_id=said.pk, actor=anna)
    assert stands(ticket) == ("on_hold", first)


@pytest.mark.parametrize("archived", [False, True])
def test_an_answer_that_goes_out_later_sets_it_if_it_is_still_there(world: World, archived: bool) -> None:
    parts = made_status()
    ticket, anna = world.ticket(team=world.it), Actor.user(world.anna.pk)
    plan_reply(
        ticket_id=ticket.pk, user_id=world.anna.pk, written=Written("Soon", html=False), actor=anna,
        due_at=now() + timedelta(hours=1), status="on_hold", own=parts,
    )  # fmt: skip
    if archived:
        archive_status(pk=parts, actor=SYSTEM)
    send_now(planned_id=PlannedReply.objects.get().pk)
    assert stands(ticket) == ("on_hold", None if archived else parts)


def test_a_colleague_is_told_who_changed_it_inside_the_category(world: World) -> None:
    first, second = made_status(), made_status("Waiting for a supplier")
    ticket = given(world, None)
    seen = Event.objects.filter(ticket_id=ticket.pk).latest("pk").pk
    given(world, first, ticket=ticket)
    with pytest.raises(Conflict) as conflict:
        change_status(ticket_id=ticket.pk, status="on_hold", own=second, actor=Actor.user(world.chiara.pk), seen=seen)
    assert conflict.value.event.data["own_after"] == first


def test_parts_get_it_along_where_their_team_has_it(world: World) -> None:
    phone = made_status("Solved by phone", "resolved", teams=[world.it.pk])
    parent, ours, theirs = (world.ticket(team=team) for team in (world.it, world.it, world.orders))
    for child in (ours, theirs):
        link(ticket_id=parent.pk, other_id=child.pk, way=Way.CHILD, actor=SYSTEM)
    change_status(
        ticket_id=parent.pk, status="resolved", own=phone, actor=Actor.user(world.chiara.pk), children="along"
    )
    assert [stands(it) for it in (parent, ours, theirs)] == [
        ("resolved", phone), ("resolved", phone), ("resolved", None),
    ]  # fmt: skip


def test_a_finer_name_of_what_is_solved_asks_for_nothing_again(world: World) -> None:
    phone = made_status("Solved by phone", "resolved")
    parent, child = world.ticket(team=world.it), world.ticket(team=world.it)
    link(ticket_id=parent.pk, other_id=child.pk, way=Way.CHILD, actor=SYSTEM)
    chiara = Actor.user(world.chiara.pk)
    solved = change_status(ticket_id=parent.pk, status="resolved", actor=chiara, children="leave")
    finer = change_status(ticket_id=parent.pk, status="resolved", own=phone, actor=chiara)
    assert finer.resolved_at == solved.resolved_at
    last = Event.objects.filter(ticket_id=parent.pk).latest("pk")
    assert last.kind == "ticket.own_status_changed"
    assert last.due_at is None, "nobody is asked how it went once more"
    assert is_resolved(Event(data={"after": "resolved"}))


def test_a_merge_gives_it_back_when_it_is_undone(world: World) -> None:
    parts, ordered = made_status(), made_status("Ordered", "open")
    source, target = given(world, ordered, status="open"), given(world, parts)
    merge(target_id=target.pk, source_ids=[source.pk], actor=SYSTEM)
    assert stands(source) == ("closed", None)
    assert stands(target) == ("open", None), "somebody waits for an answer on the other"
    unmerge(ticket_id=source.pk, actor=SYSTEM)
    assert stands(source) == ("open", ordered)
    assert stands(target) == ("on_hold", parts)


def test_a_finer_name_given_since_is_work_that_an_undone_merge_leaves(world: World) -> None:
    parts = made_status()
    source, target = world.ticket(team=world.it), given(world, None)
    merge(target_id=target.pk, source_ids=[source.pk], actor=SYSTEM)
    given(world, parts, ticket=target)
    unmerge(ticket_id=source.pk, actor=SYSTEM)
    assert stands(target) == ("on_hold", parts)


def test_many_get_it_and_give_it_back(world: World) -> None:
    first, second = made_status(), made_status("Waiting for a supplier", teams=[world.it.pk])
    ours, theirs = given(world, first), world.ticket(team=world.orders)
    asked = [ours.pk, theirs.pk]
    done = change_many(user=world.chiara, ticket_ids=asked, change={"status": "on_hold", "own_status": second})
    assert stands(ours) == ("on_hold", second)
    assert stands(theirs) == ("new", None)
    refused = done.items.get(state=State.REFUSED)
    assert (refused.ticket_id, bool(refused.reason)) == (theirs.pk, True)
    undo(user=world.chiara, bulk_id=done.pk)
    assert stands(ours) == ("on_hold", first)


def test_what_a_colleague_named_since_is_left_by_an_undo(world: World) -> None:
    first, second = made_status(), made_status("Waiting for a supplier")
    ticket = given(world, None)
    done = change_many(user=world.chiara, ticket_ids=[ticket.pk], change={"status": "on_hold", "own_status": first})
    given(world, second, ticket=ticket)
    back = undo(user=world.chiara, bulk_id=done.pk)
    assert back.items.get().state == State.REFUSED
    assert stands(ticket) == ("on_hold", second)


def test_a_move_of_many_that_is_undone_gives_it_back(world: World) -> None:
    ours = made_status(teams=[world.it.pk])
    ticket = given(world, ours)
    done = change_many(user=world.chiara, ticket_ids=[ticket.pk], change={"team": world.orders.pk})
    assert stands(ticket) == ("on_hold", None)
    undo(user=world.chiara, bulk_id=done.pk)
    assert stands(ticket) == ("on_hold", ours)


def test_a_status_alone_asked_of_many_keeps_the_finer_name(world: World) -> None:
    ticket = given(world, parts := made_status())
    change_many(user=world.chiara, ticket_ids=[ticket.pk], change={"status": Status.ON_HOLD})
    assert stands(ticket) == ("on_hold", parts)
