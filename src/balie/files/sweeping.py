"""Deletes bytes without a row: of a transaction that was rolled back, or a process that died before its commit."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice

import structlog
from django.db import connection, transaction

from balie.core.clock import now
from balie.files import storage
from balie.files.models import Blob

_log = structlog.get_logger(__name__)
# A name in the store, beside the bytes: what it holds says which database they belong to.
OWNER = "owner"
KEEP = timedelta(days=2)
# Whatever else lies there is not ours.
_KEY = re.compile(r"[0-9a-f]{64}\Z")
_ASKED, _DELETED = 1000, 50

_DATABASE = """
select system_identifier || '/' || (select oid from pg_database where datname = current_database())
from pg_control_system()"""


def sweep() -> int:
    """How many were deleted. A copy of a desk that was pointed at the same place would delete what the other has
    stored since: so only the desk that swept here first ever does.

    That tells databases apart that were made separately. It can not tell a physical clone (a snapshot of the disk or
    the machine, `pg_basebackup`) from its original: both answer the same, so both would sweep. A clone must get a
    BALIE_FILES of its own before it starts.
    """
    store, before = storage.current(), now() - KEEP
    if not _is_ours(store):
        _log.warning("files are not swept: they belong to another desk's database", owner=OWNER)
        return 0
    store.tidy(before)
    deleted = 0
    for keys in _in_parts(filter(_KEY.match, store.keys(before)), _ASKED):
        # The first look is free; the second, which counts, keeps everybody from storing.
        for suspects in _in_parts(_without_row(keys), _DELETED):
            deleted += _delete(store, suspects)
    return deleted


def claim() -> None:
    """From now on the files in the store are of this database."""
    storage.current().write(OWNER, _database())


@transaction.atomic
def _delete(store: storage.Store, suspects: list[str]) -> int:
    """Whoever is storing shares the lock until their row can be seen: while somebody does, none is deleted."""
    if not storage.alone():
        return 0
    orphans = _without_row(suspects)
    for key in orphans:
        store.delete(key)
    return len(orphans)


def _without_row(keys: list[str]) -> list[str]:
    known = set(Blob.objects.filter(pk__in=keys).values_list("pk", flat=True))
    return [key for key in keys if key not in known]


def _is_ours(store: storage.Store) -> bool:
    if not store.has(OWNER):
        claim()
    with store.open(OWNER) as file:
        return file.read() == _database()


def _database() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(_DATABASE)
        return str(cursor.fetchone()[0]).encode()


def _in_parts(keys: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(keys)
    while part := list(islice(rest, size)):
        yield part
