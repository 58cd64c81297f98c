"""Own statuses as administrators define them: finer names inside the six categories. None is ever deleted."""

from __future__ import annotations

from django.db import models


class StatusDefinition(models.Model):
    # What it is called in filters and by programs; it never changes.
    key = models.CharField(max_length=40, unique=True)
    # A `Status`: what all rules hang on. It never changes.
    category = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    # Whether contacts read it, and what they read when that is not its name.
    portal = models.BooleanField(default=False)
    portal_name = models.CharField(max_length=60, blank=True)
    # By id, that a dissolved one does not make it a status of all; empty: of all.
    teams = models.JSONField(default=list)
    # By language: its name and what contacts read, where that is another.
    translations = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
