"""Tickets that are like one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import SYSTEM, Actor
from balie.knowledge.models import Article, Collection
from balie.knowledge.suggesting import articles_for
from balie.knowledge.writing import Draft, add_collection, publish_article, write_article
from balie.tickets.content import Content
from balie.tickets.conversation import reply
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Status, Ticket
from balie.tickets.resembling.resembling import tickets_like
from tests.support.world import World


@pytest.fixture
def till(world: World) -> Ticket:
    """And others beside it, that have little in common with it."""
    for subject in ("Bicycle frame cracked", "Invoice is wrong", "Cannot sign in", "Late parcel"):
        world.ticket(subject=subject, text=f"{subject}, please help.", team=world.it)
    return world.ticket(
        subject="Receipt printer jams", text="The thermal printer eats the receipts since Monday.", team=world.it
    )


def solved(world: World, ticket: Ticket) -> Ticket:
    anna = Actor.user(world.anna.pk)
    reply(ticket_id=ticket.pk, content=Content(text="Clean the roller."), actor=anna)
    change_status(ticket_id=ticket.pk, status=Status.RESOLVED, actor=anna)
    return ticket


def test_what_has_rare_words_in_common_is_found_and_the_solved_one_first(world: World, till: Ticket) -> None:
    open_one = world.ticket(subject="Receipt printer", text="Thermal printer is dead.", team=world.it)
    old = solved(
        world, world.ticket(subject="Printer jams", text="Our receipts jam.", requester=world.farid, team=world.it)
    )
    assert tickets_like(till, viewer=world.anna, limit=5) == [old, open_one]


def test_nobody_is_shown_what_they_may_not_see(world: World, till: Ticket) -> None:
    hidden = world.ticket(subject="Receipt printer jams", text="The thermal printer.", team=world.orders)
    assert tickets_like(till, viewer=world.anna, limit=5) == []
    assert tickets_like(till, viewer=world.chiara, limit=5) == [hidden]


@pytest.mark.parametrize("words", ["", "the and of", "' \\ '' & | ! :*", "ok"])
def test_what_says_little_is_like_nothing(world: World, till: Ticket, words: str) -> None:
    assert tickets_like(world.ticket(subject=words, text=words), viewer=world.chiara, limit=5) == []


def article(title: str, language: str, said: str, world: World) -> Article:
    shelf = Collection.objects.first() or add_collection(title="Tills", summary="", actor=SYSTEM)
    anna = Actor.user(world.anna.pk)
    made = write_article(draft=Draft(title, f"<p>{said}</p>", shelf.pk, language=language), actor=anna)
    publish_article(article_id=made.pk, actor=SYSTEM)
    return made


def test_articles_are_in_the_language_of_whoever_asks(world: World) -> None:
    english = article("When the receipt printer jams", "en", "Open the lid.", world)
    article("Wenn der Bondrucker klemmt", "de", "printer jams", world)
    article("Opening hours", "en", "We are open.", world)
    for language, found in (("en", [english]), ("nl", [])):
        assert articles_for(title="Receipt printer jams", body="It jams.", language=language, limit=5) == found


def test_the_part_takes_the_same_queries_whatever_is_found(world: World, till: Ticket) -> None:
    anna = seated(world.anna)
    counts = []
    for _time in range(2):
        for _number in range(3):
            world.ticket(subject="Receipt printer jams", text="Thermal printer.", team=world.it)
        with CaptureQueriesContext(connection) as queries:
            shown = text(anna.get(f"/desk/tickets/{till.pk}/similar/", headers=FRAGMENT))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 25
    assert "<html" not in shown
