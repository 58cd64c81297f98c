"""Files that custom fields of tickets hold. The ticket's `fields` name them, by their ids as text."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from balie.core.clock import now
from balie.files.models import Blob
from balie.tickets.field_records import FieldDefinition


class FieldFile(models.Model):
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="field_files")
    field = models.ForeignKey(FieldDefinition, on_delete=models.PROTECT, related_name="+", db_index=False)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+", db_index=False)
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.BigIntegerField()
    # Whoever of the desk put it there.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.filename
