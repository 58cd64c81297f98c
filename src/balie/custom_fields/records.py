"""What every table of custom fields has. No field is ever deleted: there are values of it."""

from __future__ import annotations

from django.db import models

from balie.custom_fields.types import Type


class FieldRecord(models.Model):
    # What it is called in filters and by programs; it never changes.
    key = models.CharField(max_length=40, unique=True)
    type = models.CharField(max_length=10, choices=Type)
    label = models.CharField(max_length=80)
    help = models.CharField(max_length=300, blank=True)
    # [[id, label, id of the one above, gone]], in their order.
    options = models.JSONField(default=list)
    default = models.JSONField(null=True)
    # {"nl": {"label", "help", "options": {id: label}}}
    translations = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label
