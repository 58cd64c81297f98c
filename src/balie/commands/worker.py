"""`balie worker`: what happens after the page is answered."""

import argparse


def run(args: list[str]) -> int:
    argparse.ArgumentParser(prog="balie worker", description=__doc__).parse_args(args)
    serve()
    return 0


def preload() -> None:
    import balie.jobs.worker  # noqa: F401


def serve() -> None:
    """Returns after SIGTERM, when what was begun is done."""
    from balie.jobs.worker import main

    main()
