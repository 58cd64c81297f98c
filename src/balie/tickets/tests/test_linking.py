"""Tickets that hang together, and what that means for their ends."""

import pytest

from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.tickets.conflicts import NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import reply
from balie.tickets.lifecycle import OpenChildren, change_status
from balie.tickets.linking import Way, link, links_of, unlink
from balie.tickets.merging import merge
from balie.tickets.models import Ticket
from tests.support.world import World


def linked(ticket: Ticket, other: Ticket, way: str) -> None:
    link(ticket_id=ticket.pk, other_id=other.pk, way=way, actor=SYSTEM)


def seen(world: World, ticket: Ticket) -> list[tuple[str, int]]:
    return [(it.way, it.ticket.pk) for it in links_of(ticket.pk, world.anna)]


@pytest.mark.parametrize(
    ("way", "back"),
    [
        (Way.PARENT, Way.CHILD),
        (Way.CHILD, Way.PARENT),
        (Way.DUPLICATE_OF, Way.DUPLICATE),
        (Way.DUPLICATE, Way.DUPLICATE_OF),
        (Way.CAUSE, Way.CAUSED),
        (Way.CAUSED, Way.CAUSE),
        (Way.RELATED, Way.RELATED),
    ],
)
def test_a_link_is_read_from_both_ends_and_removed_from_either(world: World, way: Way, back: Way) -> None:
    one, two = world.ticket(), world.ticket()
    linked(two, one, way)
    linked(one, two, back)  # the same once more
    assert (seen(world, two), seen(world, one)) == ([(way, one.pk)], [(back, two.pk)])
    told = Event.objects.filter(kind="link.made").order_by("pk")
    assert [(it.ticket_id, it.data) for it in told] == [
        (two.pk, {"ticket": one.pk, "way": way}),
        (one.pk, {"ticket": two.pk, "way": back}),
    ]
    unlink(ticket_id=one.pk, other_id=two.pk, way=back, actor=SYSTEM)
    assert seen(world, two) == []


def test_links_to_what_one_may_not_see_are_not_shown(world: World) -> None:
    ticket, hidden = world.ticket(), world.ticket(team=world.orders)
    linked(ticket, hidden, Way.RELATED)
    assert seen(world, ticket) == []


def test_what_makes_no_sense_is_refused(world: World) -> None:
    one, two, three, gone = (world.ticket() for _n in range(4))
    merge(target_id=three.pk, source_ids=[gone.pk], actor=SYSTEM)
    linked(two, one, Way.PARENT)
    linked(three, two, Way.PARENT)
    for ticket, other, way, words in (
        (one, one, Way.RELATED, "itself"),
        (one, two, "friend", "no such link"),
        (one, gone, Way.RELATED, f"merged into #{three.pk}"),
        (three, one, Way.PARENT, "is part of"),
        (one, three, Way.PARENT, "part of itself"),
    ):
        with pytest.raises(NotAllowed, match=words):
            linked(ticket, other, way)
    with pytest.raises(Ticket.DoesNotExist):
        link(ticket_id=one.pk, other_id=999_999, way=Way.RELATED, actor=SYSTEM)


@pytest.fixture
def family(world: World) -> tuple[Ticket, Ticket, Ticket]:
    parent, child, grandchild = world.ticket(), world.ticket(), world.ticket()
    linked(child, parent, Way.PARENT)
    linked(grandchild, child, Way.PARENT)
    return parent, child, grandchild


def statuses(*tickets: Ticket) -> list[str]:
    return [Ticket.objects.get(pk=it.pk).status for it in tickets]


def test_a_parent_is_not_resolved_while_a_child_is_open(world: World, family: tuple[Ticket, Ticket, Ticket]) -> None:
    parent, child, _grandchild = family
    with pytest.raises(OpenChildren, match=f"#{child.pk} is still open"):
        change_status(ticket_id=parent.pk, status="resolved", actor=SYSTEM)
    with pytest.raises(OpenChildren):
        reply(ticket_id=parent.pk, content=Content(text="Done"), actor=Actor.user(world.anna.pk), status="resolved")
    change_status(ticket_id=parent.pk, status="pending", actor=SYSTEM)
    change_status(ticket_id=parent.pk, status="resolved", actor=SYSTEM, children="leave")
    assert statuses(parent, child) == ["resolved", "new"]


def test_children_can_be_resolved_along_with_their_parent(family: tuple[Ticket, Ticket, Ticket]) -> None:
    change_status(ticket_id=family[0].pk, status="resolved", actor=SYSTEM, children="along")
    assert statuses(*family) == ["resolved"] * 3
