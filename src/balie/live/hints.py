"""Tells browsers that something changed: what and where, never the content."""

import json
from collections.abc import Iterable

from balie.core.prepared import run

CHANNEL = "balie_live"


def hint(*, topics: Iterable[str], kind: str, event_id: int) -> None:
    """Goes out when the transaction commits. The first topic is the thing itself, the others are lists it stands in."""
    payload = json.dumps({"topics": list(topics), "hint": kind, "event": event_id}, separators=(",", ":"))
    run("select pg_notify(%s, %s)", (CHANNEL, payload))
