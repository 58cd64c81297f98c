"""`balie live`: the browsers' WebSockets, by one process."""

import argparse
import multiprocessing
import os
from functools import partial
from typing import Any


def run(args: list[str]) -> int:
    argparse.ArgumentParser(prog="balie live", description=__doc__).parse_args(args)
    from balie.commands.ports import check_free
    from balie.commands.readiness import close_connections

    check_free("live")
    close_connections()
    serve()
    return 0


def preload() -> None:
    import config.live  # noqa: F401


def serve() -> None:
    """Returns after SIGTERM or SIGINT."""
    from django.conf import settings
    from granian.constants import Interfaces
    from granian.server import Server

    multiprocessing.set_start_method("fork", force=True)
    server = Server(
        "config.live:app",
        address=settings.BALIE_HOST,
        port=settings.BALIE_LIVE_PORT,
        interface=Interfaces.ASGI,
        workers=1,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_enabled=False,
    )
    server.serve(target_loader=partial(_in_worker, os.getpid()), wrap_loader=False)


def _in_worker(parent: int) -> Any:
    from balie.commands.processes import die_with_parent
    from config.live import app

    die_with_parent(parent)
    return app
