"""Django's backend for PostgreSQL, with fewer round trips: what waits for no answer goes with what comes next."""

from typing import Any, cast

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import register_tzloader
from django.db.backends.utils import debug_transaction

from balie.core import trips

# Their types leave most of this out.
_DjangosCursor: Any = base.Cursor
_DjangosServerSideCursor: Any = base.ServerSideCursor
_Django: Any = base.DatabaseWrapper


class _Sending:
    """Sends what waits before it asks anything itself."""

    def execute(self: Any, *args: Any, **kwargs: Any) -> Any:
        trips.send(self.connection)
        return cast("Any", super()).execute(*args, **kwargs)

    def executemany(self: Any, *args: Any, **kwargs: Any) -> Any:
        trips.send(self.connection)
        return cast("Any", super()).executemany(*args, **kwargs)

    def copy(self: Any, *args: Any, **kwargs: Any) -> Any:
        trips.send(self.connection)
        return cast("Any", super()).copy(*args, **kwargs)


class Cursor(_Sending, _DjangosCursor):  # type: ignore[misc] # as said
    pass


class ServerSideCursor(_Sending, _DjangosServerSideCursor):  # type: ignore[misc] # as said
    pass


def _savepoint(sid: str) -> trips.Question:
    return (f"savepoint {sid}", None)


class DatabaseWrapper(_Django):  # type: ignore[misc] # as said
    """The connection is always in the driver's autocommit: a transaction begins and ends where we say so."""

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": Cursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        if not connection.autocommit:
            connection.autocommit = True
        return connection

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001 -- Django's
        if not autocommit:
            trips.put_off(self.connection, trips.BEGIN)

    def _commit(self) -> None:
        if self.connection is not None:
            with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
                trips.commit(self.connection)

    def _rollback(self) -> None:
        if self.connection is not None:
            trips.forget(self.connection)
        super()._rollback()

    def _savepoint(self, sid: str) -> None:
        if self.queries_logged:
            super()._savepoint(sid)
        else:
            trips.put_off(self.connection, _savepoint(sid))

    def _savepoint_commit(self, sid: str) -> None:
        # Not later: what was done since the savepoint fails within it or not at all.
        if self.queries_logged:
            super()._savepoint_commit(sid)
        elif not trips.take_back(self.connection, _savepoint(sid)):
            with self.wrap_database_errors:
                trips.ask(self.connection, (f"release savepoint {sid}", None))

    def _savepoint_rollback(self, sid: str) -> None:
        # Nothing that waits is older than the savepoint, unless that waits too.
        if not trips.forget(self.connection, since=_savepoint(sid)):
            super()._savepoint_rollback(sid)

    def _close(self) -> None:
        if self.connection is not None:
            trips.forget(self.connection)
        super()._close()

    def create_cursor(self, name: str | None = None) -> Any:
        if name is None:
            return super().create_cursor()
        # As Django's; but a cursor that outlives its transaction can't be asked for by the driver's autocommit here.
        cursor = ServerSideCursor(self.connection, name=name, scrollable=False, withhold=not self.in_atomic_block)
        register_tzloader(self.timezone, cursor)
        return cursor
