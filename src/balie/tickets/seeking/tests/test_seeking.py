"""Words and conditions at once, in what one may see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balie.accounts.directory import directory
from balie.accounts.models import User
from balie.core.clock import now
from balie.events.actor import SYSTEM
from balie.people.identities import contact_for
from balie.tickets.fields import ticket_fields
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Status, Ticket
from balie.tickets.recent_searches import MOST, forget_searches, recent_searches, remember_search
from balie.tickets.seeking import narrowing
from balie.tickets.seeking.searching import seek, seek_with_facets
from balie.tickets.seeking.understanding import sought
from tests.support.world import World


def found(viewer: User, text: str) -> list[int]:
    results = seek(viewer=viewer, sought=sought(text, ticket_fields(directory())))
    return [hit.ticket.pk for hit in results.hits]


@pytest.fixture(params=["few", "many"])
def world(request: pytest.FixtureRequest, world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Either way of narrowing a search: by the tickets when they are few, or by asking each document."""
    if request.param == "many":
        monkeypatch.setattr(narrowing, "FEW", 0)
    return world


def test_a_status_a_team_and_a_name_narrow_what_is_found(world: World) -> None:
    jam, other = world.ticket(text="paper jam", team=world.it), world.ticket(text="paper jam", requester=world.farid)
    change_status(ticket_id=other.pk, status=Status.OPEN, actor=SYSTEM)
    chiara = world.chiara
    assert set(found(chiara, '"paper jam"')) == {jam.pk, other.pk}
    assert found(chiara, 'team:it "paper jam"') == [jam.pk]
    assert found(chiara, 'status:open "paper jam"') == [other.pk]
    assert found(chiara, "jam from:emma") == found(chiara, "jam from:fietsfabriek") == [jam.pk]
    assert found(chiara, 'jam from:"klein emma"') == [jam.pk]
    assert found(chiara, "jam -from:emma") == [other.pk]
    assert found(chiara, "jam from:nobody") == []
    assert found(chiara, "jam (team:it or status:open) -status:closed") != []


def test_conditions_alone_find_the_latest_changed(world: World) -> None:
    first, second = world.ticket(), world.ticket()
    world.ticket(requester=world.farid)
    assert found(world.anna, "from:emma") == [second.pk, first.pk]
    assert found(world.anna, "from:emma -receipts status:closed") == []


def test_nothing_of_other_teams_is_found_by_conditions(world: World) -> None:
    hidden = world.ticket(text="kettle", team=world.orders)
    for text in ("kettle team:orders", "team:orders", "from:emma", "kettle from:emma", '"it is" from:emma'):
        assert found(world.anna, text) == []
        assert found(world.bram, text.replace('"it is" ', "")) == [hidden.pk]


def test_either_of_two_words_is_found(world: World) -> None:
    kettle, teapot = world.ticket(text="The kettle"), world.ticket(text="The teapot")
    world.ticket(text="The lamp")
    assert set(found(world.anna, "kettle or teapot")) == {kettle.pk, teapot.pk}


@pytest.mark.parametrize("phrase", ['"nog niet"', '"NOG  niet"', '"is er"', "er niet"])
def test_a_phrase_of_words_that_every_text_has_finds_what_stands_there(world: World, phrase: str) -> None:
    ticket = world.ticket(subject="Bestelling", text="De lamp is er nog niet.", language="nl")
    world.ticket(subject="Bestelling", text="Nog een lamp, dit was het niets.", language="nl")
    assert found(world.anna, phrase) == [ticket.pk]
    assert found(world.anna, f"{phrase} from:emma") == [ticket.pk]
    assert found(world.anna, f"{phrase} status:closed") == []
    (hit,) = seek(viewer=world.anna, sought=sought(phrase, ticket_fields(directory()))).hits
    assert "<mark>" in hit.snippet


def test_unwanted_words_and_others_hold_for_words_that_every_text_has(world: World) -> None:
    lamp = world.ticket(subject="Lamp", text="Die is er nog niet.", language="nl")
    printer = world.ticket(subject="Kantoor", text="De printers zijn er nog niet.", language="nl")
    other = world.ticket(subject="Kassa", text="Doet het wel eens.", language="nl")
    anna = world.anna
    assert set(found(anna, '"nog niet"')) == {lamp.pk, printer.pk}
    assert found(anna, '"nog niet" -printer') == found(anna, '"nog niet" -kantoor -kassa') == [lamp.pk]
    assert found(anna, '"nog niet" -die') == [printer.pk]
    assert set(found(anna, '"nog niet" or "wel eens"')) == {lamp.pk, printer.pk, other.pk}
    assert set(found(anna, '("nog niet" or "wel eens") -printer')) == {lamp.pk, other.pk}


def test_words_of_every_text_are_not_found_where_one_may_not_look(world: World) -> None:
    world.ticket(subject="Bestelling", text="De lamp is er nog niet.", language="nl", team=world.orders)
    assert found(world.anna, '"nog niet"') == []


def test_what_was_found_is_counted_by_status_team_channel_and_age(world: World) -> None:
    world.ticket(text="jam", team=world.it)
    old = world.ticket(text="jam")
    change_status(ticket_id=old.pk, status=Status.OPEN, actor=SYSTEM)
    Ticket.objects.filter(pk=old.pk).update(created_at=now() - timedelta(days=20))
    world.ticket(text="jam", team=world.orders)
    asked = sought("jam", ticket_fields(directory()))
    facets = seek_with_facets(viewer=world.anna, sought=asked).facets
    assert facets.status == {"new": 1, "open": 1}
    assert facets.team == {world.it.pk: 1, None: 1}
    assert facets.channel == {"email": 2}
    assert facets.created == {"1d": 1, "7d": 1, "30d": 2, "1y": 2}


def test_the_database_is_asked_as_often_for_many_hits_as_for_one(world: World) -> None:
    for number in range(30):
        world.ticket(text=f"jam {'solo' if number == 7 else 'choir'}")
    assert world.anna.team_ids
    fields = ticket_fields(directory())
    counts = []
    for text in ("status:new solo -choir.", "status:new jam -solo."):
        with CaptureQueriesContext(connection) as asked:
            seek_with_facets(viewer=world.anna, sought=sought(text, fields))
        counts.append(len(asked))
    # As a search without conditions, and: tickets of the conditions, facts to count; where few were found, whether
    # these words are in every text.
    assert counts == [13, 12]


def test_the_latest_searches_are_remembered_each_once(world: World) -> None:
    for number in range(MOST + 3):
        remember_search(user_id=world.anna.pk, text=f"till {number}")
    remember_search(user_id=world.anna.pk, text="till 5")
    remember_search(user_id=world.bram.pk, text="bell")
    recent = recent_searches(world.anna.pk)
    assert (recent[0], recent[1], len(recent)) == ("till 5", f"till {MOST + 2}", MOST)
    forget_searches(user_id=world.anna.pk)
    assert (recent_searches(world.anna.pk), recent_searches(world.bram.pk)) == ([], ["bell"])


def test_signs_in_a_name_are_taken_as_they_are(world: World) -> None:
    ticket = world.ticket(requester=contact_for(email="a_b@percent.example", name="100% Lamps"))
    world.ticket(requester=contact_for(email="axb@percent.example", name="1000 Lamps"))
    assert found(world.anna, "from:a_b@") == [ticket.pk]
    assert found(world.anna, 'from:"100%"') == [ticket.pk]
