"""`balie web`: the pages and the API, by workers forked from a process that has loaded everything."""

import argparse
import multiprocessing
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from balie.commands.collecting import freeze
from balie.commands.whereabouts import Served, tell
from config.environment import number

WORKERS = 2


def run(args: list[str]) -> int:
    argparse.ArgumentParser(prog="balie web", description=__doc__).parse_args(args)
    prepare_metrics()
    application = preload()
    from balie.commands.ports import check_free
    from balie.commands.readiness import close_connections
    from balie.commands.schema import bring_up_to_date

    check_free("web")
    bring_up_to_date()
    close_connections()
    serve(application)
    return 0


def prepare_metrics() -> None:
    """Before prometheus_client is imported; what processes of an earlier start counted is no longer asked for."""
    from config.environment import home

    folder = Path(os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(home() / "metrics")))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def preload() -> Callable[..., Any]:
    """All that a worker would load at its first request: addresses with their views, templates' environment."""
    from django.template import engines
    from django.urls import get_resolver

    from config.wsgi import application

    get_resolver().url_patterns  # noqa: B018 -- reading it imports them
    engines.all()
    return application


def serve(application: Callable[..., Any]) -> None:
    """Returns after SIGTERM or SIGINT, when the workers have answered what they had begun."""
    from django.conf import settings
    from granian.constants import Interfaces
    from granian.server import Server

    served = Served(settings.BALIE_HOST, settings.BALIE_PORT, settings.BALIE_URL)
    telling = tell(settings.BALIE_HOME, served)
    multiprocessing.set_start_method("fork", force=True)
    freeze()
    server = Server(
        "config.wsgi:application",
        address=settings.BALIE_HOST,
        port=settings.BALIE_PORT,
        interface=Interfaces.WSGI,
        workers=number("BALIE_WEB_WORKERS", WORKERS),
        # More threads than connections would only wait for one another.
        blocking_threads=number("BALIE_DATABASE_POOL", 4),
        respawn_failed_workers=True,
        # Without it a worker that is told to stop while it starts may hang.
        workers_kill_timeout=10,
        log_enabled=False,
        websockets=False,
    )
    server.serve(target_loader=partial(_in_worker, application, os.getpid()), wrap_loader=False)
    if telling:
        telling.close()


def _in_worker(application: Callable[..., Any], parent: int) -> Callable[..., Any]:
    from balie.commands.processes import die_with_parent

    die_with_parent(parent)
    return application
