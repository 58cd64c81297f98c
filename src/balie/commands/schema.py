"""The tables, as this version of Balie wants them."""

import sys

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# Any number, but the same in every version: two nodes that start at once must not both migrate.
_LOCK = 7_225_431_009


def bring_up_to_date() -> None:
    """Runs what migrations are missing, one process at a time; the others wait and then find nothing to do."""
    if not is_behind():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    if is_behind():
        sys.stderr.write("Preparing the database…\n")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    # After an error it goes with the connection, as the process does.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
