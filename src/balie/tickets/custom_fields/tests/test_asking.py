"""What a list holds by custom fields is what the conditions say of each ticket."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.accounts.directory import directory
from balie.conditions.grammar import understand
from balie.conditions.holding import holds
from balie.conditions.moments import SPANS, Ago, Unit
from balie.conditions.tree import All, Either, Is, Node, Not, Sized, Within
from balie.conditions.wording import written
from balie.core.clock import now
from balie.custom_fields.definitions import Value
from balie.custom_fields.known import values_of
from balie.custom_fields.types import Type
from balie.events.actor import Actor
from balie.tickets.asking import looking_of
from balie.tickets.custom_fields.asking import facts_of
from balie.tickets.custom_fields.filling import change_fields
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.fields import ticket_fields
from balie.tickets.listing import page
from balie.tickets.models import Ticket
from balie.tickets.narrowing import wanted_for
from balie.tickets.searching import search_tickets
from tests.support.world import World

_CHOICES: list[str | int | None] = ["hardware", "screen", "till", "software", None]
_ONE = ["hardware", "screen", "till", "software", None]
_VALUES: dict[str, list[str | int | None]] = {
    "cause": _CHOICES, "place": _CHOICES, "parts": _CHOICES, "urgent": ["true", None], "serial": ["t-", "3", "%", None],
    "costs": [None], "day": [None],
}  # fmt: skip
_AGES = st.builds(Ago, st.integers(0, 40), st.just(Unit.DAY))
_SPANS = st.one_of(st.sampled_from(list(SPANS.values())), st.tuples(_AGES, st.none()), st.tuples(st.none(), _AGES))
_AMOUNTS = st.sampled_from([-1, 0, 2.5, 3, 7])
_LEAVES: st.SearchStrategy[Node] = st.one_of(
    *(
        st.builds(Is, st.just(name), st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple))
        for name, values in _VALUES.items()
    ),
    st.builds(Sized, st.just("costs"), _AMOUNTS, _AMOUNTS),
    st.builds(Sized, st.just("costs"), _AMOUNTS, st.none(), st.booleans()),
    st.builds(Sized, st.just("costs"), st.none(), _AMOUNTS, st.booleans()),
    _SPANS.map(lambda span: Within("day", *span)),
)
_NODES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Either(tuple(parts))),
    ),
    max_leaves=4,
)


@pytest.fixture
def many(world: World) -> World:
    """Fifty tickets whose fields hold anything, the same each time."""
    ids = {
        "cause": made("cause", Type.CHOICE), "place": made("place", Type.TREE), "parts": made("parts", Type.CHOICES),
        "urgent": made("urgent", Type.CHECKBOX), "serial": made("serial"), "costs": made("costs", Type.NUMBER),
        "day": made("day", Type.DATE),
    }  # fmt: skip
    chance, today = Random(5), now().date()
    for _ in range(50):
        drawn: dict[str, Value] = {
            "cause": chance.choice(_ONE), "place": chance.choice(_ONE),
            "parts": chance.sample(["hardware", "screen", "till"], chance.choice([0, 1, 2])) or None,
            "urgent": chance.choice([True, None]), "serial": chance.choice(["T-3", "t-4", "100 %", None]),
            "costs": chance.choice([-1, 0, 2.5, 3, 7, None]),
            "day": chance.choice([(today - timedelta(days=chance.choice([-9, -1, 0, 1, 7, 30]))).isoformat(), None]),
        }  # fmt: skip
        held = {str(ids[key]): value for key, value in drawn.items() if value is not None and chance.random() < 0.8}
        Ticket.objects.filter(pk=world.ticket().pk).update(fields=held)
    return world


def test_a_list_holds_what_the_conditions_hold_of(many: World) -> None:
    looking = looking_of(many.anna)
    definitions = known_fields().all
    facts = {
        ticket.pk: facts_of(definitions, values_of(ticket.fields), looking.zone) for ticket in Ticket.objects.all()
    }

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(_NODES)
    def check(node: Node) -> None:
        with transaction.atomic():
            listed = page(many.anna, wanted_for(node, many.anna), size=100).rows
        assert {row.id for row in listed} == {pk for pk, known in facts.items() if holds(node, known, looking)}

    check()


@pytest.mark.parametrize(
    "text",
    [
        "cause:hardware,none", "place:hardware", "urgent:yes", "-urgent:no", "costs:>=2.5", "costs:<3", "costs:1..5",
        "costs:none", "day:today", "day:<7d", "serial:T-3", 'serial:"100 %"', "who:me", "whose:none",
    ],
)  # fmt: skip
def test_they_are_typed_as_everything_else(world: World, text: str) -> None:
    for key, kind in (
        ("cause", Type.CHOICE), ("place", Type.TREE), ("urgent", Type.CHECKBOX), ("costs", Type.NUMBER),
        ("day", Type.DATE), ("serial", Type.TEXT), ("who", Type.USER), ("whose", Type.CONTACT),
    ):  # fmt: skip
        made(key, kind)
    fields = ticket_fields(directory())
    node = understand(text, fields)
    assert understand(written(node, fields), fields) == node
    page(world.anna, wanted_for(node, world.anna))


def test_people_are_found_by_name(world: World) -> None:
    who, whose, ticket = made("who", Type.USER), made("whose", Type.CONTACT), world.ticket()
    world.ticket()
    given_: dict[int, object] = {who: world.anna.pk, whose: world.farid.pk}
    change_fields(ticket_id=ticket.pk, given=given_, actor=Actor.user(world.anna.pk))
    fields = ticket_fields(directory())
    for text in ("who:me", 'who:"Anna de Vries"', f"whose:#{world.farid.pk}"):
        rows = page(world.anna, wanted_for(understand(text, fields), world.anna)).rows
        assert [row.id for row in rows] == [ticket.pk]


def test_search_finds_the_words_for_the_desk_and_not_for_contacts(world: World) -> None:
    from balie.people.viewers import ContactViewer

    serial, cause, ticket = made("serial"), made("cause", Type.CHOICE), world.ticket()
    given_: dict[int, Any] = {serial: "Quietschpumpe", cause: "software"}
    change_fields(ticket_id=ticket.pk, given=given_, actor=Actor.user(world.anna.pk))
    assert [hit.ticket.pk for hit in search_tickets(viewer=world.anna, text="quietschpumpe").hits] == [ticket.pk]
    assert not search_tickets(viewer=ContactViewer(world.emma.pk), text="quietschpumpe").hits
    change_fields(ticket_id=ticket.pk, given={serial: None}, actor=Actor.user(world.anna.pk))
    assert not search_tickets(viewer=world.anna, text="quietschpumpe").hits
