"""Through real sockets: a browser subscribes, a commit elsewhere makes a hint."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from time import time
from typing import Any

import pytest
from django.core import signing
from django.db import connection, transaction
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from balie.events.actor import Actor
from balie.live import presence
from balie.live.connection import QUEUE_SIZE, Connection
from balie.live.hints import hint
from balie.live.hub import Hub
from balie.live.topics import SALT, read_token, token_for
from balie.tickets.assignment import assign, move_to_team
from balie.tickets.content import Content
from balie.tickets.conversation import add_note
from tests.support.world import World, make_world

ORIGIN = Origin("http://localhost:8000")
PATIENCE = 10


@pytest.fixture
def sockets() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


class Browser:
    """A socket as a page has it."""

    def __init__(self, address: str, sockets: ExitStack, *topics: str, who: str = "user:1", name: str = "Anna") -> None:
        self.socket: ClientConnection = sockets.enter_context(connect(address, origin=ORIGIN))
        self.token = token_for(topics, holder=who, name=name)
        self.say({"subscribe": [self.token]})
        # An answer to a sign of life shows that the subscription has arrived.
        self.say({"presence": {"topic": self.token, "state": "reading"}})
        self.missed: list[str] = []
        while "people" not in (said := self.hear()):
            self.missed.append(said["topic"])
        self.settled = said

    def say(self, message: object) -> None:
        self.socket.send(json.dumps(message))

    def hear(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.socket.recv(PATIENCE))
        return said

    def hints(self, until: int) -> list[tuple[str, str]]:
        """Topics and hints up to the event `until`, the presence of others left out."""
        heard = list[tuple[str, str]]()
        while True:
            said = self.hear()
            if "hint" in said and said.get("event") == until:
                return heard
            if "hint" in said:
                heard.append((said["topic"], said["hint"]))


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "_PAUSE", 0.01)


def end(*topics: str) -> int:
    """A last hint, so that what was not said before it is known not to come."""
    hint(topics=topics, kind="end", event_id=-1)
    return -1


def test_a_commit_is_heard_of_and_a_rollback_is_not(live: str, sockets: ExitStack) -> None:
    browser = Browser(live, sockets, "ticket:42")
    with transaction.atomic():
        hint(topics=["ticket:42"], kind="message", event_id=1)
        transaction.set_rollback(True)
    hint(topics=["ticket:42"], kind="message", event_id=2)
    assert browser.hear() == {"topic": "ticket:42", "hint": "message", "event": 2}


def test_only_what_was_subscribed_to_is_heard_of(live: str, sockets: ExitStack) -> None:
    browser = Browser(live, sockets, "ticket:42")
    hint(topics=["ticket:43", "tickets"], kind="message", event_id=1)
    assert browser.hints(end("ticket:42")) == []


def test_who_hears_of_a_list_hears_which_ticket_it_was(live: str, sockets: ExitStack) -> None:
    browser = Browser(live, sockets, "team:3", "user:1")
    hint(topics=["ticket:42", "tickets", "team:3"], kind="message", event_id=1)
    assert browser.hints(end("user:1", "user:1")) == [("ticket:42", "message"), ("team:3", "message")]


def test_what_happened_since_the_page_was_made_is_told_when_it_subscribes(live: str, sockets: ExitStack) -> None:
    first = Browser(live, sockets, "ticket:42", "team:3")
    hint(topics=["ticket:42", "team:3"], kind="message", event_id=1)
    hint(topics=["ticket:43"], kind="message", event_id=2)
    first.hints(end("ticket:42"))
    assert Browser(live, sockets, "team:3").missed == ["ticket:42", "team:3"]
    assert Browser(live, sockets, "team:4").missed == []


def test_what_happened_before_the_page_was_made_is_not() -> None:
    hub, page = Hub(), Connection()
    hub.tell(["ticket:42"], "message", 1)
    hub.catch_up(page, ["ticket:42"], time() + 10)
    assert page._outbox.empty()
    hub.catch_up(page, ["ticket:42"], time())
    assert not page._outbox.empty()


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null", "http://localhost.evil.example"])
def test_other_pages_may_not_listen(live: str, origin: Origin | None) -> None:
    with pytest.raises(InvalidStatus), connect(live, origin=origin):
        pass


def test_what_was_left_is_heard_of_no_more(live: str, sockets: ExitStack) -> None:
    browser = Browser(live, sockets, "ticket:1", "ticket:2")
    browser.say({"unsubscribe": ["ticket:1", "ticket:77", 5]})
    browser.say({"presence": {"topic": token_for(["ticket:2"], holder="user:1", name="Anna"), "state": "writing"}})
    browser.hear()
    hint(topics=["ticket:1"], kind="message", event_id=5)
    assert browser.hints(end("ticket:2")) == []


def test_a_forged_token_opens_nothing(live: str, sockets: ExitStack) -> None:
    browser = Browser(live, sockets, "user:1")
    good = token_for(["ticket:42"], holder="user:1", name="Anna")
    forged = [good[:-2] + "xx", "nonsense", 42, None, signing.dumps("x", salt=SALT), signing.dumps(["a"], salt="other")]
    browser.say({"subscribe": forged})
    hint(topics=["ticket:42"], kind="message", event_id=1)
    assert browser.hints(end("user:1")) == []


def test_a_token_ends_after_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_for(["ticket:42"], holder="user:1", name="Anna")
    assert read_token(token)
    monkeypatch.setattr("balie.live.topics.MAX_AGE", -1)
    assert read_token(token) is None


@pytest.mark.parametrize(
    "nonsense", ["", "[]", "{", '"x"', '{"subscribe": 3}', '{"presence": {"topic": 1}}', "x" * 40_000]
)
def test_nonsense_is_passed_over(live: str, sockets: ExitStack, nonsense: str) -> None:
    browser = Browser(live, sockets, "ticket:42")
    browser.socket.send(nonsense)
    hint(topics=["ticket:42"], kind="message", event_id=1)
    assert browser.hear()["event"] == 1


def test_after_an_outage_all_look_again(live: str, sockets: ExitStack) -> None:
    browser = Browser(live, sockets, "ticket:42")
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where query like 'listen %' and datname = current_database()"
        )
    assert browser.hear() == {"hint": "resync"}
    hint(topics=["ticket:42"], kind="message", event_id=1)
    assert browser.hear()["event"] == 1


def test_colleagues_see_who_reads_and_who_writes(live: str, sockets: ExitStack) -> None:
    anna = Browser(live, sockets, "ticket:42")
    assert anna.settled == {"topic": "ticket:42", "people": []}
    bram = Browser(live, sockets, "ticket:42", who="user:2", name="Bram")
    assert anna.hear()["people"] == [{"id": "user:2", "name": "Bram", "state": "reading"}]
    bram.say({"presence": {"topic": bram.token, "state": "writing"}})
    assert anna.hear()["people"] == [{"id": "user:2", "name": "Bram", "state": "writing"}]
    bram.socket.close()
    assert anna.hear()["people"] == []


def test_two_windows_of_one_person_are_one_person(live: str, sockets: ExitStack) -> None:
    anna = Browser(live, sockets, "ticket:42")
    first, second = (Browser(live, sockets, "ticket:42", who="user:2", name="Bram") for _ in range(2))
    first.say({"presence": {"topic": first.token, "state": "writing"}})
    second.say({"presence": {"topic": second.token, "state": "reading"}})
    heard = anna.hear()["people"]
    while heard != [{"id": "user:2", "name": "Bram", "state": "writing"}]:
        heard = anna.hear()["people"]
    first.socket.close()
    while heard != [{"id": "user:2", "name": "Bram", "state": "reading"}]:
        heard = anna.hear()["people"]


@pytest.fixture
def desk(transactional_db: None) -> World:
    return make_world(password=None)


def test_what_happens_on_a_ticket_is_told_to_those_concerned(desk: World, live: str, sockets: ExitStack) -> None:
    ticket, anna = desk.ticket(team=desk.it), Actor.user(desk.anna.pk)
    on_ticket = Browser(live, sockets, f"ticket:{ticket.pk}")
    in_team, elsewhere = Browser(live, sockets, f"team:{desk.it.pk}"), Browser(live, sockets, f"team:{desk.orders.pk}")
    of_anna, of_all = Browser(live, sockets, f"user:{desk.anna.pk}"), Browser(live, sockets, "tickets")
    add_note(ticket_id=ticket.pk, content=Content(text="Hm"), actor=anna)
    assign(ticket_id=ticket.pk, assignee_id=desk.anna.pk, actor=anna)
    this = f"ticket:{ticket.pk}"
    assert on_ticket.hints(end(this)) == [(this, "message"), (this, "ticket")]
    for browser, topic in ((in_team, f"team:{desk.it.pk}"), (of_all, "tickets")):
        assert browser.hints(end(topic, topic)) == [
            (this, "message"), (topic, "message"), (this, "ticket"), (topic, "ticket"),
        ]  # fmt: skip
    mine = f"user:{desk.anna.pk}"
    assert of_anna.hints(end(mine, mine)) == [(this, "ticket"), (mine, "ticket")]
    assert elsewhere.hints(end(f"team:{desk.orders.pk}")) == []


def test_the_list_a_ticket_has_left_is_told_as_well(desk: World, live: str, sockets: ExitStack) -> None:
    ticket = desk.ticket(team=desk.it)
    topic = f"team:{desk.it.pk}"
    browser = Browser(live, sockets, topic)
    move_to_team(ticket_id=ticket.pk, team_id=desk.orders.pk, actor=Actor.user(desk.chiara.pk))
    assert (topic, "ticket") in browser.hints(end(topic, topic))


def test_many_who_hear_of_the_same_are_asked_to_take_their_time_but_not_those_on_the_ticket() -> None:
    hub = Hub()
    in_lists, on_ticket = [Connection() for _ in range(500)], Connection()
    for each in in_lists:
        hub.subscribe(each, ["team:3"])
    hub.subscribe(on_ticket, ["ticket:42"])
    hub.tell(["ticket:42", "team:3"], "message", 1)
    said = [json.loads(in_lists[0]._outbox.get_nowait()) for _topic in range(2)]
    assert [(one["topic"], one["spread"]) for one in said] == [("ticket:42", 30_000), ("team:3", 30_000)]
    assert "spread" not in json.loads(on_ticket._outbox.get_nowait())


def test_a_browser_that_reads_too_slowly_is_told_to_look_again() -> None:
    hub, slow = Hub(), Connection()
    hub.join(slow)
    hub.subscribe(slow, ["ticket:42"])
    for event in range(QUEUE_SIZE + 1):
        hub.tell(["ticket:42"], "message", event)
    assert slow._outbox.get_nowait() == '{"hint": "resync"}'
    assert slow._outbox.empty()
    hub.leave(slow)
    assert len(hub) == 0
    assert not list(hub.listeners("ticket:42"))


def test_a_list_hears_who_is_there_already_and_nothing_of_signs_of_life(live: str, sockets: ExitStack) -> None:
    bram = Browser(live, sockets, "ticket:42", who="user:2", name="Bram")
    anna = connect_list(live, sockets, "who:ticket:41", "who:ticket:42", "tickets")
    here = {"id": "user:2", "name": "Bram", "state": "reading"}
    assert anna() == {"topic": "ticket:42", "people": [here]}
    bram.say({"presence": {"topic": bram.token, "state": "reading"}})
    hint(topics=["ticket:42"], kind="message", event_id=1)  # not theirs to hear
    hint(topics=["tickets"], kind="message", event_id=2)
    assert anna()["event"] == 2
    bram.say({"presence": {"topic": bram.token, "state": "writing"}})
    assert anna() == {"topic": "ticket:42", "people": [here | {"state": "writing"}]}


def connect_list(live: str, sockets: ExitStack, *topics: str) -> Callable[[], dict[str, Any]]:
    """A page that shows these tickets and is at none of them."""
    socket: ClientConnection = sockets.enter_context(connect(live, origin=ORIGIN))
    socket.send(json.dumps({"subscribe": [token_for(topics, holder="user:1", name="Anna")]}))
    return lambda: json.loads(socket.recv(PATIENCE))
