"""`balie listen`: takes mail in by SMTP."""

import argparse


def run(args: list[str]) -> int:
    argparse.ArgumentParser(prog="balie listen", description=__doc__).parse_args(args)
    from balie.commands.ports import check_free

    check_free("listen")
    serve()
    return 0


def preload() -> None:
    import balie.channels.email.listen  # noqa: F401


def serve() -> None:
    """Returns after SIGTERM, when the messages being received are taken in or refused."""
    from balie.channels.email.listen import main

    main()
