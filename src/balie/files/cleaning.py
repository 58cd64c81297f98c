"""Deletes bytes that nothing refers to any more."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from balie.core.clock import now
from balie.files import storage
from balie.files.models import Blob, Upload

BATCH = 200
KEEP_UPLOADS = timedelta(days=7)
KEEP_BLOBS = timedelta(days=1)


def delete_old_uploads() -> int:
    """Files that were dropped into a form that was never sent."""
    rows, _tables = Upload.objects.filter(created_at__lt=now() - KEEP_UPLOADS).delete()
    return rows


def delete_orphans() -> int:
    """In small steps, each only when nobody is storing at that moment; what is left is for the next run."""
    deleted = 0
    while step := _delete_some():
        deleted += step
    return deleted


def _delete_some() -> int:
    with transaction.atomic():
        if not storage.alone():
            return 0
        keys = list(_orphans().values_list("sha256", flat=True)[:BATCH])
        Blob.objects.filter(pk__in=keys).delete()
        for key in keys:
            storage.current().delete(key)
    return len(keys)


def _orphans() -> QuerySet[Blob]:
    """Whatever keeps a blob does so by a foreign key: so this finds them all, whichever app they are of."""
    orphans = Blob.objects.filter(created_at__lt=now() - KEEP_BLOBS)
    for relation in Blob._meta.related_objects:
        refers = {relation.field.attname: OuterRef("pk")}
        orphans = orphans.exclude(Exists(relation.related_model._base_manager.filter(**refers)))
    return orphans
