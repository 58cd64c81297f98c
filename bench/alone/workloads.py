"""Drives one desk where there is nothing to compare it with: the same work, each answer checked.

usage: workloads.py --systems balie --rounds 3 --seconds 3 --clients 1,4 --out FILE
"""

import argparse
import http.client
import importlib.util
import json
import multiprocessing
import os
import statistics
import sys
import time
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import corpus as C  # noqa: N812
import procs

PEERS = os.environ["PEERS_DIR"]
WORK = ("W1", "W2", "W3", "W4rare", "W4common", "W5", "W6")
MAILS = 50


def need(truth: object, what: str) -> None:
    if not truth:
        raise AssertionError(what)


class Client:
    """One kept connection with its cookies; redirects are not followed."""

    def __init__(self, port: int, headers: dict[str, str] | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = headers or {}
        self.cookies: dict[str, str] = {}
        self.token = ""

    def call(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, str, dict[str, str]]:
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        self._connection.request(method, path, body, {**self._headers, **cookies, **headers})
        response = self._connection.getresponse()
        text = response.read().decode()
        for value in response.headers.get_all("Set-Cookie") or []:
            name, _equals, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return response.status, text, {name.lower(): value for name, value in response.getheaders()}

    def get(self, path: str) -> tuple[int, str, dict[str, str]]:
        return self.call("GET", path, None, {})

    def post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> tuple[int, str, dict[str, str]]:
        form = isinstance(body, dict)
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        return self.call("POST", path, urlencode(body) if form else body, kind | (headers or {}))


class Base:
    name = ""

    def roots(self) -> list[int]:
        return [int(Path(PEERS, "run", f"{self.name}.{kind}").read_text()) for kind in ("server", "db")]


def load(name: str) -> Any:
    sys.modules.setdefault("workloads", sys.modules[__name__])
    path = Path(os.environ["BENCH_ADAPTERS"], name, "adapter.py")
    spec = importlib.util.spec_from_file_location("adapter", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Adapter()


def one(desk: Any, work: str, client: Any, rng: Random) -> None:
    if work == "W2":
        desk.w2(client)
    elif work == "W3":
        desk.w3(client, rng.randint(1, C.N_LONG))
    elif work == "W4rare":
        need(desk.w4(client, C.rare_word(rng.randrange(C.N_RARE))) == C.RARE_IN, "hits")
    elif work == "W4common":
        need(desk.w4(client, C.COMMON), "hits")
    elif work == "W5":
        desk.w5(client, rng.randint(C.N_LONG + 1, 4_000), C.text(rng, 60))
    else:
        desk.w6(client, C.text(rng, 6).rstrip("."), C.text(rng, 80))


def _client(desk: Any, work: str, agent: int, seconds: float, ready: Any, out: Any) -> None:
    rng, client, took = Random(f"{work}{agent}{time.time()}"), desk.login(agent), []
    one(desk, work, client, rng)
    ready.wait()
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        at = time.perf_counter()
        one(desk, work, client, rng)
        took.append(time.perf_counter() - at)
    out.put(took)


def run(desk: Any, work: str, clients: int, seconds: float) -> dict[str, Any]:
    context = multiprocessing.get_context("fork")
    ready, out = context.Barrier(clients + 1), context.Queue()
    agents = range(1, clients + 1)
    processes = [context.Process(target=_client, args=(desk, work, agent, seconds, ready, out)) for agent in agents]
    for process in processes:
        process.start()
    ready.wait(timeout=60)
    before, began = procs.cpu_seconds(desk.roots()), time.perf_counter()
    took = [one for _ in processes for one in out.get(timeout=120 + seconds)]
    wall = time.perf_counter() - began
    for process in processes:
        process.join()
    time.sleep(0.3)  # what is left to do after the answer is counted too
    return {"took": took, "wall": wall, "cpu": procs.cpu_seconds(desk.roots()) - before, "ops": len(took)}


def run_mail(desk: Any, first: int) -> dict[str, Any]:
    mails = [C.mail(k, "help@bench.test", desk.reply_subject(50 + k % 3_000) if k % 3 == 0 else None)
             for k in range(first, first + MAILS)]  # fmt: skip
    before, began = procs.cpu_seconds(desk.roots()), time.perf_counter()
    desk.deliver(mails)
    wall = time.perf_counter() - began
    time.sleep(0.3)
    return {"took": [], "wall": wall, "cpu": procs.cpu_seconds(desk.roots()) - before, "ops": MAILS}


def summary(runs: list[dict[str, Any]]) -> dict[str, Any]:
    took = sorted(one for run in runs for one in run["took"])
    found: dict[str, Any] = {
        "ops": sum(run["ops"] for run in runs),
        "cpu_ms": round(statistics.median(run["cpu"] / run["ops"] for run in runs) * 1000, 3),
        "per_s": round(statistics.median(run["ops"] / run["wall"] for run in runs), 2),
    }
    for name, share in (("p50_ms", 0.5), ("p95_ms", 0.95)):
        found[name] = round(took[int(len(took) * share)] * 1000, 2) if took else None
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--systems", default="balie")
    parser.add_argument("--work", default=",".join(WORK))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--clients", default="1,4")
    parser.add_argument("--mail-first", type=int, default=int(time.time()))
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    desk, runs = load(given.systems), {}
    for turn in range(given.rounds):
        for work in given.work.split(","):
            for clients in [1] if work == "W1" else map(int, given.clients.split(",")):
                if work == "W1":
                    done = run_mail(desk, given.mail_first + turn * MAILS)
                else:
                    done = run(desk, work, clients, given.seconds)
                runs.setdefault(f"{given.systems}|{work} x{clients}", []).append(done)
    given.out.write_text(json.dumps({"cells": {name: summary(cells) for name, cells in runs.items()}}, indent=1))


if __name__ == "__main__":
    main()
