"""`balie doctor`: checks the installation and says what to do."""

import argparse
import json
import sys
from collections.abc import Iterator

from balie.commands.doctor.finding import Finding


def run(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="balie doctor", description="Checks the installation and says what to do.")
    parser.parse_args(args)
    worst = 0
    for finding in _findings():
        worst = max(worst, int(finding.state == "failed"))
        sys.stderr.write(finding.words())
        if not sys.stdout.isatty():
            sys.stdout.write(json.dumps(finding.as_object(), ensure_ascii=False) + "\n")
            sys.stdout.flush()
    return worst


def _findings() -> Iterator[Finding]:
    """In the order in which one needs the other; what cannot be asked is not asked."""
    from balie.commands.doctor import desk, machine
    from balie.commands.postgres import PostgresError
    from balie.commands.readiness import database

    yield from machine.findings()
    try:
        with database("balie doctor"):
            yield Finding.good("database", "can be used")
            yield from desk.findings()
    except PostgresError as problem:
        yield Finding.failed("database", str(problem), "Without it nothing else can be checked.")
