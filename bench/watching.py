"""500 agents with a list open while five things a second change: what it costs the live and the web processes.

The browsers are sockets that behave as frontend/behaviours/live.ts and live_lists.ts do: they ask for the rows that
changed, sooner for those they show, scattered by the `spread` of the hint.

usage: watching.py --out FILE        with PEERS_DIR, BENCH_ADAPTERS and BENCH_TICKETS as bench/__main__.py sets them
"""

import argparse
import asyncio
import json
import re
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import corpus as C  # noqa: N812
import procs
import workloads
from websockets.asyncio.client import ClientConnection, connect

LISTS = ("/desk/", "/desk/?team=support", "/desk/?view=mine", "/desk/?team=hardware", "/desk/?view=unassigned")
COLLECT, SCATTER, SOONER = 0.25, 0.2, 3
_ROW = re.compile(r'data-live-row="(ticket:\d+)"')
_TOKENS = re.compile(r'data-live-topics="([^"]+)"')


@dataclass
class Browser:
    address: str
    client: Any
    tokens: list[str]
    rows: set[str]
    changed: set[str] = field(default_factory=set)
    due: float = float("inf")
    timer: asyncio.TimerHandle | None = None


@dataclass
class Crowd:
    """`asked`: requests so far; `late`: seconds from a hint to the answer about a row that the browser shows."""

    threads: ThreadPoolExecutor
    random: Random = field(default_factory=lambda: Random(5))
    asked: int = 0
    late: list[float] = field(default_factory=list)

    async def watch(self, browser: Browser, port: int) -> None:
        origin = f"http://127.0.0.1:{port}"
        async with connect(f"ws://127.0.0.1:{port + 1}/live", origin=origin, compression=None) as socket:  # type: ignore[arg-type]
            await socket.send(json.dumps({"subscribe": browser.tokens}))
            await self._hear(browser, socket)

    async def _hear(self, browser: Browser, socket: ClientConnection) -> None:
        async for text in socket:
            said = json.loads(text)
            topic, spread = said.get("topic", ""), said.get("spread", 0) / 1000
            if "hint" not in said or not topic.startswith("ticket:"):
                continue
            browser.changed.add(topic)
            self._soon(browser, spread / SOONER if topic in browser.rows else spread)

    def _soon(self, browser: Browser, spread: float) -> None:
        loop = asyncio.get_running_loop()
        at = loop.time() + COLLECT + self.random.random() * max(SCATTER, spread)
        if at >= browser.due:
            return
        if browser.timer:
            browser.timer.cancel()
        browser.due = at
        browser.timer = loop.call_at(at, self._ask, browser, loop.time())

    def _ask(self, browser: Browser, heard: float) -> None:
        numbers = sorted(topic.partition(":")[2] for topic in browser.changed)
        shown = bool(browser.changed & browser.rows)
        browser.changed, browser.due, browser.timer = set(), float("inf"), None
        self.asked += 1
        loop = asyncio.get_running_loop()
        address = f"{browser.address}{'&' if '?' in browser.address else '?'}rows={','.join(numbers[:50])}"
        answered = loop.run_in_executor(self.threads, fetch, browser.client, address)
        if shown:
            answered.add_done_callback(lambda _done: self.late.append(loop.time() - heard))


def fetch(client: Any, address: str) -> str:
    with client.turn:
        status, text, _headers = client.get(address)
    workloads.need(status == 200, f"{address} {status}")
    return str(text)


def browsers(desk: Any, many: int) -> Iterator[Browser]:
    """Each agent has several windows; a page is fetched once for all windows that show it."""
    import threading

    clients = [desk.login(agent) for agent in range(1, C.N_AGENTS + 1)]
    for client in clients:
        client.turn = threading.Lock()
    pages: dict[tuple[int, str], str] = {}
    for number, address in zip(range(many), cycle(LISTS), strict=False):
        client = clients[number % len(clients)]
        if (id(client), address) not in pages:
            pages[id(client), address] = fetch(client, address)
        page = pages[id(client), address]
        tokens = [token for found in _TOKENS.findall(page) for token in found.split()]
        yield Browser(address, client, tokens, set(_ROW.findall(page)))


async def change(desk: Any, client: Any, threads: ThreadPoolExecutor, rate: float, seconds: float) -> int:
    """Priorities of open tickets, one after the other at a steady pace."""
    numbers = [int(topic.partition(":")[2]) for topic in _ROW.findall(fetch(client, "/desk/?team=support"))]
    others = await asyncio.to_thread(desk.open_tickets, 500)
    chosen, loop, made = Random(3), asyncio.get_running_loop(), 0
    began = loop.time()
    while loop.time() - began < seconds:
        number = chosen.choice(numbers if made % 5 == 0 else others)
        await loop.run_in_executor(threads, desk.reprioritise, client, number, ("low", "normal", "high")[made // 7 % 3])
        made += 1
        await asyncio.sleep(max(0.0, began + made / rate - loop.time()))
    return made


async def measured(desk: Any, many: int, rate: float, seconds: float) -> dict[str, float]:
    threads, crowd = ThreadPoolExecutor(12), Crowd(ThreadPoolExecutor(24))
    writer = desk.login(1)
    import threading

    writer.turn = threading.Lock()
    live, web = desk.live_process(), desk.web_processes()
    alone = procs.cpu_seconds(web)
    await change(desk, writer, threads, rate, seconds / 3)
    alone = (procs.cpu_seconds(web) - alone) / (seconds / 3)
    empty = procs.pss_megabytes([live])
    watching = [
        asyncio.create_task(crowd.watch(browser, desk.port))
        for browser in await asyncio.to_thread(list, browsers(desk, many))
    ]
    await asyncio.sleep(3)
    before, before_live, asked, began = procs.cpu_seconds(web), procs.cpu_seconds([live]), crowd.asked, time.monotonic()
    made = await change(desk, writer, threads, rate, seconds)
    wall = time.monotonic() - began
    found = {
        "browsers": many,
        "changes_per_s": round(made / wall, 2),
        "web_percent": round(100 * ((procs.cpu_seconds(web) - before) / wall - alone), 1),
        "changes_percent": round(100 * alone, 1),
        "live_percent": round(100 * (procs.cpu_seconds([live]) - before_live) / wall, 1),
        "live_mb": round(procs.pss_megabytes([live]), 1),
        "live_mb_empty": round(empty, 1),
        "asked_per_s": round((crowd.asked - asked) / wall, 1),
        "row_s": round(statistics.median(crowd.late), 2) if crowd.late else 0.0,
    }
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--browsers", type=int, default=500)
    parser.add_argument("--rate", type=float, default=5, help="changes a second")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    found = asyncio.run(measured(workloads.load("balie"), given.browsers, given.rate, given.seconds))
    given.out.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
