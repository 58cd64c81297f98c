"""`balie search reindex`: the search index anew, while work goes on."""

import argparse
import json
import sys
from pathlib import Path


def run(args: list[str]) -> int:
    from balie.commands.progress import Progress
    from balie.tickets.models import Message
    from balie.tickets.reindexing import forget_gone, reindex

    parser = argparse.ArgumentParser(
        prog="balie search reindex",
        description="Makes the search index anew while work goes on. What was broken off goes on where it was.",
    )
    parser.add_argument("--anew", action="store_true", help="from the beginning, though an earlier run was broken off")
    place = _place()
    begun = 0 if parser.parse_args(args).anew else _read(place)
    if begun:
        sys.stderr.write(f"Going on after message {begun}, where an earlier run was broken off.\n")
    indexed, left = 0, Message.objects.filter(pk__gt=begun).count()
    progress = Progress("Indexing messages", max(left, 1))
    for reached, some in reindex(after=begun):
        place.write_text(str(reached))
        indexed += some
        progress.at(min(indexed, left))
    removed = forget_gone()
    place.unlink(missing_ok=True)
    sys.stdout.write(json.dumps({"indexed": indexed, "removed": removed}) + "\n")
    return 0


def _place() -> Path:
    """Holds the last message that was done."""
    from django.conf import settings

    folder: Path = settings.BALIE_HOME
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "search-reindex"


def _read(place: Path) -> int:
    text = place.read_text().strip() if place.exists() else ""
    return int(text) if text.isdecimal() else 0
