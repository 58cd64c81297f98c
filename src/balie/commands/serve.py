"""`balie serve`: the whole desk. One parent that has loaded everything forks web, live, worker and mail listener."""

import argparse
import signal
import sys

from balie.commands import listen, live, ports, postgres, web, worker
from balie.commands.collecting import freeze
from balie.commands.greeting import Greeting
from balie.commands.own_database import OwnDatabase
from balie.commands.processes import WAITED_FOR, Errand
from balie.commands.readiness import close_connections, set_up_django
from balie.commands.supervision import Child, Supervisor
from config.environment import home


def run(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="balie serve", description="Everything: database, web, live, worker, mail.")
    parser.add_argument("--demo", action="store_true", help="fill an empty desk with a believable world first")
    given = parser.parse_args(args)
    ports.check_free("web", "live", "listen")
    try:
        with OwnDatabase(home()) as database:
            # From here on signals wait until they are asked for: nothing is left half started.
            signal.pthread_sigmask(signal.SIG_BLOCK, WAITED_FOR)
            _serve(database, demo=given.demo)
    except postgres.PostgresError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def _serve(database: OwnDatabase, *, demo: bool) -> None:
    web.prepare_metrics()
    set_up_django()
    preparing = Errand(lambda: _prepare(demo=demo))
    application = web.preload()
    for module in (live, worker, listen):
        module.preload()
    greeting = Greeting(preparing.result())
    close_connections()
    freeze()
    children = [
        Child("web", lambda: web.serve(application)),
        Child("live", live.serve),
        Child("worker", worker.serve),
        Child("listen", listen.serve),
    ]
    Supervisor(children, beside=lambda: min(database.look(), greeting.look())).run()


def _prepare(*, demo: bool) -> str:
    """How to sign in. In a process of its own: the parent must hold no connection that its children would share."""
    from balie.commands.first_administrator import welcome
    from balie.commands.schema import bring_up_to_date

    bring_up_to_date()
    words = welcome()
    if demo:
        from balie.commands.demo import fill

        words = f"{words}\n{fill()}"
    return words
