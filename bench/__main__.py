"""`make bench`: Balie beside the limit, a program that does the same database work and nothing else.

usage: make bench [ARGS="--tickets 1000000 --messages 5 --rounds 3 --seconds 3 --work W2,W4rare --keep"] [SHARED=DIR]

Both are set up and filled in a folder of their own, and take turns. Where SHARED is not there, Balie is measured alone.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.alone.procs import pss_megabytes

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("SHARED", HERE.parents[1] / "shared" / "bench"))
RESULTS = HERE / "results"
# What each work is, and how many times the limit's processor time it may take.
WORK = {
    "W1": ("mail in, to a processed ticket", 5), "W2": ("list of 50 tickets", 8), "W3": ("ticket of 20 messages", 8),
    "W4rare": ("search, rare word", None), "W4common": ("search, frequent word", None),
    "W5": ("agent's reply", 10), "W6": ("ticket by the API", 10),
}  # fmt: skip
# What has nothing to stand beside: programs of their own, each with what it prints.
ALONE = {"live": "watching.py", "felt": "painting.py", "views": "viewing.py"}


def main() -> int:
    given = arguments()
    compared = (SHARED / "workloads.py").exists()
    environment = os.environ | {
        "PEERS_DIR": str(given.folder), "BENCH_ADAPTERS": str(HERE), "BENCH_TICKETS": str(given.tickets),
        "BENCH_COMMON": str(SHARED / "common" if compared else HERE / "alone"),
        "PYTHONPATH": str(SHARED if compared else HERE / "alone"), "BALIE_HOME": str(given.folder / "data" / "balie"),
    }  # fmt: skip
    (given.folder / "data" / "balie").mkdir(parents=True, exist_ok=True)
    (given.folder / "run").mkdir(exist_ok=True)
    try:
        started = prepare(given, environment, compared=compared)
        measure(given, environment, compared=compared)
        report(given, started)
    finally:
        stop(given, environment, compared=compared)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--tickets", type=int, default=20_000)
    parser.add_argument("--messages", type=int, default=3, help="of a ticket, at least")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--clients", default="1,4")
    parser.add_argument("--work", default=",".join([*WORK, *ALONE]))
    parser.add_argument("--folder", type=Path, help="what is filled in it already is measured as it is")
    parser.add_argument("--keep", action="store_true", help="leave both running")
    given = parser.parse_args()
    given.folder = given.folder or Path("/tmp", f"balie-bench-{given.tickets}")
    return given


def run(*command: object, **options: Any) -> None:
    subprocess.run([str(word) for word in command], check=True, **options)


def prepare(given: argparse.Namespace, environment: dict[str, str], *, compared: bool) -> float:
    """Returns the seconds that Balie took to start."""
    if compared:
        if not (given.folder / "pg" / "limit").exists():
            run(SHARED / "limit" / "setup.sh", env=environment)
            run(SHARED / "limit" / "start.sh", env=environment)
            dsn = (given.folder / "run" / "limit.pg").read_text().split()[0]
            run(given.folder / "v-limit" / "bin" / "python", SHARED / "limit" / "seed.py", given.tickets,
                env=environment | {"LIMIT_DSN": dsn})  # fmt: skip
        elif not (given.folder / "run" / "limit.server").exists():
            run(SHARED / "limit" / "start.sh", env=environment)
        run(SHARED / "common" / "sink.sh", env=environment)
    if not (given.folder / "data" / "balie" / "bench.json").exists():
        run(sys.executable, HERE / "balie" / "seed.py", given.tickets, given.messages, env=environment)
    run(HERE / "balie" / "start.sh", "stop", env=environment)
    began = time.monotonic()
    run(HERE / "balie" / "start.sh", env=environment)
    return time.monotonic() - began


def measure(given: argparse.Namespace, environment: dict[str, str], *, compared: bool) -> None:
    RESULTS.mkdir(exist_ok=True)
    driver = (SHARED if compared else HERE / "alone") / "workloads.py"
    work = [name for name in given.work.split(",") if name not in ALONE]
    out_of(given).write_text(json.dumps({"cells": {}}))
    if work:
        run(sys.executable, driver, "--systems", "limit,balie" if compared else "balie", "--rounds", given.rounds,
            "--seconds", given.seconds, "--clients", given.clients, "--work", ",".join(work), "--out", out_of(given),
            "--mail-first", int(time.time() * 100) % 10**9, env=environment, stdout=subprocess.DEVNULL)  # fmt: skip
    found = json.loads(out_of(given).read_text())
    here = environment | {"PYTHONPATH": f"{HERE / 'alone'}:{HERE.parent}"}
    for name in ALONE.keys() & given.work.split(","):
        with tempfile.NamedTemporaryFile(suffix=".json") as out:
            run(sys.executable, HERE / ALONE[name], "--out", out.name, env=here)
            found[name] = json.loads(Path(out.name).read_text())
    out_of(given).write_text(json.dumps(found, indent=1))


def report(given: argparse.Namespace, started: float) -> None:
    found = json.loads(out_of(given).read_text())
    pids = [int((given.folder / "run" / f"balie.{kind}").read_text()) for kind in ("server", "db")]
    found["balie"] = {"start_s": round(started, 2), "pss_mb": round(pss_megabytes(pids), 1)}
    found["tickets"] = given.tickets
    out_of(given).write_text(json.dumps(found, indent=1))
    print("\n".join(table(found["cells"])))
    print("\n".join(f"{name}: {json.dumps(found[name])}" for name in ALONE if name in found))
    print(f"\nStart to the first answer: {found['balie']['start_s']} s.")
    print(f"Memory of all processes after this, database included: {found['balie']['pss_mb']} MB PSS.")
    print(f"All figures: {out_of(given)}")


def table(cells: dict[str, dict[str, Any]]) -> list[str]:
    lines = ["| work | clients | CPU ms | limit | ratio | wanted | per second | p50 ms | p95 ms |", "|---" * 9 + "|"]
    for name in (name for name in cells if name.startswith("balie|")):
        cell, limit = cells[name], cells.get(name.replace("balie|", "limit|"), {}).get("cpu_ms")
        work, clients = name.partition("|")[2].split(" x")
        words, bound = WORK[work]
        ratio = f"{cell['cpu_ms'] / limit:.1f}" if limit and "cpu_ms" in cell else "–"
        failed = f" ({cell['error']})" if cell.get("error") else ""
        figures = [cell.get("cpu_ms"), limit, ratio, f"≤ {bound}" if limit and bound else None]
        figures += [cell.get(key) for key in ("per_s", "p50_ms", "p95_ms")]
        shown = " | ".join("–" if figure in (None, []) else str(figure) for figure in figures)
        lines.append(f"| {work} {words}{failed} | {clients} | {shown} |")
    return lines


def stop(given: argparse.Namespace, environment: dict[str, str], *, compared: bool) -> None:
    if given.keep:
        return
    run(HERE / "balie" / "start.sh", "stop", env=environment)
    if compared:
        run(SHARED / "limit" / "start.sh", "stop", env=environment)


def out_of(given: argparse.Namespace) -> Path:
    return RESULTS / f"{given.tickets}.json"


if __name__ == "__main__":
    sys.exit(main())
