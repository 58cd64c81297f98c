"""Tables that are made in a job, and kept for a day."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from balie.core.clock import now
from balie.files.models import Blob


class Exported(models.TextChoices):
    CONTACTS = "contacts"
    ORGANISATIONS = "organisations"
    TICKETS = "tickets"


class KeptExport(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=13, choices=Exported)
    # Which of them, and which columns: as whoever makes the table reads it.
    asked: models.JSONField[Any, Any] = models.JSONField(default=dict)
    separator = models.CharField(max_length=1)
    mark = models.BooleanField()
    rows = models.PositiveIntegerField(default=0)
    # Once it is made, and as long as it is kept.
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)
    # Without a blob: it could not be made.
    finished_at = models.DateTimeField(null=True)
    # Whoever works at it has this number, and was there then.
    claim = models.BigIntegerField(default=0)
    touched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="export_unfinished", condition=Q(finished_at__isnull=True)),
            models.Index(fields=["user", "-id"], name="export_of_user"),
        ]

    @property
    def failed(self) -> bool:
        return self.finished_at is not None and self.blob_id is None

    def __str__(self) -> str:
        return f"export {self.pk}"
