"""One browser's socket, as the hub sees it."""

import asyncio
import json

QUEUE_SIZE = 64
RESYNC = json.dumps({"hint": "resync"})


class Connection:
    """What waits to be sent to one browser. One that reads too slowly loses its hints and is told to look again."""

    __slots__ = ("_outbox", "holders", "topics")

    def __init__(self) -> None:
        self._outbox: asyncio.Queue[str] = asyncio.Queue(maxsize=QUEUE_SIZE)
        self.topics: set[str] = set()
        self.holders: set[str] = set()

    def send(self, message: str) -> None:
        try:
            self._outbox.put_nowait(message)
        except asyncio.QueueFull:
            while not self._outbox.empty():
                self._outbox.get_nowait()
            self._outbox.put_nowait(RESYNC)

    async def next(self) -> str:
        return await self._outbox.get()
