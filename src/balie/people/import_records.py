"""Imports of contacts from files: what was asked, how far it is, and what became of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from balie.core.clock import now
from balie.files.models import Blob


class Stage(models.TextChoices):
    COLUMNS = "columns"  # which column is what is being chosen
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    STOPPED = "stopped"
    FINISHED = "finished"
    FAILED = "failed"


AT_WORK = (Stage.CHECKING, Stage.RUNNING)


class ContactImport(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # The file, as long as it is kept.
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=255)
    size = models.BigIntegerField()
    dialect: models.JSONField[Any, Any] = models.JSONField(default=dict)
    headings: models.JSONField[Any, Any] = models.JSONField(default=list)
    # The file's first line names its columns.
    has_headings = models.BooleanField(default=True)
    # By column, as `targets.Target`.
    targets: models.JSONField[Any, Any] = models.JSONField(default=list)
    existing = models.CharField(max_length=8)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.COLUMNS)
    # How many rows are done, and how many there are, once that is known.
    position = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    # As `counting.Counts`: what trying it out found, and what the run did.
    expected: models.JSONField[Any, Any] = models.JSONField(default=dict)
    done: models.JSONField[Any, Any] = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now)
    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # Whoever works at it has this number, and was there then.
    claim = models.BigIntegerField(default=0)
    touched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="import_at_work", condition=Q(stage__in=AT_WORK)),
        ]

    @property
    def tried_only(self) -> bool:
        """It has failed before it could be told what it would do."""
        return self.stage == Stage.FAILED and self.total is None

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportedRow(models.Model):
    """What became of a row of the file, where that is to be told: made or changed, refused, or taken but for a part."""

    class Became(models.TextChoices):
        NEW = "new"
        CHANGED = "changed"
        SAME = "same"
        REFUSED = "refused"

    of = models.ForeignKey(ContactImport, on_delete=models.CASCADE, related_name="rows", db_index=False)
    # Of trying it out, not of the run.
    trial = models.BooleanField()
    line = models.PositiveIntegerField()
    became = models.CharField(max_length=8, choices=Became)
    # By kind, as `reasons.Reason`: whoever reads them has them in words of their own language.
    reasons: models.JSONField[Any, Any] = models.JSONField(default=list, db_default=[])
    # Of imports of before: in the language of whoever asked.
    reason = models.TextField(blank=True)
    # No foreign key: contacts come and go without asking what once made them.
    contact_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["of", "trial", "became", "line"], name="imported_row"),
            models.Index(fields=["of", "contact_id"], name="imported_contact", condition=Q(contact_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"line {self.line} of import {self.of_id}"
