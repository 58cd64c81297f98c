"""Who hears of what, in one live process."""

import json
from collections.abc import Iterable, Sequence

from balie.live.connection import RESYNC, Connection

MOST_TOPICS = 400  # one browser; a page has a handful


class Hub:
    """Runs in one event loop: nothing here waits, so nothing needs a lock."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Connection]] = {}
        self._connections: set[Connection] = set()

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

    def leave(self, connection: Connection) -> None:
        self._connections.discard(connection)
        for topic in connection.topics:
            listeners = self._listeners[topic]
            listeners.discard(connection)
            if not listeners:
                del self._listeners[topic]

    def listeners(self, topic: str) -> Iterable[Connection]:
        return self._listeners.get(topic, ())

    def tell(self, topics: Sequence[str], hint: str, event: int) -> None:
        """Whoever hears of a list hears which of its things changed as well: `topics[0]`."""
        heard: dict[Connection, list[str]] = {}
        for topic in topics:
            for connection in self.listeners(topic):
                heard.setdefault(connection, [topics[0]]).append(topic)
        said = {topic: json.dumps({"topic": topic, "hint": hint, "event": event}) for topic in topics}
        for connection, theirs in heard.items():
            for topic in dict.fromkeys(theirs):
                connection.send(said[topic])

    def resync(self) -> None:
        """Hints may have been missed: everybody looks again."""
        for connection in self._connections:
            connection.send(RESYNC)
