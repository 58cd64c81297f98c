"""Tickets that are about the same thing become one, and several again."""

import pytest

from balie.accounts.models import User
from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.people.viewers import ContactViewer
from balie.tickets.assignment import assign, move_to_team
from balie.tickets.conflicts import NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.drafting import Typed, draft_of, save_draft, set_aside_of
from balie.tickets.lifecycle import OpenChildren, change_status
from balie.tickets.linking import Way, link, links_of, unlink
from balie.tickets.merging import merge
from balie.tickets.models import Channel, Message, Ticket
from balie.tickets.participation import accept_participant, add_participants, follow
from balie.tickets.searching import search_tickets
from balie.tickets.tags.tagging import set_tags
from balie.tickets.unmerging import unmerge
from tests.support.world import World


@pytest.fixture
def pair(world: World) -> tuple[Ticket, Ticket]:
    """Emma's, which stays, and Farid's."""
    first = world.ticket(subject="The till prints no receipts", text="It is silent.")
    second = world.ticket(subject="No paper strip", text="Nothing comes out.", requester=world.farid)
    return first, second


def merged(world: World, *sources: Ticket, into: Ticket) -> None:
    merge(target_id=into.pk, source_ids=[it.pk for it in sources], actor=Actor.user(world.anna.pk))


def undone(world: World, ticket: Ticket) -> None:
    unmerge(ticket_id=ticket.pk, actor=Actor.user(world.anna.pk))


def write_to(world: World, ticket: Ticket, text: str = "More", **fields: object) -> Message:
    return receive(
        ticket_id=ticket.pk, content=Content(text=text), author=world.farid, channel=Channel.EMAIL,
        actor=Actor.contact(world.farid.pk), **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def texts(ticket: Ticket) -> list[str]:
    return list(ticket.messages.order_by("pk").values_list("text", flat=True))


def test_everything_said_is_on_the_one_that_stays(world: World, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    reply(ticket_id=first.pk, content=Content(text="We look."), actor=Actor.user(world.anna.pk))
    add_note(ticket_id=second.pk, content=Content(text="Same till."), actor=Actor.user(world.anna.pk))
    merged(world, second, into=first)
    assert texts(first) == ["It is silent.", "Nothing comes out.", "We look.", "Same till."]
    assert texts(second) == []
    second.refresh_from_db()
    assert (second.status, second.merged_into_id, second.resolved_at) == ("closed", first.pk, None)


def test_everybody_comes_along(world: World, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    add_participants(ticket_id=second.pk, contact_ids=[world.oscar.pk, world.emma.pk], actor=SYSTEM)
    follow(ticket_id=second.pk, user_id=world.lena.pk, actor=SYSTEM)
    assign(ticket_id=second.pk, assignee_id=world.bram.pk, actor=SYSTEM)
    set_tags(ticket_id=first.pk, names=["till"], actor=SYSTEM)
    set_tags(ticket_id=second.pk, names=["till", "paper"], actor=SYSTEM)
    merged(world, second, into=first)
    assert {row.contact for row in first.participants.all()} == {world.farid, world.oscar}
    assert {row.user for row in first.followers.all()} == {world.lena, world.bram}
    assert {tag.name for tag in first.tags.all()} == {"till", "paper"}
    assert Ticket.objects.visible_to(ContactViewer(world.farid.pk)).filter(pk=first.pk).exists()


def test_a_ticket_that_nobody_answered_wakes_the_one_it_is_merged_into(
    world: World, pair: tuple[Ticket, Ticket]
) -> None:
    first, second = pair
    change_status(ticket_id=first.pk, status="resolved", actor=SYSTEM)
    merged(world, second, into=first)
    first.refresh_from_db()
    assert (first.status, first.awaits_answer, first.preview) == ("open", True, "Nothing comes out.")
    undone(world, second)
    first.refresh_from_db()
    assert (first.status, first.awaits_answer, first.preview) == ("resolved", False, "It is silent.")
    assert first.resolved_at is not None


def test_work_done_since_is_not_undone(world: World, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    change_status(ticket_id=first.pk, status="pending", actor=SYSTEM)
    merged(world, second, into=first)
    reply(
        ticket_id=first.pk, content=Content(text="Both are mended."), actor=Actor.user(world.anna.pk), status="resolved"
    )
    undone(world, second)
    first.refresh_from_db()
    assert (first.status, texts(first)) == ("resolved", ["It is silent.", "Both are mended."])


def test_what_came_for_the_merged_one_goes_back_with_it(world: World, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    merged(world, second, into=first)
    write_to(world, first, "For the first")
    write_to(world, second, "For the second")
    assert texts(first) == ["It is silent.", "Nothing comes out.", "For the first", "For the second"]
    change_status(ticket_id=first.pk, status="pending", actor=SYSTEM)
    undone(world, second)
    assert texts(first) == ["It is silent.", "For the first"]
    assert texts(second) == ["Nothing comes out.", "For the second"]
    second.refresh_from_db()
    assert (second.status, second.awaits_answer, second.preview) == ("new", True, "For the second")


def test_what_came_for_a_resolved_one_opens_it_when_it_is_on_its_own_again(
    world: World, pair: tuple[Ticket, Ticket]
) -> None:
    first, second = pair
    change_status(ticket_id=second.pk, status="resolved", actor=SYSTEM)
    merged(world, second, into=first)
    write_to(world, second)
    undone(world, second)
    second.refresh_from_db()
    assert (second.status, second.awaits_answer) == ("open", True)


def test_messages_find_their_way_through_a_chain(world: World, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    third = world.ticket(subject="All tills", text="All of them.")
    merged(world, second, into=first)
    merged(world, first, into=third)
    write_to(world, second, "Late")
    assert texts(third) == ["It is silent.", "Nothing comes out.", "All of them.", "Late"]
    with pytest.raises(NotAllowed, match=f"#{first.pk} was itself merged into #{third.pk}"):
        undone(world, second)
    undone(world, first)
    assert texts(first) == ["It is silent.", "Nothing comes out.", "Late"]
    undone(world, second)
    assert texts(second) == ["Nothing comes out.", "Late"]
    assert texts(third) == ["All of them."]


def test_who_came_with_two_stays_with_the_second(world: World, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    third = world.ticket(requester=world.farid)
    merged(world, second, third, into=first)
    undone(world, second)
    assert [row.contact for row in first.participants.all()] == [world.farid]
    undone(world, third)
    assert not first.participants.exists()


def test_whoever_asked_one_of_them_takes_part_though_they_waited_on_the_other(
    world: World, pair: tuple[Ticket, Ticket]
) -> None:
    first, second = pair
    doubtful = write_to(world, first, "Me too", unverified=True)
    merged(world, second, into=first)
    assert first.participants.get().accepted
    assert Message.objects.get(pk=doubtful.pk).unverified
    accept_participant(ticket_id=first.pk, contact_id=world.farid.pk, actor=SYSTEM)
    assert not Message.objects.get(pk=doubtful.pk).unverified
    undone(world, second)
    assert not first.participants.get().accepted


def test_a_contact_who_was_taken_out_writes_as_a_stranger(world: World, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    merged(world, second, into=first)
    first.participants.all().delete()
    assert write_to(world, second).unverified


@pytest.mark.parametrize(
    ("target", "sources", "words"),
    [
        ("first", (), "Choose a ticket"),
        ("first", ("first",), "into itself"),
        ("closed", ("first",), "is closed"),
        ("first", ("gone",), "was merged into"),
        ("gone", ("first",), "was merged into"),
    ],
)
def test_what_cannot_be_merged_is_refused_in_words(
    world: World, pair: tuple[Ticket, Ticket], target: str, sources: tuple[str, ...], words: str
) -> None:
    first, gone = pair
    closed = world.ticket()
    change_status(ticket_id=closed.pk, status="closed", actor=SYSTEM)
    merged(world, gone, into=world.ticket())
    known = {"first": first, "gone": gone, "closed": closed}
    events = Event.objects.count()
    with pytest.raises(NotAllowed, match=words):
        merged(world, *(known[name] for name in sources), into=known[target])
    assert Event.objects.count() == events


def test_a_ticket_that_is_not_there_is_not_merged(world: World, pair: tuple[Ticket, Ticket]) -> None:
    with pytest.raises(Ticket.DoesNotExist):
        merge(target_id=pair[0].pk, source_ids=[999_999], actor=SYSTEM)
    with pytest.raises(Ticket.DoesNotExist):
        unmerge(ticket_id=999_999, actor=SYSTEM)
    with pytest.raises(NotAllowed, match="not merged"):
        unmerge(ticket_id=pair[0].pk, actor=SYSTEM)


def test_nothing_of_a_merged_ticket_can_be_changed(world: World, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    merged(world, second, into=first)
    anna, content = Actor.user(world.anna.pk), Content(text="Hello")
    with pytest.raises(NotAllowed, match=f"merged into #{first.pk}"):
        reply(ticket_id=second.pk, content=content, actor=anna)
    with pytest.raises(NotAllowed):
        add_note(ticket_id=second.pk, content=content, actor=anna)
    with pytest.raises(NotAllowed):
        change_status(ticket_id=second.pk, status="open", actor=anna)
    move_to_team(ticket_id=second.pk, team_id=world.it.pk, actor=anna, in_bulk=True)


def test_both_tickets_tell_what_happened(world: World, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    merged(world, second, into=first)
    undone(world, second)
    told = Event.objects.filter(kind__contains="merged").order_by("pk").values_list("kind", "ticket_id", "data__ticket")
    assert list(told) == [
        ("ticket.merged_into", second.pk, first.pk),
        ("ticket.merged", first.pk, second.pk),
        ("ticket.unmerged_from", second.pk, first.pk),
        ("ticket.unmerged", first.pk, second.pk),
    ]


def found(world: World, viewer: object, words: str) -> list[int]:
    return [hit.ticket.pk for hit in search_tickets(viewer=viewer, text=words).hits]  # type: ignore[arg-type]


def test_the_search_follows(world: World) -> None:
    first = world.ticket(subject="Silent till", team=world.it)
    second = world.ticket(subject="Paper strip", text="Nothing comes out.", requester=world.farid, team=world.orders)
    merged(world, second, into=first)
    for words in ("paper", "nothing comes out"):
        assert found(world, world.anna, words) == [first.pk]
        assert found(world, world.bram, words) == []
        assert found(world, ContactViewer(world.farid.pk), words) == [first.pk]
        assert found(world, ContactViewer(world.emma.pk), words) == [first.pk]
    undone(world, second)
    assert found(world, world.anna, "paper") == []
    assert found(world, world.bram, "paper") == [second.pk]
    assert found(world, ContactViewer(world.emma.pk), "paper") == []


def ways(world: World, ticket: Ticket) -> list[tuple[str, int]]:
    return [(it.way, it.ticket.pk) for it in links_of(ticket.pk, world.anna)]


def test_links_and_parts_follow(world: World, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    part, cause = world.ticket(), world.ticket()
    for other, way in ((part, Way.CHILD), (cause, Way.CAUSE), (first, Way.RELATED)):
        link(ticket_id=second.pk, other_id=other.pk, way=way, actor=SYSTEM)
    before = ways(world, second)
    merged(world, second, into=first)
    assert ways(world, first) == [(Way.CHILD, part.pk), (Way.CAUSE, cause.pk)]
    assert (ways(world, part), ways(world, second)) == ([(Way.PARENT, first.pk)], [])
    with pytest.raises(OpenChildren, match=f"#{part.pk} is still open"):
        change_status(ticket_id=first.pk, status="resolved", actor=SYSTEM)
    with pytest.raises(NotAllowed, match="part of itself"):
        link(ticket_id=first.pk, other_id=part.pk, way=Way.PARENT, actor=SYSTEM)
    change_status(ticket_id=first.pk, status="resolved", actor=SYSTEM, children="along")
    undone(world, second)
    assert ways(world, second) == before
    assert ways(world, first) == [(Way.RELATED, second.pk)]


def test_a_link_that_a_merge_brought_can_be_removed(world: World, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    other = world.ticket()
    link(ticket_id=second.pk, other_id=other.pk, way=Way.RELATED, actor=SYSTEM)
    merged(world, second, into=first)
    unlink(ticket_id=first.pk, other_id=other.pk, way=Way.RELATED, actor=SYSTEM)
    undone(world, second)
    assert ways(world, second) == []


def test_tickets_that_merges_made_parts_of_each_other_end_together(world: World, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    other = world.ticket()
    link(ticket_id=first.pk, other_id=other.pk, way=Way.CHILD, actor=SYSTEM)
    link(ticket_id=second.pk, other_id=other.pk, way=Way.PARENT, actor=SYSTEM)
    merged(world, second, into=first)
    change_status(ticket_id=first.pk, status="resolved", actor=SYSTEM, children="along")
    assert Ticket.objects.get(pk=other.pk).status == "resolved"


def write(user: User, ticket: Ticket, words: str) -> None:
    save_draft(user_id=user.pk, ticket_id=ticket.pk, typed=Typed([("body", words)]), base=0)


def words_on(user: User, ticket: Ticket) -> tuple[str | None, list[str]]:
    """What is in the composer, and what is set aside."""
    current = draft_of(user_id=user.pk, ticket_id=ticket.pk)
    aside = set_aside_of(user_id=user.pk, ticket_id=ticket.pk)
    return current.value("body") if current else None, [it.value("body") for it in aside]


def test_drafts_follow_to_the_one_that_stays(world: World, pair: tuple[Ticket, Ticket]) -> None:
    first, second = pair
    write(world.anna, first, "On the first")
    write(world.anna, second, "On the second")
    write(world.bram, second, "Mine")
    merged(world, second, into=first)
    assert words_on(world.anna, first) == ("On the first", ["On the second"])
    assert words_on(world.bram, first) == ("Mine", [])
    undone(world, second)
    assert words_on(world.anna, first) == ("On the first", [])
    assert words_on(world.anna, second) == ("On the second", [])
    assert words_on(world.bram, second) == ("Mine", [])


def test_what_an_outsider_answered_to_the_desk_reopens_nothing_when_it_goes_back(
    world: World, pair: tuple[Ticket, Ticket]
) -> None:
    first, second = pair
    reply(ticket_id=second.pk, content=Content(text="Done."), status="resolved", actor=Actor.user(world.anna.pk))
    merged(world, second, into=first)
    write_to(world, second, inside=True)
    undone(world, second)
    second.refresh_from_db()
    assert (second.status, second.awaits_answer) == ("resolved", False)
