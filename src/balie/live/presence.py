"""Who reads and who writes, now. Kept in memory only, passed on as it is, never stored."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from balie.live.connection import Connection
from balie.live.hub import Hub
from balie.live.topics import Pass

State = Literal["reading", "writing", "gone"]
STATES: tuple[State, ...] = ("reading", "writing", "gone")
WRITING_FOR = 15.0  # seconds after the last sign of writing
PRESENT_FOR = 90.0  # seconds after the last sign of life
# Before a topic: to hear who is there, and nothing else of it.
WHO = "who:"
_PAUSE = 0.25  # seconds between two broadcasts of a topic


@dataclass(slots=True)
class _Seen:
    name: str
    state: State
    at: float


class Presence:
    """One person may look at a ticket in several windows: writing in one of them counts."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._seen: dict[str, dict[tuple[str, Connection], _Seen]] = {}
        self._due: dict[str, asyncio.TimerHandle] = {}

    def note(self, connection: Connection, leave: Pass, state: State) -> None:
        """`connection` says that the holder of `leave` is in `state` at its first topic.

        A sign of life that changes nothing is told to nobody: lists hear of every ticket they show.
        """
        loop, topic = asyncio.get_running_loop(), leave.topics[0]
        connection.holders.add(leave.holder)
        key, time = (leave.holder, connection), loop.time()
        if state == "gone":
            if self._seen.get(topic, {}).pop(key, None):
                self._announce(topic)
            return
        seen = self._seen.setdefault(topic, {})
        before, seen[key] = seen.get(key), _Seen(leave.name, state, time)
        lasts = WRITING_FOR if state == "writing" else PRESENT_FOR
        if before is None or before.state != state or time - before.at > lasts:
            self._announce(topic)
        loop.call_later(lasts + 0.1, self._lapse, topic, key, time)

    def tell(self, connection: Connection, topics: Iterable[str]) -> None:
        """Who is there already, to one that has just begun to listen."""
        for topic in (topic.removeprefix(WHO) for topic in topics):
            if topic in self._seen:
                self._say(connection, topic, self.people(topic))

    def forget(self, connection: Connection) -> None:
        for topic in [topic for topic, seen in self._seen.items() if any(c is connection for _h, c in seen)]:
            seen = self._seen[topic]
            for key in [key for key in seen if key[1] is connection]:
                del seen[key]
            self._announce(topic)

    def people(self, topic: str) -> dict[str, dict[str, str]]:
        """By holder, those who were seen lately."""
        time, found = asyncio.get_running_loop().time(), dict[str, dict[str, str]]()
        for (holder, _connection), seen in self._seen.get(topic, {}).items():
            if time - seen.at > PRESENT_FOR:
                continue
            writes = seen.state == "writing" and time - seen.at <= WRITING_FOR
            if writes or holder not in found:
                state = "writing" if writes else "reading"
                found[holder] = {"id": holder, "name": seen.name, "state": state}
        return found

    def _announce(self, topic: str) -> None:
        """Soon, and once for all changes until then."""
        if topic not in self._due:
            self._due[topic] = asyncio.get_running_loop().call_later(_PAUSE, self._broadcast, topic)

    def _broadcast(self, topic: str) -> None:
        self._due.pop(topic, None)
        people = self.people(topic)
        if not people:
            self._seen.pop(topic, None)
        for connection in {*self._hub.listeners(topic), *self._hub.listeners(WHO + topic)}:
            self._say(connection, topic, people)

    def _lapse(self, topic: str, key: tuple[str, Connection], at: float) -> None:
        """Nothing was heard since."""
        last = self._seen.get(topic, {}).get(key)
        if last and last.at == at:
            self._announce(topic)

    @staticmethod
    def _say(connection: Connection, topic: str, people: dict[str, dict[str, str]]) -> None:
        others = [person for holder, person in people.items() if holder not in connection.holders]
        connection.send(json.dumps({"topic": topic, "people": others}))
