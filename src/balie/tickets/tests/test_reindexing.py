"""The search index is made anew under a desk that is at work."""

import json
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from balie.commands import search_reindex
from balie.events.actor import SYSTEM
from balie.search.models import Document
from balie.tickets import reindexing
from balie.tickets.assignment import move_to_team
from balie.tickets.models import Message
from balie.tickets.searching import search_tickets
from tests.support.world import World, make_world


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.BALIE_HOME = tmp_path
    monkeypatch.setattr(reindexing, "_BATCH", 2)
    return tmp_path / "search-reindex"


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    given: dict[str, int] = json.loads(capsys.readouterr().out)
    return given


def test_what_was_lost_is_found_and_what_is_gone_is_not(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    tickets = {world.ticket(team=world.it).pk for _ in range(5)}
    Document.objects.filter(group_id=min(tickets)).delete()
    Document.objects.filter(group_id=max(tickets)).update(audience=["team:999"])
    gone = world.ticket(subject="gone").pk
    Message.objects.filter(ticket=gone).delete()
    assert search_reindex.run([]) == 0
    assert answer(capsys) == {"indexed": 5, "removed": 1}
    assert {hit.ticket.pk for hit in search_tickets(viewer=world.anna, text="till").hits} == tickets


def test_it_goes_on_where_it_was_broken_off(
    world: World, place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = [world.ticket().messages.get().pk for _ in range(5)]

    def full(*, first: int, last: int) -> int:
        if last > messages[2]:
            raise OSError("No space left on device")
        return 2

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space"):
        patched.setattr(reindexing, "index_messages", full)
        search_reindex.run([])
    assert place.read_text() == str(messages[1])
    search_reindex.run([])
    told = capsys.readouterr()
    assert f"Going on after message {messages[1]}" in told.err
    assert json.loads(told.out)["indexed"] == 3
    assert not place.exists()
    place.write_text(str(messages[1]))
    search_reindex.run(["--anew"])
    assert answer(capsys)["indexed"] == 5


@pytest.mark.django_db(transaction=True)
def test_a_change_that_comes_between_is_not_written_over() -> None:
    world = make_world()
    ticket = world.ticket(team=world.it)
    done = threading.Event()

    def reindex() -> None:
        list(reindexing.reindex())
        done.set()
        connection.close()

    with transaction.atomic():
        move_to_team(ticket_id=ticket.pk, team_id=world.orders.pk, actor=SYSTEM)
        other = threading.Thread(target=reindex)
        other.start()
        assert not done.wait(0.3)
    other.join()
    assert f"team:{world.orders.pk}" in Document.objects.get().audience
