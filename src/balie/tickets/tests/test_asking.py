"""What the database answers to a condition is what the condition says of each ticket."""

from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.accounts.models import User
from balie.conditions.holding import Facts, holds
from balie.conditions.moments import SPANS, Ago, Unit
from balie.conditions.tree import All, Either, Is, Node, Not, Who, Within
from balie.core.clock import now
from balie.core.zones import zone_named
from balie.tickets.asking import asked_in_sql, looking_of
from balie.tickets.finding import Wanted
from balie.tickets.listing import page
from balie.tickets.models import ACTIVE, Channel, Kind, Status, Ticket
from balie.tickets.narrowing import wanted_for
from tests.support.world import World

_FIELDS: dict[str, list[str | int | None]] = {
    "status": list(Status.values), "kind": list(Kind.values), "priority": [1, 2, 3, 4], "channel": list(Channel.values),
    "team": [1, 2, None, Who.MINE], "assignee": [1, 2, None, Who.ME], "follower": [1, 2, None, Who.ME],
    "tag": [1, 2, 3, None], "resolved": [None],
}  # fmt: skip
_AGES = st.builds(Ago, st.integers(0, 80), st.just(Unit.DAY))
_SPANS = st.one_of(st.sampled_from(list(SPANS.values())), st.tuples(_AGES, st.none()), st.tuples(st.none(), _AGES))
_LEAVES: st.SearchStrategy[Node] = st.one_of(
    *(
        st.builds(Is, st.just(name), st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple))
        for name, values in _FIELDS.items()
    ),
    st.tuples(st.sampled_from(["created", "resolved"]), _SPANS).map(lambda drawn: Within(drawn[0], *drawn[1])),
)
_NODES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Either(tuple(parts))),
    ),
    max_leaves=5,
)


@pytest.fixture
def many(world: World) -> World:
    """Sixty tickets in all ways at random, the same each time; ids of people, teams and tags begin at one."""
    chance, people, teams = Random(7), [world.anna, world.bram, None], [world.it, world.orders, None]
    for _ in range(60):
        ticket = world.ticket(
            team=chance.choice(teams), kind=chance.choice(Kind.values), priority=chance.choice([1, 2, 3, 4]),
            tags=chance.sample(["a", "b", "c"], chance.choice([0, 0, 1, 2])),
        )  # fmt: skip
        age = timedelta(days=chance.choice([0, 1, 5, 40, 70]))
        status = chance.choice(Status.values)
        Ticket.objects.filter(pk=ticket.pk).update(
            status=status, assignee=chance.choice(people), created_at=now() - age - timedelta(hours=1),
            updated_at=now() - age, channel=chance.choice(Channel.values),
            resolved_at=None if status in ACTIVE else now() - age,
        )  # fmt: skip
        if chance.random() < 0.3:
            ticket.followers.create(user=chance.choice((world.anna, world.bram)))
    return world


def facts_of(ticket: Ticket) -> Facts:
    return {
        "status": ticket.status, "kind": ticket.kind, "priority": ticket.priority, "channel": ticket.channel,
        "team": ticket.team_id, "assignee": ticket.assignee_id, "created": ticket.created_at,
        "resolved": ticket.resolved_at, "tag": [tag.pk for tag in ticket.tags.all()],
        "follower": [one.user_id for one in ticket.followers.all()],
    }  # fmt: skip


def with_ids(node: Node, world: World) -> Node:
    """The drawn numbers stand for these people, teams and tags."""
    from balie.tickets.models import Tag

    people, teams = (world.anna.pk, world.bram.pk), (world.it.pk, world.orders.pk)
    tags = tuple(Tag.objects.order_by("name").values_list("pk", flat=True))
    ids = {"team": teams, "assignee": people, "follower": people, "tag": tags}
    match node:
        case Is(name, values) if name in ids:
            return Is(name, tuple(ids[name][value - 1] if isinstance(value, int) else value for value in values))
        case Not(part):
            return Not(with_ids(part, world))
        case All(parts):
            return All(tuple(with_ids(part, world) for part in parts))
        case Either(parts):
            return Either(tuple(with_ids(part, world) for part in parts))
    return node


def expected(node: Node, viewer: User) -> set[int]:
    looking = looking_of(viewer)
    seen = Ticket.objects.visible_to(viewer).prefetch_related("tags", "followers")
    return {ticket.pk for ticket in seen if holds(node, facts_of(ticket), looking)}


def test_a_list_holds_what_the_conditions_hold_of(many: World) -> None:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(_NODES, st.sampled_from(["anna", "chiara"]))
    def check(drawn: Node, who: str) -> None:
        viewer = getattr(many, who)
        node = with_ids(drawn, many)
        with transaction.atomic():
            listed = page(viewer, wanted_for(node, viewer), size=100).rows
        assert {row.id for row in listed} == expected(node, viewer)
        assert [(row.updated_at, row.id) for row in listed] == sorted(
            ((row.updated_at, row.id) for row in listed), reverse=True
        )

    check()


def test_a_value_is_never_a_part_of_the_statement(world: World) -> None:
    parameters: dict[str, Any] = {}
    asked = asked_in_sql(Is("subject", ("'; drop table tickets_ticket; --",)), world.anna, parameters)
    assert "drop" not in asked
    with connection.cursor() as cursor:
        cursor.execute(f"select t.id from tickets_ticket t where {asked}", parameters)
        assert cursor.fetchall() == []


def test_days_are_those_of_whoever_looks(world: World) -> None:
    world.anna.time_zone = "Pacific/Auckland"
    assert looking_of(world.anna).zone == ZoneInfo("Pacific/Auckland")
    world.anna.time_zone = "No/Where"
    assert looking_of(world.anna).zone == zone_named("")


def test_a_list_without_conditions_is_all_of_it(world: World) -> None:
    assert wanted_for(All(), world.anna) == Wanted(statuses=tuple(Status.values))
