"""`balie mail ingest PATH…`: takes messages in as if they had been received now, and says what became of each."""

import argparse
import hashlib
import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import Any

from balie.commands.message_sources import Source, read_sources

UNREADABLE, NOT_STORED = "unreadable", "not-stored"


def run(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="balie mail ingest", description="Take messages in as if received now.")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a message, an mbox, a Maildir, a folder, or -")
    given = parser.parse_args(args)
    seen: Counter[bytes] = Counter()
    failed = False
    for source in read_sources(given.paths):
        seen[digest := hashlib.sha256(source.raw).digest()] += 1
        answer = _ingested(source, seen[digest])
        failed = failed or answer["outcome"] == "failed"
        sys.stdout.write(json.dumps({"path": source.path, **answer}, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return int(failed)


def _ingested(source: Source, occurrence: int) -> dict[str, Any]:
    from django.db import DatabaseError

    from balie.channels.email.ingesting import ingest

    if source.error is not None:
        return _failed(UNREADABLE, source.error)
    try:
        return asdict(ingest(source.raw, occurrence=occurrence))
    except (DatabaseError, OSError) as problem:
        return _failed(NOT_STORED, str(problem))


def _failed(reason: str, error: str) -> dict[str, Any]:
    sys.stderr.write(f"{error}\n")
    return {"outcome": "failed", "ticket": None, "message": None, "reason": reason}
