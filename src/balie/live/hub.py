"""Who hears of what, in one live process."""

import json
from collections import deque
from collections.abc import Iterable, Sequence
from functools import cache
from time import time

from balie.live.connection import Connection

MOST_TOPICS = 400  # one browser; a page has a handful
# Milliseconds that each browser hearing of the same thing adds to the time over which all of them ask for it: however
# many they are, together they ask the web process some hundred times a second and not more.
_EACH = 75
_LONGEST = 30_000  # milliseconds
_FEW = 5  # browsers
_REMEMBERED = 2000  # hints
# Seconds by which the clocks of two machines may differ, and a signature's fraction of one.
_TOLERANCE = 2.0


class Hub:
    """Runs in one event loop: nothing here waits, so nothing needs a lock."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Connection]] = {}
        self._connections: set[Connection] = set()
        self._past: deque[tuple[float, Sequence[str], str, int]] = deque(maxlen=_REMEMBERED)

    def __len__(self) -> int:
        return len(self._connections)

    def join(self, connection: Connection) -> None:
        self._connections.add(connection)

    def subscribe(self, connection: Connection, topics: Iterable[str]) -> None:
        for topic in topics:
            if len(connection.topics) >= MOST_TOPICS:
                return
            connection.topics.add(topic)
            self._listeners.setdefault(topic, set()).add(connection)

    def catch_up(self, connection: Connection, topics: Sequence[str], since: float) -> None:
        """What happened between the rendering of a page and its subscription would be missed otherwise."""
        for at, about, hint, event in list(self._past):
            if at >= since - _TOLERANCE and set(topics) & set(about):
                for topic in dict.fromkeys([about[0], *(topic for topic in about if topic in topics)]):
                    connection.send(_said(topic, hint, event, 1))

    def leave(self, connection: Connection) -> None:
        self._connections.discard(connection)
        self.unsubscribe(connection, connection.topics)

    def unsubscribe(self, connection: Connection, topics: Iterable[str]) -> None:
        for topic in connection.topics.intersection(topics):
            connection.topics.discard(topic)
            listeners = self._listeners[topic]
            listeners.discard(connection)
            if not listeners:
                del self._listeners[topic]

    def listeners(self, topic: str) -> Iterable[Connection]:
        return self._listeners.get(topic, ())

    def tell(self, topics: Sequence[str], hint: str, event: int) -> None:
        """Whoever hears of a list hears which of its things changed as well: `topics[0]`."""
        self._past.append((time(), topics, hint, event))
        heard: dict[Connection, list[str]] = {}
        for topic in topics:
            for connection in self.listeners(topic):
                heard.setdefault(connection, [topics[0]]).append(topic)
        said = cache(_said)
        near = len(self._listeners.get(topics[0], ()))
        for connection, theirs in heard.items():
            crowd = near if topics[0] in connection.topics else len(heard)
            for topic in dict.fromkeys(theirs):
                connection.send(said(topic, hint, event, crowd))

    def resync(self) -> None:
        """Hints may have been missed: everybody looks again."""
        said = json.dumps({"hint": "resync", **_spread(len(self._connections))})
        for connection in self._connections:
            connection.send(said)


def _said(topic: str, hint: str, event: int, crowd: int) -> str:
    return json.dumps({"topic": topic, "hint": hint, "event": event, **_spread(crowd)})


def _spread(crowd: int) -> dict[str, int]:
    """Few ask at once: what a colleague says on the ticket one looks at is there at once."""
    spread = min(crowd * _EACH, _LONGEST)
    return {"spread": spread} if crowd > _FEW else {}
