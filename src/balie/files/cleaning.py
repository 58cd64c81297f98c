"""Deletes bytes that nothing refers to any more."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, Model, OuterRef, QuerySet

from balie.core.clock import now
from balie.files import storage
from balie.files.models import Blob, Upload

BATCH = 200
KEEP_UPLOADS = timedelta(days=7)
KEEP_BLOBS = timedelta(days=1)
# When bytes came that nobody wants any more: they are not kept for a day, in case somebody still refers to them.
LET_GO = datetime(1970, 1, 1, tzinfo=UTC)

M = TypeVar("M", bound=Model)


def delete_old_uploads() -> int:
    """Files that were dropped into a form that was never sent, and that no draft keeps."""
    rows, _tables = _unkept(Upload.objects.filter(created_at__lt=now() - KEEP_UPLOADS)).delete()
    return rows


def delete_orphans() -> int:
    """In small steps, each only when nobody is storing at that moment; what is left is for the next run."""
    blobs, deleted = Blob.objects.filter(created_at__lt=now() - KEEP_BLOBS), 0
    while step := _delete_some(blobs):
        deleted += step
    return deleted


def let_go(keys: Collection[str]) -> None:
    """These bytes need not wait for a day: the next `delete_orphans` deletes them, unless something refers to them."""
    Blob.objects.filter(pk__in=keys).update(created_at=LET_GO)


def _delete_some(blobs: QuerySet[Blob]) -> int:
    with transaction.atomic():
        if not storage.alone():
            return 0
        keys = list(_unkept(blobs).values_list("sha256", flat=True)[:BATCH])
        Blob.objects.filter(pk__in=keys).delete()
        for key in keys:
            storage.current().delete(key)
    return len(keys)


def _unkept(rows: QuerySet[M]) -> QuerySet[M]:
    """Whatever keeps a row does so by a foreign key: so this finds them all, whichever app they are of, and also those
    that can't be followed backwards.
    """
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.one_to_many:
            field: Any = relation.field
            refers = {field.attname: OuterRef("pk")}
            rows = rows.exclude(Exists(relation.related_model._base_manager.filter(**refers)))
    return rows
