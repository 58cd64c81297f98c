"""Tickets that say the same by other words."""

from dataclasses import replace

import pytest

from balie.events.actor import SYSTEM, Actor
from balie.knowledge import meanings as articles
from balie.knowledge.models import Article
from balie.knowledge.suggesting import articles_for
from balie.knowledge.writing import Draft, add_collection, publish_article, rewrite_article, write_article
from balie.search.meaning.records import Meaning
from balie.tickets.resembling import meanings
from balie.tickets.resembling.resembling import tickets_like
from balie.tickets.triage import change_subject
from tests.support.world import World


def tell_all() -> None:
    while meanings.run_batch() or articles.run_batch():
        pass


@pytest.fixture
def desk(world: World) -> World:
    for subject in ("Bicycle frame cracked", "Invoice is wrong", "Late parcel", "Till shows yesterday's date"):
        world.ticket(subject=subject, text=f"{subject}, please help.", team=world.it)
    return world


def test_compounds_are_found_taken_apart(desk: World) -> None:
    together = desk.ticket(subject="Druckerpapier", text="Das Druckerpapier fehlt.", team=desk.it, language="de")
    apart = desk.ticket(subject="Papier", text="Papier für die Drucker fehlt.", team=desk.it, language="de")
    assert tickets_like(apart, viewer=desk.anna, limit=3) == []
    tell_all()
    assert tickets_like(apart, viewer=desk.anna, limit=3) == [together]


def test_so_are_articles_and_only_as_they_stand(desk: World) -> None:
    collection = add_collection(title="Drucker", actor=SYSTEM)
    draft = Draft(
        title="Druckerpapier nachbestellen", html="<p>Wenn das Druckerpapier fehlt: Druckerpapier bestellen.</p>",
        collection_id=collection.pk, language="de",
    )  # fmt: skip
    article = write_article(draft=draft, actor=SYSTEM)
    publish_article(article_id=article.pk, actor=SYSTEM)
    ticket = desk.ticket(subject="Papier", text="Papier für die Drucker fehlt.", team=desk.it, language="de")
    tell_all()

    def helpful(ticket_id: int | None) -> list[Article]:
        return articles_for(
            title="Papier", body="Papier für die Drucker fehlt.", language="de", limit=3, ticket_id=ticket_id
        )

    assert helpful(None) == []
    assert helpful(ticket.pk) == [article]
    other = replace(draft, title="Fahrräder", html="<p>Der Verleih öffnet um neun.</p>")
    rewrite_article(article_id=article.pk, draft=other, actor=SYSTEM)
    assert helpful(ticket.pk) == []
    tell_all()
    assert helpful(ticket.pk) == []


def test_only_those_are_found_that_the_viewer_may_see(desk: World) -> None:
    desk.ticket(subject="Password", text="I forgot my password and can't sign in any more.", team=desk.orders)
    locked = desk.ticket(subject="Password", text="I have forgotten my password, can't sign in.", team=desk.it)
    tell_all()
    assert tickets_like(locked, viewer=desk.anna, limit=3) == []


def test_a_new_subject_is_told_anew(desk: World) -> None:
    ticket = desk.ticket(subject="Password", text="Please help.", team=desk.it)
    tell_all()
    before = Meaning.objects.get(object_id=ticket.pk).bits
    change_subject(ticket_id=ticket.pk, subject="Bicycle", actor=Actor.user(desk.anna.pk))
    assert Meaning.objects.get(object_id=ticket.pk).bits is None
    tell_all()
    assert Meaning.objects.get(object_id=ticket.pk).bits not in (None, before)


def test_tickets_from_before_are_told_newest_first_and_once(desk: World) -> None:
    newest = desk.ticket(subject="Password", text="Please help.", team=desk.it)
    meanings.run_batch()
    assert Meaning.objects.filter(object_id=newest.pk).exists()
    tell_all()
    assert meanings.run_batch() == 0
