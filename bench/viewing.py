"""What an agent opens beside the list and a ticket: a view of five conditions, the board, the palette's search.

Milliseconds from the request to the whole answer, by so many clients at once. usage: viewing.py --out FILE        with
the environment that bench/__main__.py sets
"""

import argparse
import json
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import workloads
from workloads import need

CONDITIONS = "status:active priority:>=normal team:support kind:question created:365d"
SECONDS, CLIENTS = 3.0, (1, 4)


def view(client: Any) -> None:
    status, page, _headers = client.get(f"/desk/?q={quote(CONDITIONS)}")
    need(status == 200 and 'data-live-row="ticket:' in page, f"view {status}")


def board(client: Any) -> None:
    status, page, _headers = client.get("/desk/?team=support&layout=board")
    need(status == 200 and "data-board" in page, f"board {status}")


def palette(client: Any) -> None:
    status, _page, _headers = client.get("/desk/palette/?q=agent")
    need(status == 200, f"palette {status}")


WHAT: dict[str, Callable[[Any], None]] = {"view of five conditions": view, "board": board, "palette's search": palette}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    out, desk = parser.parse_args().out, workloads.load("balie")
    found = {
        name: {f"{clients} at once": measured(desk, asked, clients) for clients in CLIENTS}
        for name, asked in WHAT.items()
    }
    out.write_text(json.dumps(found))


def measured(desk: Any, asked: Callable[[Any], None], clients: int) -> dict[str, float]:
    took: list[float] = []

    def ask(agent: int) -> None:
        client = desk.login(agent)
        asked(client)
        ends = time.perf_counter() + SECONDS
        while (began := time.perf_counter()) < ends:
            asked(client)
            took.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=ask, args=(agent,)) for agent in range(1, clients + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    need(len(took) > 20, "too few answers")
    return {"p50_ms": round(statistics.median(took), 1), "p95_ms": round(statistics.quantiles(took, n=20)[-1], 1)}


if __name__ == "__main__":
    main()
