"""Tags renamed, merged, coloured, removed, and made only by those who may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.conditions.storing import stored
from balie.conditions.tree import All, Either, Is, Node, Not, leaves
from balie.conditions.values import put_for
from balie.events.actor import SYSTEM, Actor
from balie.tickets.bulk.asking import change_many, undo
from balie.tickets.conflicts import NotAllowed
from balie.tickets.merging import merge
from balie.tickets.models import Tag, Ticket
from balie.tickets.tags import merging
from balie.tickets.tags.keeping import add_tag, change_tag, remove_tag
from balie.tickets.tags.known import known_tags
from balie.tickets.tags.listing import asked_for_by, listed, one_listed
from balie.tickets.tags.making import choose_makers
from balie.tickets.tags.merging import clear, go_on_clearing, merge_tags
from balie.tickets.tags.tagging import retag, set_tags, tag_meant
from balie.tickets.template_records import TicketTemplate
from balie.tickets.unmerging import unmerge
from balie.tickets.views import View
from tests.support.world import World


def tagged(world: World, *names: str) -> Ticket:
    ticket = world.ticket()
    set_tags(ticket_id=ticket.pk, names=names, actor=SYSTEM)
    return ticket


def names(ticket: Ticket) -> list[str]:
    return list(ticket.tags.values_list("name", flat=True))


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


def view(world: World, node: Node) -> View:
    return View.objects.create(name="x", owner=world.anna, conditions=stored(node))


def test_a_renamed_tag_stays_on_its_tickets_and_templates_follow(world: World) -> None:
    ticket = tagged(world, "bill", "till")
    template = TicketTemplate.objects.create(name="x", owner=world.anna, tags=["bill", "invoice"])
    change_tag(pk=tag("bill").pk, name=" Invoice ", colour="red", actor=SYSTEM)
    template.refresh_from_db()
    assert (names(ticket), template.tags) == (["invoice", "till"], ["invoice"])
    assert known_tags().labels(["invoice", "till"]) == (("invoice", "red"), ("till", ""))
    with pytest.raises(NotAllowed, match="Merge the two"):
        change_tag(pk=tag("invoice").pk, name="till", colour="", actor=SYSTEM)


def test_merged_tags_are_one_on_tickets_in_views_and_templates(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "BATCH", 2)
    tickets = [tagged(world, "bill", "till"), tagged(world, "bill", "invoice"), *(tagged(world, "bill") for _ in "abc")]
    bill, invoice = tag("bill").pk, tag("invoice").pk
    asking = view(world, All((Is("tag", (bill, None)), Not(Is("tag", (invoice,))))))
    template = TicketTemplate.objects.create(name="x", owner=world.anna, tags=["bill", "invoice"])
    assert asked_for_by(bill, "bill") == (1, 1)
    merge_tags(source_id=bill, target_id=invoice, actor=SYSTEM)
    asking.refresh_from_db()
    assert asking.node == All((Is("tag", (invoice, bill, None)), Not(Is("tag", (invoice,)))))
    assert one_listed(invoice).coming  # type: ignore[union-attr] # it is there
    clear(bill)
    assert [names(it) for it in tickets] == [["invoice", "till"], *([["invoice"]] * 4)]
    asking.refresh_from_db()
    template.refresh_from_db()
    assert (asking.node, template.tags) == (All((Is("tag", (invoice, None)), Not(Is("tag", (invoice,))))), ["invoice"])
    (it, _till) = listed()
    assert (it.name, it.used, it.aliases, it.coming) == ("invoice", 5, ["bill"], False)


def test_the_old_word_means_the_other_tag_from_then_on(world: World) -> None:
    ticket = tagged(world, "bill")
    tagged(world, "invoice")
    merge_tags(source_id=tag("bill").pk, target_id=tag("invoice").pk, actor=SYSTEM)
    assert names(tagged(world, "Bill")) == ["invoice"]
    assert tag_meant("bill") == tag("invoice")
    retag(ticket_id=ticket.pk, add=["till"], actor=SYSTEM)
    assert names(ticket) == ["invoice", "till"]
    retag(ticket_id=ticket.pk, remove=["bill"], actor=SYSTEM)
    assert names(ticket) == ["till"]
    with pytest.raises(NotAllowed, match="means"):
        add_tag(name="bill", actor=SYSTEM)


def test_words_for_a_merged_tag_follow_it(world: World) -> None:
    tagged(world, "a", "b", "c")
    a, b, c = (tag(name).pk for name in "abc")
    merge_tags(source_id=a, target_id=b, actor=SYSTEM)
    merge_tags(source_id=b, target_id=c, actor=SYSTEM)
    go_on_clearing()
    assert (names(Ticket.objects.get()), tag_meant("a")) == (["c"], tag("c"))
    for source, target in ((a, c), (c, a), (c, c)):
        with pytest.raises((NotAllowed, Tag.DoesNotExist)):
            merge_tags(source_id=source, target_id=target, actor=SYSTEM)
    change_tag(pk=c, name="a", colour="", actor=SYSTEM)
    assert one_listed(c).aliases == ["b"]  # type: ignore[union-attr] # it is there


def test_what_a_merge_of_tickets_brought_leaves_with_it_all_the_same(world: World) -> None:
    source, target = tagged(world, "bill"), tagged(world, "invoice", "till")
    other = tagged(world, "till")
    merge(target_id=other.pk, source_ids=[source.pk], actor=SYSTEM)
    merge_tags(source_id=tag("bill").pk, target_id=tag("invoice").pk, actor=SYSTEM)
    clear(tag("bill").pk)
    assert (names(other), names(target)) == (["invoice", "till"], ["invoice", "till"])
    unmerge(ticket_id=source.pk, actor=SYSTEM)
    assert (names(other), names(source)) == (["till"], ["invoice"])


def test_a_bulk_change_is_undone_though_its_tag_was_merged(world: World) -> None:
    ticket = world.ticket(team=world.it)
    bulk = change_many(user=world.anna, ticket_ids=[ticket.pk], change={"add_tags": ["bill"]})
    tagged(world, "invoice")
    merge_tags(source_id=tag("bill").pk, target_id=tag("invoice").pk, actor=SYSTEM)
    clear(tag("bill").pk)
    undo(user=world.anna, bulk_id=bulk.pk)
    assert names(ticket) == []


def test_a_tag_that_is_being_removed_keeps_no_other_from_its_ticket(world: World) -> None:
    ticket = tagged(world, "bill", "till")
    remove_tag(pk=tag("bill").pk, actor=SYSTEM)
    retag(ticket_id=ticket.pk, add=["printer"], actor=SYSTEM)
    assert names(ticket) == ["printer", "till"]


def test_a_removed_tag_leaves_its_tickets_and_comes_back_when_it_is_used_again(world: World) -> None:
    ticket = tagged(world, "bill", "till")
    merge_tags(source_id=tag("till").pk, target_id=tag("bill").pk, actor=SYSTEM)
    remove_tag(pk=tag("bill").pk, actor=SYSTEM)
    with pytest.raises(NotAllowed, match="still being taken off"):
        set_tags(ticket_id=ticket.pk, names=["bill"], actor=SYSTEM)
    go_on_clearing()
    assert (names(ticket), listed()) == ([], [])
    set_tags(ticket_id=ticket.pk, names=["bill"], actor=SYSTEM)
    assert (names(ticket), [it.name for it in listed()]) == (["bill"], ["bill"])


def test_only_those_who_may_make_new_tags(world: World) -> None:
    ticket = tagged(world, "till")
    anna, chiara, dieter = (Actor.user(user.pk) for user in (world.anna, world.chiara, world.dieter))
    for makers, refused, able in (("supervisors", anna, chiara), ("admins", chiara, dieter)):
        choose_makers(makers=makers, actor=SYSTEM)
        with pytest.raises(NotAllowed, match="no tag “new"):
            set_tags(ticket_id=ticket.pk, names=["till", f"new by {makers}"], actor=refused)
        set_tags(ticket_id=ticket.pk, names=["till", f"new by {makers}"], actor=able)
    set_tags(ticket_id=ticket.pk, names=["till"], actor=anna)
    with pytest.raises(NotAllowed):
        world.ticket(tags=["other"])


def test_counts_are_bounded_and_pages_go_on_by_name(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balie.tickets.tags.listing.COUNTED", 2)
    for _ in range(3):
        tagged(world, "a", "b", "till b")
    assert [(it.name, it.used) for it in listed(limit=1)] == [("a", 2)]
    assert [it.name for it in listed(after="a", limit=1)] == ["b"]
    assert [it.name for it in listed(part="b")] == ["b", "till b"]


NODES = st.recursive(
    st.builds(Is, st.sampled_from(["tag", "team"]), st.lists(st.integers(1, 4) | st.none()).map(tuple)),
    lambda inner: st.builds(Not, inner) | st.builds(All, st.lists(inner).map(tuple))
    | st.builds(Either, st.lists(inner, min_size=1).map(tuple)),
    max_leaves=8,
)  # fmt: skip


@given(NODES)
def test_conditions_ask_for_others_where_they_asked_for_one(node: Node) -> None:
    after = put_for(node, "tag", 1, (2, 3))
    for was, now in zip(leaves(node), leaves(after), strict=True):
        assert isinstance(was, Is)
        assert isinstance(now, Is)
        asked = was.field == "tag" and 1 in was.values
        assert {*now.values} == ({2, 3, *(value for value in was.values if value != 1)} if asked else {*was.values})
    assert put_for(after, "tag", 1, (2, 3)) == after
