"""Administrators look after tags."""

import pytest
from pytest_django import DjangoAssertNumQueries

from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import SYSTEM
from balie.tickets.models import Tag
from balie.tickets.tags import listing
from balie.tickets.tags.keeping import add_tag
from balie.tickets.tags.known import known_tags
from balie.tickets.tags.merging import go_on_clearing
from balie.tickets.tags.tagging import set_tags
from tests.support.world import World

ROOT = "/desk/settings/tags/"


def test_a_tag_is_added_coloured_and_shown_in_its_colour(world: World) -> None:
    dieter, ticket = seated(world.dieter), world.ticket()
    assert "No tags yet" in text(dieter.get(ROOT))
    assert dieter.post(f"{ROOT}new/", {"name": "VIP", "colour": "violet"}).status_code == 302
    set_tags(ticket_id=ticket.pk, names=["vip", "till"], actor=SYSTEM)
    listed = text(dieter.get(ROOT))
    assert 'data-colour="violet">vip' in listed
    assert "1 ticket<" in listed.replace("\n", "<").replace(" <", "<")
    for page in ("/desk/", "/desk/?layout=board"):
        assert 'data-colour="violet">vip' in text(dieter.get(page))
    assert "&#34;vip&#34;: &#34;violet&#34;" in text(dieter.get(f"/desk/tickets/{ticket.pk}/panel/", headers=FRAGMENT))


def test_what_will_not_do_is_said_beside_the_field(world: World) -> None:
    dieter, bill = seated(world.dieter), add_tag(name="bill", actor=SYSTEM)
    add_tag(name="invoice", actor=SYSTEM)
    for path, data, words in (
        ("new/", {"name": "bill"}, "Merge the two"), ("new/", {"name": "x", "colour": "plaid"}, "plaid"),
        (f"{bill.pk}/", {"name": "invoice"}, "Merge the two"),
        (f"{bill.pk}/merging/", {"into": "bil"}, "no tag of this"),
        (f"{bill.pk}/merging/", {"into": "bill"}, "Choose another"),
    ):  # fmt: skip
        answer = dieter.post(ROOT + path, data)
        assert answer.status_code == 422
        assert words in text(answer) or words == "plaid"


def test_tags_are_merged_and_removed(world: World) -> None:
    dieter, ticket = seated(world.dieter), world.ticket()
    set_tags(ticket_id=ticket.pk, names=["bill", "till"], actor=SYSTEM)
    invoice = add_tag(name="invoice", actor=SYSTEM)
    bill, till = (Tag.objects.get(name=name).pk for name in ("bill", "till"))
    assert dieter.post(f"{ROOT}{bill}/merging/", {"into": "Invoice"}).status_code == 302
    assert "also: bill" in text(dieter.get(ROOT))
    assert dieter.post(f"{ROOT}{till}/removal/").status_code == 302
    go_on_clearing()
    assert list(ticket.tags.all()) == [invoice]
    assert dieter.get(f"{ROOT}{bill}/").status_code == 404


def test_who_may_make_new_tags_is_chosen(world: World) -> None:
    ticket = world.ticket(team=world.it)
    seated(world.dieter).post(f"{ROOT}makers/", {"makers": "supervisors"})
    assert known_tags().makers == "supervisors"
    answer = seated(world.anna).post(f"/desk/tickets/{ticket.pk}/tags/", {"tags": "brand new"}, headers=FRAGMENT)
    assert answer.status_code == 422
    assert "make new ones" in text(answer)
    assert not Tag.objects.exists()


def test_there_are_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balie.administration.tags.PAGE", 2)
    for name in "abc":
        add_tag(name=name, actor=SYSTEM)
    dieter = seated(world.dieter)
    assert "after=b" in text(dieter.get(ROOT))
    assert ">c<" in text(dieter.get(f"{ROOT}?after=b"))
    assert "There is no tag" in text(dieter.get(f"{ROOT}?q=zzz"))


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_the_same_queries_for_any_number(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        add_tag(name=f"tag {number}", actor=SYSTEM)
    dieter = seated(world.dieter)
    with django_assert_max_num_queries(12):
        assert len(listing.listed()) == count
        dieter.get(ROOT)
