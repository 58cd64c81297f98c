"""Whatever was merged, and in whatever order it is taken apart: everything is as it was."""

from collections.abc import Callable
from contextlib import suppress

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.events.actor import SYSTEM, Actor
from balie.search.models import Document
from balie.tickets.assignment import assign
from balie.tickets.conflicts import NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import receive, reply
from balie.tickets.drafting import Typed, save_draft
from balie.tickets.drafts import Draft
from balie.tickets.lifecycle import change_status
from balie.tickets.linking import Way, ends_of, link
from balie.tickets.merge_records import Brought, Merge, MergedMessage
from balie.tickets.merging import merge
from balie.tickets.models import Channel, Message, Ticket
from balie.tickets.participants import Follower, Participant
from balie.tickets.participation import add_participants, follow
from balie.tickets.tags.tagging import set_tags
from balie.tickets.unmerging import unmerge
from tests.support.world import World

COUNT = 5
Change = Callable[[World, int, int], object]


def _write(world: World, ticket: int, who: int, *, unverified: bool = False) -> None:
    author = (world.emma, world.farid, world.oscar)[who % 3]
    receive(
        ticket_id=ticket, content=Content(text=f"by {who}"), author=author, channel=Channel.EMAIL,
        actor=Actor.contact(author.pk), unverified=unverified,
    )  # fmt: skip


def _link(world: World, ticket: int, choice: int) -> None:
    other = min(Ticket.objects.exclude(pk=ticket).values_list("pk", flat=True)) + choice
    with suppress(NotAllowed):
        link(
            ticket_id=ticket, other_id=other, way=(Way.PARENT, Way.CHILD, Way.RELATED, Way.CAUSE)[choice], actor=SYSTEM
        )


def _begin(world: World, ticket: int, choice: int) -> None:
    """Twice on the same ticket: two windows, the second of which knew nothing of the first."""
    user = (world.anna, world.bram)[choice % 2]
    save_draft(user_id=user.pk, ticket_id=ticket, typed=Typed([("body", f"{ticket} {choice}")]), base=0)


# What may have become of the tickets before: the first number is one of them, the second chooses.
BEFORE: list[Change] = [
    _write,
    lambda w, t, n: _write(w, t, n, unverified=True),
    lambda w, t, n: reply(ticket_id=t, content=Content(text="Answer"), actor=Actor.user(w.anna.pk)),
    lambda w, t, n: change_status(
        ticket_id=t, status=("open", "pending", "on_hold", "resolved")[n % 4], actor=SYSTEM, children="leave"
    ),
    lambda w, t, n: assign(ticket_id=t, assignee_id=(w.anna.pk, w.bram.pk)[n % 2], actor=SYSTEM),
    lambda w, t, n: follow(ticket_id=t, user_id=(w.anna.pk, w.lena.pk)[n % 2], actor=SYSTEM),
    lambda w, t, n: set_tags(ticket_id=t, names=("a", "b", "c")[: n % 4], actor=SYSTEM),
    lambda w, t, n: add_participants(
        ticket_id=t, contact_ids=[(w.farid.pk, w.oscar.pk)[n % 2]], actor=SYSTEM, accepted=n < 2
    ),
    _link,
    _begin,
]
changes = st.lists(st.tuples(st.sampled_from(BEFORE), st.integers(0, COUNT - 1), st.integers(0, 3)), max_size=15)
merges = st.lists(st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)), max_size=8)


def state() -> list[object]:
    """All but the marks of time that every change leaves."""
    fields = ("pk", "status", "assignee", "resolved_at", "closed_at", "awaits_answer", "preview", "merged_into")
    return [
        list(Ticket.objects.order_by("pk").values_list(*fields)),
        list(Message.objects.order_by("pk").values_list("pk", "ticket", "unverified", "author_contact", "text")),
        sorted(Participant.objects.values_list("ticket", "contact", "accepted")),
        sorted(Follower.objects.values_list("ticket", "user")),
        sorted(Ticket.tags.through._default_manager.values_list("ticket", "tag")),
        sorted(Draft.objects.values_list("pk", "ticket", "user", "aside")),
        [(pk, sorted(ends_of(pk))) for pk in Ticket.objects.order_by("pk").values_list("pk", flat=True)],
        sorted(Document.objects.values_list("object_id", "group_id", "audience")),
        [model._default_manager.count() for model in (Merge, MergedMessage, Brought)],
    ]


def _merge(tickets: list[int], steps: list[tuple[int, int]]) -> list[int]:
    """The sources, as they were merged; what can't be is passed over."""
    done = []
    for source, target in steps:
        try:
            merge(target_id=tickets[target], source_ids=[tickets[source]], actor=SYSTEM)
        except NotAllowed:
            continue
        done.append(tickets[source])
    return done


def _scene(world: World, story: list[tuple[Change, int, int]]) -> list[int]:
    askers = (world.emma, world.farid, world.emma, world.oscar, world.farid)
    tickets = [world.ticket(requester=asker, text=asker.name).pk for asker in askers]
    for change, ticket, choice in story:
        change(world, tickets[ticket], choice)
    return tickets


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(story=changes, steps=merges)
def test_undone_in_reverse_everything_is_as_it_was(
    world: World, story: list[tuple[Change, int, int]], steps: list[tuple[int, int]]
) -> None:
    with transaction.atomic():
        tickets = _scene(world, story)
        before = state()
        for source in reversed(_merge(tickets, steps)):
            unmerge(ticket_id=source, actor=SYSTEM)
        assert state() == before
        transaction.set_rollback(True)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(story=changes, steps=merges, order=st.randoms(use_true_random=False))
def test_undone_in_any_order_that_is_allowed_everything_is_as_it_was(
    world: World, story: list[tuple[Change, int, int]], steps: list[tuple[int, int]], order: object
) -> None:
    with transaction.atomic():
        tickets = _scene(world, story)
        before = state()
        left = _merge(tickets, steps)
        order.shuffle(left)  # type: ignore[attr-defined]
        while left:
            for source in list(left):
                into = Ticket.objects.get(pk=source).merged_into
                if into is not None and into.merged_into_id is None:
                    unmerge(ticket_id=source, actor=SYSTEM)
                    left.remove(source)
        assert state() == before
        transaction.set_rollback(True)
