"""How many tickets lists hold."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balie.accounts.directory import directory
from balie.accounts.models import TeamMember, User
from balie.conditions.grammar import understand
from balie.conditions.tree import Node
from balie.events.actor import SYSTEM
from balie.search import finding
from balie.tickets import counting
from balie.tickets.assignment import assign
from balie.tickets.counting import Count, count_lists
from balie.tickets.fields import ticket_fields
from balie.tickets.listing import page
from balie.tickets.models import Ticket
from balie.tickets.narrowing import wanted_for
from balie.tickets.participation import follow
from tests.support.world import World


def node(text: str) -> Node:
    return understand(text, ticket_fields(directory()))


def count(viewer: User, text: str) -> Count:
    return count_lists(viewer, {"it": node(text)})["it"]


CONDITIONS = [
    "status:active", "status:new team:mine", "team:it", "team:none", "assignee:none", "assignee:me", "-assignee:me",
    "tag:till", "-tag:till", "priority:>=high", "requester:emma@fietsfabriek.example", "follower:me",
    "organisation:Fietsfabriek priority:urgent", "status:all subject:till created:7d", "till", "status:done",
    "status:active snoozed:no", "snoozed:yes", "-snoozed:over",
]  # fmt: skip


@pytest.mark.parametrize("text", CONDITIONS)
def test_as_many_are_counted_as_are_listed(world: World, text: str) -> None:
    teams = (world.it, world.orders, None)
    tickets = [world.ticket(team=team, priority=1 + at % 4, tags=["till"]) for at, team in enumerate(teams * 2)]
    tickets += [world.ticket(team=world.orders, requester=world.farid) for _ in range(3)]
    assign(ticket_id=tickets[0].pk, assignee_id=world.anna.pk, actor=SYSTEM)
    assign(ticket_id=tickets[1].pk, assignee_id=world.anna.pk, actor=SYSTEM)
    follow(ticket_id=tickets[-1].pk, user_id=world.anna.pk, actor=SYSTEM)
    for viewer in (world.anna, world.bram, world.chiara, world.lena):
        listed = len(page(viewer, wanted_for(node(text), viewer)).rows)
        assert count(viewer, text) == Count(listed), viewer


def test_nobody_who_has_no_desk_counts_anything(world: World) -> None:
    world.ticket()
    User.objects.filter(pk=world.anna.pk).update(is_active=False)
    world.anna.refresh_from_db()
    assert count(world.anna, "status:all") == Count(0)


def test_a_count_ends_somewhere(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "CAP", 2)
    for _ in range(3):
        world.ticket()
    assert count(world.chiara, "status:new") == Count(2, more=True)
    assert count(world.anna, "status:new") == Count(2, more=True)


def test_what_was_not_all_looked_through_is_at_least_so_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "LOOKED_THROUGH", 2)
    for priority in (4, 1, 1, 1):
        world.ticket(priority=priority)
    assert count(world.chiara, "status:new priority:urgent") == Count(0, more=True)
    assert count(world.chiara, "status:new priority:low") == Count(2, more=True)


@pytest.fixture
def remembering(settings: Any) -> None:
    settings.BALIE_REMEMBER = True
    counting._kept.clear()
    counting._elsewhere_kept.clear()


def asked(viewer: User, *texts: str) -> int:
    lists = {text: node(text) for text in texts}
    assert viewer.team_ids is not None
    with CaptureQueriesContext(connection) as queries:
        count_lists(viewer, lists)
    return len(queries)


@pytest.mark.usefixtures("remembering")
def test_those_who_see_the_same_share_a_count(world: World) -> None:
    dora = User.objects.create_user("dora@morgenrood.example", name="Dora", role="agent")
    TeamMember.objects.create(user=dora, team=world.it)
    texts = ("status:active", "team:mine", "priority:urgent")
    assert asked(world.anna, *texts) == 1 + 3  # what is hers elsewhere, and each list
    assert asked(dora, *texts) == 1
    assert asked(dora, *texts) == 0
    assert asked(world.bram, *texts) == 1 + 3
    assert asked(world.chiara, *texts) == 3
    assert asked(world.dieter, *texts) == 0


@pytest.mark.usefixtures("remembering")
def test_what_is_only_theirs_is_counted_for_them_alone(world: World) -> None:
    hers: Ticket = world.ticket(team=world.orders)
    assign(ticket_id=hers.pk, assignee_id=world.anna.pk, actor=SYSTEM)
    dora = User.objects.create_user("dora@morgenrood.example", name="Dora", role="agent")
    TeamMember.objects.create(user=dora, team=world.it)
    assert count(world.anna, "status:active") == Count(1)
    assert count(dora, "status:active") == Count(0)
    assert count(world.anna, "assignee:me") == Count(1)
    assert count(dora, "assignee:me") == Count(0)


@pytest.mark.usefixtures("remembering")
def test_what_there_is_no_time_for_comes_the_next_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.ticket()
    counted, moments = counting._counted, [100.0]

    def slow(*given: Any) -> Count:
        moments.append(moments[-1] + counting._ENOUGH * 0.6)
        return counted(*given)

    monkeypatch.setattr(counting, "_counted", slow)
    monkeypatch.setattr(counting, "time", SimpleNamespace(monotonic=lambda: moments[-1]))
    lists = {text: node(text) for text in ("status:active", "status:new", "team:mine", "status:all", "team:none")}
    assert [len(count_lists(world.chiara, lists)) for _ in range(3)] == [2, 4, 5]


@pytest.mark.usefixtures("remembering")
def test_what_was_counted_before_is_told_while_there_is_no_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.ticket()
    assert count(world.chiara, "status:new") == Count(1)
    for kept in counting._kept.values():
        kept.until = 0.0
    monkeypatch.setattr(counting, "_ENOUGH", -1.0)
    monkeypatch.setattr(counting, "_counted", None)
    assert count(world.chiara, "status:new") == Count(1)


def test_words_are_not_looked_for_forever(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.ticket()
    assert count(world.chiara, "till") == Count(1)
    monkeypatch.setattr(finding, "PATIENCE", 0.0)
    assert count(world.chiara, "till") == Count(0, more=True)
