"""Finding in one conversation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.events.actor import Actor
from balie.tickets.content import Content
from balie.tickets.conversation import add_note
from balie.tickets.conversation_search import finding
from balie.tickets.conversation_search.finding import find_in
from balie.tickets.models import Ticket
from tests.support.world import World


@pytest.fixture
def ticket(world: World) -> Ticket:
    made = world.ticket(text="The till\nprints (no) receipts & more.", team=world.it)
    add_note(ticket_id=made.pk, content=Content(text="A TILL again"), actor=Actor.user(world.anna.pk))
    world.ticket(text="Another till", team=world.it)
    return made


@pytest.mark.parametrize(
    ("words", "count"), [("till", 2), ("till prints", 1), ("(no)", 1), ("til.", 0), ("t", 0), ("", 0), (" \n ", 0)]
)
def test_words_are_found_as_they_stand_in_this_conversation(
    ticket: Ticket, world: World, words: str, count: int
) -> None:
    assert len(find_in(ticket, words=words, viewer=world.anna).found) == count


def test_they_stand_oldest_first_and_marked(ticket: Ticket, world: World) -> None:
    first, second = find_in(ticket, words="till", viewer=world.anna).found
    assert first.snippet == "The <mark>till</mark> prints (no) receipts &amp; more."
    assert (second.author, second.snippet) == ("Anna de Vries", "A <mark>TILL</mark> again")


def test_of_very_many_the_newest_are_told(ticket: Ticket, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 1)
    places = find_in(ticket, words="till", viewer=world.anna)
    assert [place.author for place in places.found] == ["Anna de Vries"]
    assert not places.complete


@given(st.text(max_size=60), st.text(min_size=1, max_size=10))
def test_a_snippet_is_never_more_than_text(text: str, words: str) -> None:
    import re

    snippet = finding._snippet(text, re.escape(words))
    assert re.sub("</?mark>", "", snippet).count("<") == 0
